"""An audit in the terminal."""

import io

import pytest
from msgspec.structs import replace
from rich.console import Console

from moltverify.audit.results import (
    AuditFinding,
    AuditResult,
    FindingKind,
    MutantResult,
    MutantStatus,
    Score,
    Strength,
    SwitchedOff,
)
from moltverify.report.terminal.audit_text import (
    aligned_rows,
    amount,
    print_audit_sum,
    print_findings,
    print_mutants,
    print_statuses,
    print_strength,
    print_switched_off,
    print_unchecked,
    score_text,
)
from moltverify.report.terminal.terminal import make_console

FINDING = AuditFinding(
    claim="door",
    kind=FindingKind.NEVER_TRUE,
    subject="Open",
    message="Open is never true.",
    file="specs/Door.tla",
    line=7,
)


class Screen:
    """A console of some width, and what was printed on it."""

    def __init__(self, width: int = 80) -> None:
        self.stream = io.StringIO()
        self.console: Console = make_console(self.stream, False, {"COLUMNS": str(width)})

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()


@pytest.fixture
def screen() -> Screen:
    return Screen()


def mutant(status: MutantStatus, operator: str = "swap", by: str = "") -> MutantResult:
    return MutantResult(
        id="Open 1",
        operator=operator,
        definition="Open",
        file="specs/Door.tla",
        line=7,
        diff="--- a\n+++ b\n-x = 1\n+x = 2",
        status=status,
        by=by,
        behaviour=("it opens twice",),
    )


def score(*statuses: MutantStatus, unreached: int = 0) -> Score:
    return Score(tuple(map(mutant, statuses)), unreached)


def strength(claim: str = "door", kept: Score | None = None) -> Strength:
    return Strength(
        claim=claim,
        distinct=12_345,
        depth=9,
        actions=3,
        actions_taken=2,
        properties=1,
        reds=4,
        witnesses=5,
        score=kept,
    )


def result(*findings: AuditFinding, unchecked: tuple[str, ...] = ()) -> AuditResult:
    return AuditResult(
        moltverify="0",
        title="",
        findings=findings,
        unchecked=unchecked,
        claims=(strength(),),
        seconds=1.25,
    )


def test_a_finding_has_its_claim_its_key_its_words_and_its_place(screen: Screen) -> None:
    print_findings(screen.console, [FINDING])
    assert screen.lines == [
        "hollow  door  never-true:Open",
        "        Open is never true.",
        "        specs/Door.tla:7",
    ]


def test_findings_that_the_registry_allows_come_last_with_the_reason(screen: Screen) -> None:
    allowed = replace(FINDING, subject="Shut", reason="It is for later.")
    print_findings(screen.console, [allowed, FINDING])
    heads = [line for line in screen.lines if line[0] != " "]
    assert heads == ["hollow  door  never-true:Open", "allowed  door  never-true:Shut"]
    assert screen.lines[-1] == "        because: It is for later."


@pytest.mark.parametrize(
    ("file", "line", "place"), [("", 0, []), ("a.tla", 0, ["a.tla"]), ("a.tla", 3, ["a.tla:3"])]
)
def test_a_place_is_as_exact_as_it_is_known(
    screen: Screen, file: str, line: int, place: list[str]
) -> None:
    print_findings(screen.console, [replace(FINDING, file=file, line=line)])
    assert [text.strip() for text in screen.lines[2:]] == place


def test_a_finding_about_no_claim_is_one_about_the_suite(screen: Screen) -> None:
    print_findings(screen.console, [replace(FINDING, claim="")])
    assert screen.lines[0] == "hollow  suite  never-true:Open"


def test_a_key_and_a_path_stay_in_one_piece_on_a_narrow_screen() -> None:
    screen = Screen(30)
    long = replace(FINDING, subject="A" * 60, file="b" * 60, message="word " * 20)
    print_findings(screen.console, [long])
    assert f"hollow  door  never-true:{'A' * 60}" in screen.lines
    assert f"        {'b' * 60}:7" in screen.lines
    assert all(len(line) <= 48 for line in screen.lines if "word" in line)


def test_text_of_a_registry_moves_no_cursor(screen: Screen) -> None:
    evil = replace(FINDING, subject="\x1b[2J", message="\x9b1m\u202e", file="\x07", reason="\x00")
    print_findings(screen.console, [evil])
    print_unchecked(screen.console, ["\x1b]0;title\x07"])
    print_switched_off(screen.console, [SwitchedOff(("\x1b[2J",), ("\x07",), ("\x9b",), "")])
    print_mutants(
        screen.console,
        [strength("\x1b[2J", Score((replace(mutant(MutantStatus.SURVIVED), diff="+\x1b"),)))],
        [MutantStatus.SURVIVED],
    )
    assert not set("".join(screen.lines)) & {"\x1b", "\x9b", "\u202e", "\x07", "\x00"}


def test_what_constants_switch_off_is_a_line_for_each(screen: Screen) -> None:
    one = SwitchedOff(("Lock", "Lock_two"), ("Attack",), ("Steal", "Break"), "Lock.tla")
    print_switched_off(screen.console, [one, replace(one, constants=("A", "B"))])
    assert screen.lines == [
        "off by constant Attack: Steal, Break (Lock, Lock_two)",
        "off by constants A, B: Steal, Break (Lock, Lock_two)",
    ]


