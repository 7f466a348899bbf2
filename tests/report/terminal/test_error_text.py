"""An error in a module is told once, with its line and a caret."""

import io

from msgspec.structs import replace

from moltverify.report.terminal.console import Show, print_claim
from moltverify.report.terminal.error_text import module_errors, print_module_errors
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.results import ModelResult
from moltverify.tlc.outcome import Failed
from moltverify.tlc.trace import Place
from tests.report import sample

TORN = (sample.model("torn"), sample.model("torn:half"))


def printed(*results: ModelResult) -> str:
    stream = io.StringIO()
    print_module_errors(make_console(stream, False, {"COLUMNS": "60"}), sample.registry(), results)
    return stream.getvalue()


def test_an_error_is_told_once_with_all_models_that_it_took_down() -> None:
    text = printed(*TORN)
    assert text.count("Torn.tla:7:19: Was expecting") == 1
    assert "took down: torn, torn:half\n" in text


def test_the_caret_stands_below_the_column() -> None:
    lines = printed(*TORN).splitlines()
    [source] = [line for line in lines if line.startswith("     7 | ")]
    [caret] = [line for line in lines if line.endswith("^")]
    assert caret.index("^") - source.index("| ") - 2 == 18
    [error] = module_errors(sample.registry(), TORN)
    assert source.endswith(error.line)


def test_another_place_is_another_error() -> None:
    failed = TORN[1].outcome
    assert isinstance(failed, Failed)
    other = replace(TORN[1], outcome=replace(failed, place=Place("Torn", 8, 1)))
    assert len(module_errors(sample.registry(), (TORN[0], other))) == 2


def test_a_module_without_a_file_here_is_named() -> None:
    failed = TORN[0].outcome
    assert isinstance(failed, Failed)
    place = Place("MoltverifyWitness", 3, 5)
    text = printed(replace(TORN[0], outcome=replace(failed, place=place)))
    assert text.startswith("MoltverifyWitness:3:5: ")
    assert "^" not in text


def test_a_run_without_such_an_error_prints_nothing() -> None:
    assert printed(sample.model("door"), sample.model("slow")) == ""


def test_a_models_line_names_the_place_and_not_the_whole_message_again() -> None:
    stream = io.StringIO()
    claim = sample.registry().claim("torn")
    console = make_console(stream, False, {"COLUMNS": "90"})
    print_claim(console, claim, TORN, Show(errors_apart=True))
    assert stream.getvalue().count("BROKEN: parse error in Torn, line 7; see below") == 2
    assert "Was expecting" not in stream.getvalue()
