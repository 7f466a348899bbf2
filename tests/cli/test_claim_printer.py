"""Claims are printed whole and in the registry's order, whichever model ends first."""

import sys

import pytest

from moltverify.cli.claim_printer import ClaimPrinter
from moltverify.registry.records import Model
from moltverify.report.terminal.console import Show
from moltverify.report.terminal.terminal import make_console
from tests.report import sample

SHOW = Show(traces=False)
DOOR = ("door", "door@inside", "door:tailgate")
LAMP = ("lamp", "lamp:flicker")

Capture = pytest.CaptureFixture[str]


def models(*names: str) -> list[Model]:
    return [model for model in sample.registry().models if model.id in names]


def printer(*names: str, show: Show | None = SHOW, at_once: bool = True) -> ClaimPrinter:
    console = make_console(sys.stdout, None, {})
    return ClaimPrinter(sample.registry().claims, models(*names), show, console, at_once)


def headings(printed: str) -> list[str]:
    """Return the claims that were printed, by the first word of their blocks."""
    return [line.split()[0] for line in printed.splitlines() if line and line[0] != " "]


def test_a_claim_is_printed_with_its_last_result(capsys: Capture) -> None:
    printing = printer(*DOOR)
    for name in DOOR[:-1]:
        printing.take(sample.model(name))
        assert capsys.readouterr().out == ""
    printing.take(sample.model(DOOR[-1]))
    printed = capsys.readouterr().out
    assert headings(printed) == ["door"]
    assert printed.count("tailgate") == 1


def test_beside_a_line_of_progress_elsewhere_claims_wait_for_the_end(capsys: Capture) -> None:
    printing = printer(*LAMP, at_once=False)
    for name in LAMP:
        printing.take(sample.model(name))
    assert capsys.readouterr().out == ""
    printing.rest()
    assert headings(capsys.readouterr().out) == ["lamp"]


def test_a_claim_that_is_complete_waits_for_those_before_it(capsys: Capture) -> None:
    printing = printer(*DOOR, *LAMP)
    for name in (*LAMP, *DOOR[1:]):
        printing.take(sample.model(name))
    assert capsys.readouterr().out == ""
    printing.take(sample.model(DOOR[0]))
    assert headings(capsys.readouterr().out) == ["door", "lamp"]


def test_models_keep_their_order_within_a_claim(capsys: Capture) -> None:
    printing = printer(*DOOR)
    for name in reversed(DOOR):
        printing.take(sample.model(name))
    roles = [line.split()[1] for line in capsys.readouterr().out.splitlines()[1:4]]
    assert roles == ["green", "witness", "red"]


def test_only_chosen_models_are_waited_for(capsys: Capture) -> None:
    printing = printer("door:tailgate", "lamp")
    printing.take(sample.model("door:tailgate"))
    printing.take(sample.model("lamp"))
    printed = capsys.readouterr().out
    assert headings(printed) == ["door", "lamp"]
    assert "witness" not in printed


def test_a_run_that_was_stopped_prints_the_results_that_it_has(capsys: Capture) -> None:
    printing = printer(*DOOR, *LAMP)
    printing.take(sample.model("lamp:flicker"))
    printing.take(sample.model("door"))
    printing.rest()
    printed = capsys.readouterr().out
    assert headings(printed) == ["door", "lamp"]
    assert "tailgate" not in printed
    assert "flicker" in printed


def test_nothing_is_printed_twice(capsys: Capture) -> None:
    printing = printer(*LAMP)
    for name in LAMP:
        printing.take(sample.model(name))
    capsys.readouterr()
    printing.rest()
    assert capsys.readouterr().out == ""


def test_without_a_way_to_show_them_results_are_taken_in_silence(capsys: Capture) -> None:
    printing = printer(*DOOR, show=None)
    for name in DOOR:
        printing.take(sample.model(name))
    printing.rest()
    assert capsys.readouterr().out == ""
    assert list(printing.results) == list(DOOR)


def test_a_quiet_run_prints_only_what_is_not_as_expected(capsys: Capture) -> None:
    printing = printer(*LAMP, "vault", "vault:once", show=Show(quiet=True))
    for name in (*LAMP, "vault", "vault:once"):
        printing.take(sample.model(name))
    printed = capsys.readouterr().out
    assert "UNEXPECTED" in printed
    assert "flicker" not in printed
