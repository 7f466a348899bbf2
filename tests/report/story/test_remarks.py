"""Remarks on a verdict, in every format."""

import pytest
from msgspec.structs import replace

from moltverify.report.files.junit_xml import junit_xml
from moltverify.report.html.page import html_page
from moltverify.report.story.remarks import remarks
from moltverify.suite.possible_faults import PossibleFault
from moltverify.suite.results import ModelResult, to_json
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


DOUBTED = PossibleFault(
    "tlaplus#1145", "M.tla:5", "TLC ignores the EXCEPT", "mended in builds of TLC since 2025-02-19"
)


def test_a_known_fault_of_a_green_is_a_remark_with_what_tlc_does_and_where_it_is_mended() -> None:
    assert list(remarks(replace(made.green(), faults=(DOUBTED,)))) == [
        "tlaplus#1145 (M.tla:5): TLC ignores the EXCEPT; mended in builds of TLC since 2025-02-19"
    ]


def test_a_known_fault_that_the_registry_excludes_is_said_to_have_a_reason() -> None:
    excluded = replace(DOUBTED, excluded=True)
    [remark] = remarks(replace(made.green(), faults=(excluded,)))
    assert remark.startswith("tlaplus#1145 (M.tla:5) does not apply, the registry has a reason")


@pytest.mark.parametrize("form", ["terminal", "junit", "html", "json"])
def test_every_format_names_the_fault_its_place_and_what_mends_it(form: str) -> None:
    green = replace(sample.model("door"), faults=(DOUBTED,))
    suite = replace(sample.suite(), models=(green,), missing=())
    text = {
        "terminal": lambda: claim_text(replace(made.green(), faults=(DOUBTED,)), width=200),
        "junit": lambda: junit_of(green),
        "html": lambda: html_page(suite, sample.registry(), sample.sources()).decode(),
        "json": lambda: to_json(suite).decode(),
    }[form]()
    for part in ("tlaplus#1145", "M.tla:5", "TLC ignores the EXCEPT", "2025-02-19"):
        assert part in text


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
