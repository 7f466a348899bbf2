"""Replays in the terminal: the table, the reasons, the drifts, the sum."""

import io
from typing import Any

import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ConformanceResult, ReplayFinding
from moltverify.report.terminal.conformance_text import (
    alike_findings,
    cell_text,
    difference_counts_text,
    print_conformance,
)
from moltverify.report.terminal.terminal import make_console
from tests.conformance.made import vector

EXAMPLE = VectorDifference(vector(1, {"door": "shut"}, {"door": "open"}), {"door": "shut"})
KNOWN = replace(EXAMPLE, known="The hinge is old.")


def finding(
    status: Status = Status.CONFORMS, version: str = "1.0.0", model: str = "door", **more: Any
) -> ReplayFinding:
    made = ReplayFinding(
        claim=model.partition(":")[0],
        model=model,
        package="hinge",
        version=version,
        status=status,
        vectors=1_200,
        replayed=1_200,
    )
    return replace(made, **more)


def drift(version: str = "1.0.0", known: int = 0, **more: Any) -> ReplayFinding:
    examples = (KNOWN,) if known else (EXAMPLE,)
    return finding(Status.LAXER, version, differing=3, known=known, examples=examples, **more)


def printed(
    *findings: ReplayFinding, width: int = 80, otherwise: tuple[str, ...] = ()
) -> list[str]:
    stream = io.StringIO()
    result = ConformanceResult(
        started="2026-01-01T00:00:00+00:00",
        seconds=1.25,
        findings=findings,
        otherwise=otherwise,
    )
    print_conformance(make_console(stream, False, {"COLUMNS": str(width)}), result)
    return stream.getvalue().splitlines()


def test_a_table_has_a_row_for_each_model_and_a_column_for_each_release() -> None:
    lines = printed(
        finding(),
        finding(Status.NO_COUNTERPART, "2.0.0"),
        finding(version="2.0.0", model="lamp"),
    )
    assert [line.rstrip() for line in lines[:3]] == [
        "claim  hinge@1.0.0     hinge@2.0.0",
        "door   CONFORMS 1,200  NO COUNTERPART",
        "lamp                   CONFORMS 1,200",
    ]


def test_a_screen_that_is_too_narrow_for_the_table_gets_a_list() -> None:
    lines = printed(finding(), finding(version="2.0.0"), finding(Status.NOT_RUN, "3.0.0"), width=40)
    assert lines[:6] == [
        "door",
        "  CONFORMS 1,200",
        "      hinge@1.0.0, hinge@2.0.0",
        "  NOT RUN",
        "      hinge@3.0.0",
        "",
    ]


@pytest.mark.parametrize(
    ("given", "text", "style"),
    [
        (finding(), "CONFORMS 1,200", "good"),
        (finding(absent=200, replayed=1_000), "CONFORMS 1,000 (1,200)", "good"),
        (drift(), "LAXER 3 of 1,200", "bad"),
        (drift(known=2), "LAXER 3 of 1,200", "bad"),
        (drift(known=3), "LAXER 3 of 1,200, known", "bad"),
        (finding(Status.NOT_RUN), "NOT RUN", "unsure"),
        (finding(Status.NO_COUNTERPART), "NO COUNTERPART", "quiet"),
        (finding(Status.HAS_FAULT), "HAS THE FAULT", "bad"),
        (finding(Status.HAS_NOT), "HAS NOT", "good"),
        (finding(Status.CANNOT_TELL), "CANNOT TELL", "unsure"),
        (finding(Status.STRICTER, differing=3), "STRICTER 3 of 1,200", "good"),
        (finding(Status.IN_PART), "IN PART 1,200", "unsure"),
        (finding(Status.SYMBOL_MOVED), "SYMBOL MOVED", "unsure"),
        (finding(Status.COULD_NOT_LOAD), "COULD NOT LOAD", "unsure"),
    ],
)
def test_a_cell_says_how_many_calls_differ_and_whether_that_is_known(
    given: ReplayFinding, text: str, style: str
) -> None:
    cell = cell_text(given)
    assert (cell.plain, cell.style) == (text, style)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (drift(), "3 of 1,200 calls differ"),
        (drift(known=2), "3 of 1,200 calls differ, 2 of them on record"),
        (drift(known=3), "3 of 1,200 calls differ, all of them on record"),
    ],
)
def test_a_drift_says_how_much_of_it_is_on_record(given: ReplayFinding, text: str) -> None:
    assert difference_counts_text(given) == text


