"""Probes: what their definitions say, and what a run printed of them."""

from moltverify.audit.experiments.experiments import Observation
from moltverify.audit.experiments.tlc_registers import FIRST, printed_numbers, probe_definitions
from moltverify.tla.syntax_tree import first_error, parse
from moltverify.tlc.outcome import Holds, Statistics


def observation(*printed: str) -> Observation:
    return Observation(Holds(), Statistics(), printed, 1.0)


def test_the_registers_of_all_probes_are_set_before_the_first_state() -> None:
    [assume] = [one for one in probe_definitions(2) if one.startswith("ASSUME")]
    assert f"{{{FIRST}, {FIRST + 1}}}" in assert_no_name_of_tlc(assume)


def assert_no_name_of_tlc(line: str) -> str:
    """Return a line in which operators of the module TLC come through an instance only."""
    for name in ("TLCSet", "TLCGet", "PrintT"):
        assert line.count(name) == line.count(f"!{name}")
    return line


def test_no_definition_has_a_name_that_a_model_may_have() -> None:
    for line in map(assert_no_name_of_tlc, probe_definitions(3)):
        if "==" in line:
            assert line.startswith("MoltverifyProbe")


def test_the_definitions_are_a_module() -> None:
    text = "\n".join(["---- MODULE P ----", *probe_definitions(2), "===="])
    assert first_error(parse(text.encode())) is None


def test_the_numbers_of_printed_probes_count_from_zero() -> None:
    first, third = (f'<<"moltverify saw", {FIRST + at}>>' for at in (0, 2))
    assert printed_numbers(observation(first, f"  {third} ", first)) == {0, 2}


def test_other_printed_lines_are_no_probes() -> None:
    lines = ("1", '<<"moltverify saw", "x">>', f'<<"saw", {FIRST}>>', '<<"moltverify at", 1>>')
    assert printed_numbers(observation(*lines)) == set()
