"""Results in the terminal."""

import io

import pytest
from msgspec.structs import replace
from rich.text import Text

from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim
from moltverify.report.story.escaping import UNSAFE, display_width
from moltverify.report.terminal.console import (
    Show,
    print_claim,
    print_lines,
    print_missing,
    print_verdict_sum,
)
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.verdict import Verdict
from tests import made
from tests.conftest import PROJECT
from tests.report import sample

[DOOR] = load_registry(PROJECT / "specs" / "registry.yaml").claims


def claim_text(
    *results: ModelResult,
    claim: Claim = DOOR,
    show: Show | None = None,
    width: int = 80,
    encoding: str = "utf-8",
) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace")
    console = make_console(stream, None, {"COLUMNS": str(width)})
    print_claim(console, claim, results, show or Show())
    stream.flush()
    return raw.getvalue().decode(encoding)


def sum_text(suite: SuiteResult) -> str:
    stream = io.StringIO()
    print_verdict_sum(make_console(stream, None, {}), suite)
    return stream.getvalue().rstrip("\n")


def test_a_claim_is_a_block_with_a_line_per_model_and_its_counterexample() -> None:
    assert claim_text(made.green(), made.red()).splitlines() == [
        "door  Nobody is inside without the key",
        "  ✓ green              holds in 6 states                                  0.5 s",
        "  ✓ red      unlocked  violates the invariant OnlyWithKey in 3 states     0.4 s",
        "",
        "      Fault: The door is not locked.",
        "      Differs: MayOpen is replaced by MayOpenAnybody",
        "",
        "      1  The door is shut",
        '           door    "shut"',
        "           inside  {}",
        "      2  Open (its phrase failed: there is no 'waiting')",
        '           door  "shut" -> "open"',
        "      3  thief goes in",
        '           inside  + "thief"',
        "         Invariant OnlyWithKey is broken in state 3.",
        "",
        "",
    ]


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.AS_EXPECTED])
def test_what_is_not_as_expected_says_so_in_capitals(verdict: Verdict) -> None:
    text = claim_text(made.green(verdict=verdict, reason="something else happened"))
    assert f"{verdict.value.upper()}: something else happened" in text
    assert "✓" not in text


def test_a_narrow_encoding_gets_signs_in_ascii() -> None:
    text = claim_text(made.green(), made.green(verdict=Verdict.BROKEN), encoding="ascii")
    assert text.isascii()
    assert "  ok green" in text
    assert "  NO green" in text


def test_a_surprise_shows_its_counterexample_even_without_traces() -> None:
    show = Show(traces=False)
    assert "goes in" not in claim_text(made.red(), show=show)
    assert "goes in" in claim_text(made.red(verdict=Verdict.UNEXPECTED), show=show)


def test_quiet_shows_only_what_is_not_as_expected() -> None:
    show = Show(quiet=True)
    assert claim_text(made.green(), made.red(), show=show) == ""
    text = claim_text(made.green(), made.red(verdict=Verdict.UNEXPECTED), show=show)
    assert "UNEXPECTED" in text
    assert "green" not in text


def test_a_claim_without_results_says_nothing() -> None:
    assert claim_text() == ""


def test_a_cached_result_says_so_instead_of_its_time() -> None:
    text = claim_text(replace(made.green(), cached=True))
    assert text.splitlines()[1].endswith("  cached")
    assert "0.5 s" not in text


WORDS = "a reason of many words that goes on and on and on " * 10


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("words", [WORDS, "日本語 の 理由 " * 30])
def test_no_line_is_wider_than_the_terminal(width: int, words: str) -> None:
    claim = replace(DOOR, title=words, phrases={"Open": words})
    red = replace(made.red(verdict=Verdict.UNEXPECTED), reason=words, sentence=words)
    text = claim_text(made.green(reason=words), red, claim=claim, width=width)
    assert max(map(display_width, text.splitlines())) <= width
    assert text.count(words.split(maxsplit=1)[0]) >= 5 * 10


HOSTILE = "\x1b[31mred\x1b]0;x\x07\r\u202e\u2028 [bold]x[/bold]"


def test_hostile_texts_are_inert() -> None:
    claim = replace(DOOR, title=HOSTILE, phrases={"Open": HOSTILE, "Init": HOSTILE})
    red = replace(made.red(verdict=Verdict.BROKEN), sentence=HOSTILE, reason=HOSTILE)
    text = claim_text(made.green(reason=HOSTILE), red, claim=claim)
    assert not UNSAFE.search(text)
    assert "\\x1b[31mred\\x1b]0;x\\x07" in text
    assert "[bold]x[/bold]" in text