def test_a_drift_is_told_as_the_state_the_call_and_both_outcomes() -> None:
    lines = printed(drift())
    start = lines.index("door and hinge@1.0.0: 3 of 1,200 calls differ")
    assert lines[start + 1 : start + 6] == [
        "  given       door: shut",
        "  call        open",
        "  the model   door: open",
        "  the code    door: shut",
        "",
    ]


def test_a_drift_that_is_on_record_is_told_with_the_reason() -> None:
    assert "  on record   The hinge is old." in printed(drift(known=3))


def test_a_drift_of_several_releases_is_told_once() -> None:
    lines = printed(drift("1.0.0"), drift("2.0.0"))
    assert "door and hinge@1.0.0, hinge@2.0.0: 3 of 1,200 calls differ" in lines
    assert lines.count("  call        open") == 1


def test_findings_are_alike_only_with_the_same_model_counts_and_examples() -> None:
    one, same = drift("1.0.0"), drift("2.0.0")
    others = [drift("3.0.0", known=3), drift("4.0.0", model="lamp"), drift("5.0.0", replayed=7)]
    assert alike_findings([one, *others, same, finding()]) == [
        [one, same],
        *([it] for it in others),
    ]


def test_a_reason_is_told_once_for_each_model() -> None:
    none: dict[str, Any] = {"status": Status.NO_COUNTERPART, "reason": "No code does that."}
    lines = printed(
        finding(version="1.0.0", **none),
        finding(version="2.0.0", **none),
        finding(model="lamp", **none),
    )
    assert [line for line in lines if "No code" in line] == [
        "door: NO COUNTERPART: No code does that.",
        "lamp: NO COUNTERPART: No code does that.",
    ]


def test_what_has_no_counterpart_is_told_once() -> None:
    lines = printed(
        finding(version="1.0.0", omits="the key"),
        finding(version="2.0.0", omits="the key"),
    )
    assert lines.count("door: not replayed: the key") == 1


def test_without_a_reason_there_is_no_empty_paragraph_for_them() -> None:
    assert [line.strip() for line in printed(finding())] == [
        "claim  hinge@1.0.0",
        "door   CONFORMS 1,200",
        "",
        "1 CONFORMS; 1,200 calls in 1.2 s",
    ]


def test_what_differs_from_the_record_is_named_with_the_way_to_write_it() -> None:
    text = " ".join(printed(finding(), otherwise=("door on hinge@1.0.0",)))
    assert "door on hinge@1.0.0" in text
    assert "moltverify conform --record" in text
    assert "--record" not in " ".join(printed(finding()))


def test_the_sum_counts_code_that_two_releases_share_once() -> None:
    lines = printed(finding(), finding(version="2.0.0", same_as="hinge@1.0.0"), drift("3.0.0"))
    assert lines[-1] == "2 CONFORMS, 1 LAXER; 2,400 calls in 1.2 s"


def test_without_findings_only_the_sum_is_left() -> None:
    assert printed()[-1] == "nothing to replay; 0 calls in 1.2 s"


def test_text_of_a_registry_moves_no_cursor() -> None:
    evil = "\x1b[2J\x07\x9b\u202e"
    example = VectorDifference(vector(1, {evil: evil}, evil, action=evil), evil, known=evil)
    lines = printed(
        finding(Status.NOT_RUN, evil, model=f"door:{evil}", reason=evil, omits=evil),
        finding(Status.LAXER, "2", differing=1, known=1, examples=(example,)),
    )
    assert not set("".join(lines)) & set(evil[0] + evil[4:])


def test_the_example_of_a_red_is_a_call_that_shows_its_fault() -> None:
    reason = "seen in 1 of 2 calls that the red and the green answer differently"
    fault = finding(
        Status.HAS_FAULT, model="door:unlocked", differing=1, examples=(EXAMPLE,), reason=reason
    )
    lines = printed(fault, width=120)
    assert f"door:unlocked: HAS THE FAULT: {reason}" in lines
    assert "door:unlocked and hinge@1.0.0: 1 of 1,200 calls show the fault" in lines