def test_figures_are_a_line_for_each_claim_with_numbers_to_the_right(screen: Screen) -> None:
    weak = Strength(claim="lamp")
    kept = score(MutantStatus.KILLED, MutantStatus.SURVIVED)
    print_strength(screen.console, [strength(kept=kept), weak])
    assert screen.lines == [
        "claim  states  depth  actions  properties  reds  witnesses    mutants",
        "door   12,345      9      2/3           1     4          5  50% (1/2)",
        "lamp        -      -      0/0           0     0          0          -",
    ]


def test_a_narrow_screen_gets_short_heads() -> None:
    screen = Screen(60)
    print_strength(screen.console, [strength()])
    assert screen.lines[0].split() == [
        "claim",
        "states",
        "deep",
        "act",
        "prop",
        "red",
        "wit",
        "mutants",
    ]
    assert all(len(line) <= 60 for line in screen.lines)


@pytest.mark.parametrize(("number", "text"), [(None, "-"), (0, "0"), (1234567, "1,234,567")])
def test_an_amount_that_is_unknown_is_not_zero(number: int | None, text: str) -> None:
    assert amount(number) == text


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (None, "-"),
        (Score((), 0, "no green"), "no green"),
        (Score((), 1), "none of 1 mutant reached"),
        (Score((), 7), "none of 7 mutants reached"),
        (score(MutantStatus.KILLED), "100% (1/1)"),
        (score(MutantStatus.SURVIVED, unreached=2), "0% (0/1, 2 not reached)"),
        (score(*MutantStatus), "25% (1/4)"),
        (score(MutantStatus.EQUIVALENT), "none of 0 mutants reached"),
    ],
)
def test_a_score_is_a_share_of_the_mutants_that_count(kept: Score | None, text: str) -> None:
    assert score_text(kept) == text


def test_a_mutant_has_its_outcome_its_place_its_change_and_what_it_allows(screen: Screen) -> None:
    kept = Score((mutant(MutantStatus.NOTICED, by="door@let-in"),))
    print_mutants(screen.console, [strength(kept=kept)], [MutantStatus.NOTICED])
    assert screen.lines == [
        "door  Open 1",
        "        noticed by a witness or the count only: door@let-in",
        "        specs/Door.tla:7",
        "        --- a",
        "        +++ b",
        "        -x = 1",
        "        +x = 2",
        "        it opens twice",
    ]


@pytest.mark.parametrize("status", MutantStatus)
def test_only_mutants_with_a_chosen_status_are_listed(screen: Screen, status: MutantStatus) -> None:
    claims = [strength(kept=score(*MutantStatus)), strength("lamp")]
    print_mutants(screen.console, claims, [status])
    assert [line.strip() for line in screen.lines if f" {status.value}" in line] == [status.value]
    assert len(screen.lines) == 8


def test_mutants_are_counted_by_their_change_and_by_their_outcome(screen: Screen) -> None:
    many = [mutant(MutantStatus.KILLED, "swap"), mutant(MutantStatus.SURVIVED, "drop")]
    more = [mutant(MutantStatus.KILLED, "swap"), mutant(MutantStatus.EQUIVALENT, "drop")]
    print_statuses(
        screen.console,
        [
            strength(kept=Score(tuple(many))),
            strength("lamp", Score(tuple(more))),
            strength("vault"),
        ],
    )
    assert [line.split() for line in screen.lines] == [
        ["change", "tried", "killed", "noticed", "survived", "late", "equal", "broken"],
        ["drop", "2", "-", "-", "1", "-", "1", "-"],
        ["swap", "2", "2", "-", "-", "-", "-", "-"],
        ["all", "4", "2", "-", "1", "-", "1", "-"],
        [],
    ]


def test_without_mutants_there_is_no_table_of_them(screen: Screen) -> None:
    print_statuses(screen.console, [strength(), strength("lamp", Score((), 5))])
    assert screen.lines == []


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (result(), "1 claim: 0 hollow findings in 1.2 s"),
        (result(FINDING), "1 claim: 1 hollow finding in 1.2 s"),
        (
            result(FINDING, replace(FINDING, reason="so")),
            "1 claim: 1 hollow finding, 1 allowed in 1.2 s",
        ),
        (result(unchecked=("a", "b")), "1 claim: 0 hollow findings, 2 not checked in 1.2 s"),
    ],
)
def test_the_last_line_counts_what_was_found_and_what_was_not(
    screen: Screen, given: AuditResult, line: str
) -> None:
    print_audit_sum(screen.console, given)
    assert screen.lines == [line]


def test_the_last_line_counts_the_mutants_that_the_budget_left(screen: Screen) -> None:
    claims = (strength(kept=Score((), 2)), strength("lamp", Score((), 3)), strength("vault"))
    print_audit_sum(screen.console, replace(result(), claims=claims))
    assert screen.lines == ["3 claims: 0 hollow findings, 5 mutants not reached in 1.2 s"]


def test_rows_are_as_wide_as_their_widest_cells() -> None:
    rows = aligned_rows([("a", "n"), ("long", "1,000"), ("b", "")], "  ")
    assert rows == ["a         n", "long  1,000", "b"]
