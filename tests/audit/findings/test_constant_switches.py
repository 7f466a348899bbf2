"""What constants switch off in a model's text, given the values of the conditions."""

from pathlib import Path

import pytest

from moltverify.audit.findings.constant_switches import (
    ConstantSwitch,
    constant_switches,
    off_constants,
    off_parts,
)
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import one_line_expression, text_of
from tests.audit.parsed import definition, parsed

CONFIG = "INIT Init\nNEXT Next\nCONSTANTS Attack = FALSE Mode = 1\n"
HEAD = "CONSTANTS Attack, Mode\nVARIABLE x\nInit == x = 0\n"


def switches(folder: Path, body: str, config: str = CONFIG) -> list[ConstantSwitch]:
    return constant_switches(parsed(folder, f"{HEAD}{body}", config))


def shown(switch: ConstantSwitch) -> str:
    condition, controlled = (
        one_line_expression(one) for one in (switch.condition, switch.controlled)
    )
    return f"{condition} is {switch.off_if}: {controlled}"


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("Attack /\\ x' = 2", ["Attack is False: Attack /\\ x' = 2"]),
        ("/\\ Attack\n        /\\ x' = 2", ["Attack is False: /\\ Attack /\\ x' = 2"]),
        ("\\E n \\in {1} : Attack /\\ x' = n", ["Attack is False: Attack /\\ x' = n"]),
        ("x' = IF Mode = 1 THEN x ELSE 0", ["Mode = 1 is False: x", "Mode = 1 is True: 0"]),
        ("x' = 1 /\\ (Attack => x < 2)", ["Attack is False: x < 2"]),
        ("x' = 1 /\\ (~Attack \\/ x < 2)", ["~Attack is True: x < 2"]),
        (
            "x' = CASE Mode = 1 -> 1 [] OTHER -> 2",
            ["Mode = 1 is False: 1", "Mode = 1 is True: 2"],
        ),
    ],
    ids=["conjunction", "list", "quantified", "IF", "implication", "disjunction", "CASE"],
)
def test_a_condition_of_constants_alone_is_a_switch(
    tmp_path: Path, step: str, found: list[str]
) -> None:
    assert [shown(one) for one in switches(tmp_path, f"Next == {step}\n")] == found


@pytest.mark.parametrize(
    "step",
    [
        "x < Mode /\\ x' = 2",
        "\\E n \\in {Mode} : n = 2 /\\ x' = n",
        "LET n == Mode IN n = 2 /\\ x' = n",
        "1 = 2 /\\ x' = 2",
        "Hidden /\\ x' = 2",
    ],
    ids=["a variable", "a bound name", "a local name", "no constant", "a LOCAL operator"],
)
def test_other_conditions_are_no_switch(tmp_path: Path, step: str) -> None:
    assert switches(tmp_path, f"LOCAL Hidden == Attack\nNext == {step}\n") == []


def test_a_switch_names_the_constants_behind_an_operator(tmp_path: Path) -> None:
    body = "Faulty == Mode = 2 /\\ Attack\nNext == Faulty /\\ x' = 1\n"
    found = {text_of(one.condition): one.constants for one in switches(tmp_path, body)}
    assert found["Faulty"] == ("Attack", "Mode")


BODY = """\
Steal == \\E n \\in {1, 2} : Attack /\\ Grab(n)
Grab(n) == x' = n
Both(n) == x' = n + Shared
Shared == 1
Go == x' = Shared
Lie == IF Attack THEN Both(2) ELSE FALSE
Try == IF Attack THEN Both(2) ELSE Go
Next == Go \\/ Steal \\/ (Attack /\\ Both(1)) \\/ Lie \\/ Try
"""


def off_of(folder: Path) -> tuple[ParsedModules, list[ConstantSwitch]]:
    """Return a model and its switches, which are off."""
    sources = parsed(folder, f"{HEAD}{BODY}", CONFIG)
    return sources, [one for one in constant_switches(sources) if not one.off_if]


def test_definitions_that_only_switched_off_parts_use_are_off(tmp_path: Path) -> None:
    sources, off = off_of(tmp_path)
    found = off_parts(sources, off).definitions
    assert found == {("M", "Grab"): ("Attack",), ("M", "Both"): ("Attack",)}


@pytest.mark.parametrize(
    ("name", "constants"),
    [("Steal", ["Attack"]), ("Lie", ["Attack"]), ("Try", []), ("Go", []), ("Next", [])],
)
def test_an_action_is_off_with_what_it_consists_of(
    tmp_path: Path, name: str, constants: list[str]
) -> None:
    sources, off = off_of(tmp_path)
    body = definition(sources, name).body
    assert off_constants(sources, off_parts(sources, off), body, "M") == constants


def test_without_a_switch_nothing_is_off(tmp_path: Path) -> None:
    sources, _ = off_of(tmp_path)
    found = off_parts(sources, [])
    assert (found.nodes, found.definitions) == ({}, {})
