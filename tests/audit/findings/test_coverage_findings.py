"""Findings from hand-made counts: what was never taken, never evaluated, never true."""

from pathlib import Path

import pytest

from moltverify.audit.findings.coverage_findings import (
    action_sums,
    coverage_findings,
    enclosing_definition,
    mark_findings,
    never_evaluated,
    source_excerpt,
)
from moltverify.audit.findings.places import encloses
from moltverify.audit.findings.vacuity_conditions import vacuity_marks
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from moltverify.tlc.coverage import ActionCount, Coverage, ExpressionCount
from moltverify.tlc.trace import Place
from tests.audit.parsed import LAMP, parsed, place_of

HEAD = Place("M", 6, 1, 6, 6)  # of Toggle, in the lamp
PLUSCAL = """\
(* --algorithm count
variable x = 0;
begin Up: while TRUE do x := 1 - x end while;
end algorithm *)
\\* BEGIN TRANSLATION
VARIABLES x
Init == x = 0
Up == x' = 1 - x
Terminating == x = 9 /\\ UNCHANGED x
Next == Up \\/ Terminating
Spec == Init /\\ [][Next]_x
\\* END TRANSLATION
"""


def taken(name: str, times: int, place: Place = HEAD, part: Place | None = None) -> ActionCount:
    return ActionCount(name, place, times, times, part)


def expression(place: Place, count: int) -> ExpressionCount:
    return ExpressionCount(place, count, 0)


def findings(sources: ParsedModules, *counts: ActionCount | ExpressionCount) -> list[str]:
    """Return the key and line of each finding for such counts."""
    coverage = coverage_of(*counts)
    return [f"{one.key} {one.line}" for one in coverage_findings("m", sources, coverage)]


def coverage_of(*counts: ActionCount | ExpressionCount) -> Coverage:
    return Coverage(
        tuple(one for one in counts if isinstance(one, ActionCount)),
        tuple(one for one in counts if isinstance(one, ExpressionCount)),
    )


def test_counts_of_one_action_in_several_places_are_added(tmp_path: Path) -> None:
    [one] = action_sums(parsed(tmp_path, LAMP), coverage_of(taken("Toggle", 2), taken("Toggle", 3)))
    assert (one.name, one.place, one.taken) == ("Toggle", HEAD, 5)


def test_disjuncts_that_tlc_counts_one_by_one_are_actions_of_their_own(tmp_path: Path) -> None:
    parts = [Place("M", 8, 9, 8, 14), Place("M", 8, 19, 8, 22)]
    counts = [taken("Next", at, HEAD, part) for at, part in enumerate(parts)]
    sums = action_sums(parsed(tmp_path, LAMP), coverage_of(*counts))
    assert [(one.place, one.taken) for one in sums] == [(parts[0], 0), (parts[1], 1)]


def test_the_initial_predicate_and_other_modules_are_no_actions(tmp_path: Path) -> None:
    initial = ActionCount("Init", HEAD, 0, 0, is_initial=True)
    other = taken("Note", 0, Place("MoltverifyProbe", 3, 1, 3, 4))
    assert action_sums(parsed(tmp_path, LAMP), coverage_of(initial, other)) == []


def test_an_action_that_is_never_taken_is_found_with_its_text(tmp_path: Path) -> None:
    sources = parsed(tmp_path, LAMP)
    coverage = coverage_of(taken("Toggle", 0), taken("Rest", 1, Place("M", 7, 1, 7, 4)))
    [found] = coverage_findings("m", sources, coverage)
    assert (found.claim, found.key, found.line) == ("m", "action-never-taken:Toggle", 6)
    assert found.message == "the action Toggle is never taken: Toggle"
    assert found.file == str(tmp_path / "M.tla")


@pytest.mark.parametrize(
    ("body", "found"),
    [(PLUSCAL, []), (PLUSCAL.replace("BEGIN", "NO"), ["action-never-taken:Terminating 11"])],
    ids=["translated", "written by hand"],
)
def test_the_terminating_action_of_pluscal_need_not_be_taken(
    tmp_path: Path, body: str, found: list[str]
) -> None:
    place = Place("M", 11, 1, 11, 11)
    assert findings(parsed(tmp_path, body), taken("Terminating", 0, place)) == found


def test_an_expression_never_evaluated_is_found_in_its_definition(tmp_path: Path) -> None:
    sources = parsed(tmp_path, LAMP)
    place = place_of(sources, "on' = ~on")
    [found] = coverage_findings("m", sources, coverage_of(expression(place, 0)))
    assert (found.key, found.line) == ("never-evaluated:Toggle", 6)
    assert found.message == "Toggle never gets as far as: on' = ~on"


def test_an_expression_evaluated_in_one_of_several_calls_is_not_found(tmp_path: Path) -> None:
    sources = parsed(tmp_path, LAMP)
    place = place_of(sources, "on' = ~on")
    assert findings(sources, expression(place, 0), expression(place, 2)) == []