@pytest.mark.parametrize(
    ("suite", "line"),
    [
        (made.suite(made.green(), made.red()), "1 claim, 2 models: 2 as expected in 1.0 s"),
        (
            made.suite(made.green(), made.red(verdict=Verdict.UNEXPECTED), missing=("gate",)),
            "1 claim, 2 models: 1 unexpected, 1 as expected, 1 not run in 1.0 s",
        ),
        (
            made.suite(made.green(), replace(made.green("gate"), cached=True)),
            "2 claims, 2 models: 2 as expected, 1 cached in 1.0 s",
        ),
        (
            made.suite(replace(made.green(), cached=True)),
            "1 claim, 1 model: 1 as expected, all cached in 1.0 s",
        ),
        (made.suite(), "0 claims, 0 models: none run in 1.0 s"),
    ],
)
def test_the_sum_counts_by_verdict_the_worst_first(suite: SuiteResult, line: str) -> None:
    assert sum_text(suite) == line


def test_models_that_were_not_run_are_named() -> None:
    stream = io.StringIO()
    print_missing(make_console(stream, None, {}), ["door", "door:unlocked"])
    assert stream.getvalue() == "not run: door\nnot run: door:unlocked\n"


def test_a_word_wider_than_the_terminal_is_not_cut() -> None:
    stream = io.StringIO()
    console = make_console(stream, None, {"COLUMNS": "20"})
    print_lines(console, [Text("x" * 50), Text("short")])
    assert stream.getvalue().splitlines() == ["x" * 50, "short"]


def test_the_name_of_a_model_that_was_not_run_has_no_control_characters() -> None:
    stream = io.StringIO()
    print_missing(make_console(stream, None, {}), ["door\x1b[31m"])
    assert "\x1b" not in stream.getvalue()


def test_a_claim_begins_with_what_it_states_assumes_and_bounds() -> None:
    claim = replace(
        sample.registry().claim("door"),
        statement="Nobody gets in.",
        assumptions=("One door.", "One key."),
        bounds=("Two visitors.",),
    )
    stream = io.StringIO()
    console = make_console(stream, False, {"COLUMNS": "90"})
    print_claim(console, claim, [sample.model("door")], Show(about=True))
    assert stream.getvalue().splitlines()[1:4] == [
        "  claim: Nobody gets in.",
        "  assumes: One door. One key.",
        "  bounds: Two visitors.",
    ]


@pytest.mark.parametrize(("encoding", "more"), [("utf-8", "…"), ("ascii", "...")])
def test_a_long_statement_is_one_line_unless_the_whole_is_asked_for(
    encoding: str, more: str
) -> None:
    claim = replace(sample.registry().claim("door"), statement="Go away. " * 40)
    for show in (Show(about=True), Show(about=True, whole=True)):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        console = make_console(stream, False, {"COLUMNS": "60"})
        print_claim(console, claim, [sample.model("door")], show)
        stream.seek(0)
        lines = stream.read().splitlines()
        about = [line for line in lines if "o away" in line]
        assert max(map(len, about)) <= 60
        if show.whole:
            assert len(about) > 5
            assert not about[0].endswith(more)
        else:
            assert len(about) == 1
            assert about[0].endswith(f" {more}")


@pytest.mark.parametrize(
    ("drifts", "whole", "lines"),
    [
        ((), False, []),
        (("house 1: Ajar.",), False, ["  known drift: house 1: Ajar."]),
        (("house 1: Ajar.", "2: Gone."), False, ["  2 known drifts: house 1: Ajar. 2: Gone."]),
        (
            ("house 1: Ajar.", "2: \x1b[31mGone."),
            True,
            ["  known drift: house 1: Ajar.", "  known drift: 2: \\x1b[31mGone."],
        ),
    ],
)
def test_a_claim_says_which_releases_are_known_to_do_otherwise(
    drifts: tuple[str, ...], whole: bool, lines: list[str]
) -> None:
    stream = io.StringIO()
    show = Show(about=True, whole=whole, drifts={"door": drifts, "other": ("Not this.",)})
    console = make_console(stream, False, {"COLUMNS": "90"})
    print_claim(console, sample.registry().claim("door"), [sample.model("door")], show)
    assert [line for line in stream.getvalue().splitlines() if "known" in line] == lines


def test_without_about_a_claim_begins_with_its_title_only() -> None:
    assert "claim: " not in claim_text(made.green())


def test_a_disputed_green_shows_the_counterexample_of_the_other_tlc() -> None:
    [result] = made.disputed().models
    lines = claim_text(result).splitlines()
    assert lines[1].startswith("  ≠ green           DISPUTED: the verdicts differ: TLC 2.15: ")
    begin = lines.index("      On TLC 2.19:")
    assert (lines[begin - 1], lines[begin + 2]) == ("", "      1  The door is shut")
    assert any("Invariant OnlyWithKey is broken in state 3." in line for line in lines[begin:])
    assert "!= green" in claim_text(result, encoding="ascii")


def test_a_red_that_another_tlc_could_not_run_tells_no_story_that_nobody_asked_for() -> None:
    result = made.red(verdict=Verdict.INCONCLUSIVE)
    assert "The door is shut" not in claim_text(result, show=Show(traces=False))
    assert "The door is shut" in claim_text(result)


def test_the_sum_has_a_line_for_each_further_tlc() -> None:
    lines = sum_text(made.disputed()).splitlines()
    assert lines == [
        "1 claim, 1 model: 1 disputed in 1.0 s",
        "also on TLC 2.19: 1 model differs",
    ]
