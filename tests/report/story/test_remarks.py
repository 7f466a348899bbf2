"""Remarks on a verdict, in every format."""

from msgspec.structs import replace

from moltverify.report.files.junit_xml import junit_xml
from moltverify.report.story.remarks import remarks
from moltverify.suite.results import ModelResult
from tests import made
from tests.report import sample
from tests.report.terminal.test_console import claim_text

NOTED = replace(
    made.green(),
    note="run with one worker to avoid tlaplus#971",
    warnings=("Declaring symmetry during\n  liveness checking\x1b[2J is dangerous.",),
)


def test_a_plain_result_has_none() -> None:
    assert list(remarks(made.green())) == []


def test_a_note_and_each_warning_is_a_remark_on_one_line() -> None:
    assert list(remarks(NOTED)) == [
        "run with one worker to avoid tlaplus#971",
        "TLC warns: Declaring symmetry during liveness checking\x1b[2J is dangerous.",
    ]


def test_the_terminal_shows_them_below_the_verdict_without_control_characters() -> None:
    text = claim_text(NOTED, width=120)
    assert "run with one worker to avoid tlaplus#971" in text
    assert "TLC warns: Declaring symmetry" in text
    assert "\x1b[2J" not in text


def junit_of(result: ModelResult) -> str:
    suite = replace(sample.suite(), models=(result,), missing=())
    return junit_xml(suite, sample.registry()).decode()


def test_junit_has_them_and_what_a_green_depends_on() -> None:
    depends = replace(NOTED, conditions=("under VIEW v",), reason="holds in 6 states, under VIEW v")
    text = junit_of(depends)
    assert "holds in 6 states, under VIEW v" in text
    assert "TLC warns: Declaring symmetry" in text
    assert "\x1b" not in text
    assert "<system-out>" not in junit_of(made.green())