def test_of_nested_expressions_the_outermost_is_found(tmp_path: Path) -> None:
    sources = parsed(tmp_path, LAMP)
    inner, outer = place_of(sources, "~on"), place_of(sources, "on' = ~on")
    assert never_evaluated(sources, coverage_of(expression(inner, 0), expression(outer, 0))) == [
        outer
    ]


def test_places_never_evaluated_are_in_text_order(tmp_path: Path) -> None:
    sources = parsed(tmp_path, LAMP)
    first, second = place_of(sources, "on' = ~on"), place_of(sources, "x' = x + 1")
    found = never_evaluated(sources, coverage_of(expression(second, 0), expression(first, 0)))
    assert found == [first, second]


def test_what_an_untaken_action_does_not_evaluate_is_no_finding_of_its_own(tmp_path: Path) -> None:
    sources = parsed(tmp_path, LAMP)
    place = place_of(sources, "on' = ~on")
    assert findings(sources, taken("Toggle", 0), expression(place, 0)) == [
        "action-never-taken:Toggle 6"
    ]


def test_an_expression_before_all_definitions_has_no_name(tmp_path: Path) -> None:
    sources = parsed(tmp_path, LAMP)
    assert enclosing_definition(sources, Place("M", 1, 1, 1, 4)) is None
    assert findings(sources, expression(Place("M", 2, 1, 2, 7), 0)) == ["never-evaluated:? 2"]


def test_an_expression_of_another_module_has_no_definition(tmp_path: Path) -> None:
    assert enclosing_definition(parsed(tmp_path, LAMP), Place("Naturals", 3, 1, 3, 4)) is None


BODY = f"{LAMP}Safe == (on => x < 3) /\\ (x = 9 \\/ (IF on THEN x < 3 ELSE TRUE))"


def unsatisfied(sources: ParsedModules, *counts: ActionCount | ExpressionCount) -> list[str]:
    """Return the findings if no marked condition ever did what it should."""
    marks = vacuity_marks(sources)
    found = mark_findings("m", sources, coverage_of(*counts), marks)
    return [f"{one.kind.value} {one.line} {one.message.rpartition(': ')[2]}" for one in found]


def checked(folder: Path, body: str = BODY) -> ParsedModules:
    return parsed(folder, body, "SPECIFICATION Spec\nINVARIANT Safe\n")


def test_of_nested_conditions_the_outermost_is_a_finding(tmp_path: Path) -> None:
    assert unsatisfied(checked(tmp_path)) == [
        "antecedent-never-holds 10 on",
        "never-true 10 x = 9",
        "never-true 10 (IF on THEN x < 3 ELSE TRUE)",
    ]


def test_a_condition_that_the_coverage_explains_is_no_finding(tmp_path: Path) -> None:
    sources = checked(tmp_path)
    never = expression(place_of(sources, "x = 9"), 0)
    assert "never-true 10 x = 9" not in unsatisfied(sources, never)
    right_side = expression(place_of(sources, "x < 3"), 0)
    assert "antecedent-never-holds 10 on" not in unsatisfied(sources, right_side)


def test_a_condition_in_an_action_never_taken_is_no_finding(tmp_path: Path) -> None:
    body = LAMP.replace("x < 2", "(x < 2 \\/ on)") + "Safe == x < 3"
    sources = checked(tmp_path, body)
    assert len(unsatisfied(sources)) == 2
    assert unsatisfied(sources, taken("Toggle", 0)) == []


@pytest.mark.parametrize(
    ("inner", "is_enclosed"),
    [
        (Place("M", 2, 3, 4, 5), False),
        (Place("M", 2, 4, 4, 4), True),
        (Place("M", 3, 1, 3, 99), True),
        (Place("M", 2, 2, 3, 1), False),
        (Place("M", 3, 1, 4, 6), False),
        (Place("N", 3, 1, 3, 2), False),
        (Place("M", 3), True),
    ],
)
def test_a_place_encloses_what_begins_and_ends_in_it(inner: Place, is_enclosed: bool) -> None:
    assert encloses(Place("M", 2, 3, 4, 5), inner) is is_enclosed


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("M", 2, 3, 2, 5), "abc"),
        (Place("M", 2, 6, 3, 4), "def gh"),
        (Place("M", 2), "abcdef"),
        (Place("M", 9, 1, 9, 4), ""),
    ],
)
def test_an_excerpt_is_the_text_in_one_line(tmp_path: Path, place: Place, text: str) -> None:
    (tmp_path / "M.tla").write_text("---- MODULE M ----\n  abcdef\n  gh\n====\n")
    (tmp_path / "M.cfg").write_text("")
    sources = read_parsed_modules(tmp_path / "M.tla", tmp_path / "M.cfg")
    assert source_excerpt(sources, place) == text


def test_a_long_excerpt_is_cut(tmp_path: Path) -> None:
    (tmp_path / "M.tla").write_text(f"---- MODULE M ----\nA == {'b' * 80}\n====\n")
    (tmp_path / "M.cfg").write_text("")
    sources = read_parsed_modules(tmp_path / "M.tla", tmp_path / "M.cfg")
    assert source_excerpt(sources, Place("M", 2, 6, 2, 85)) == f"{'b' * 57}..."
