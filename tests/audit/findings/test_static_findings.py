"""Findings that the text alone shows: constant properties, and what nothing uses."""

from pathlib import Path

import pytest

from moltverify.audit.findings.static_findings import (
    is_formula,
    named_operators,
    static_findings,
)
from moltverify.tla.config import read_config
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from tests.audit.parsed import LAMP, definition, parsed

CHECKED = "SPECIFICATION Spec\nINVARIANTS TypeOK Safe\n"
SAFE = f"{LAMP}Safe == x < 3\n"


def found(
    sources: ParsedModules, others: tuple[ParsedModules, ...] = (), witnesses: tuple[str, ...] = ()
) -> list[str]:
    """Return the key, the file and the line of each finding."""
    return [
        f"{one.key} {Path(one.file).name}:{one.line}"
        for one in static_findings("lamp", sources, others, witnesses)
    ]


def test_a_model_in_which_everything_is_used_has_no_finding(tmp_path: Path) -> None:
    assert found(parsed(tmp_path, SAFE, CHECKED)) == []


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ("", "the config checks no property at all"),
        ("INVARIANT TypeOK\n", "the config checks nothing but the type invariant"),
    ],
)
def test_a_config_that_checks_nothing_is_found(tmp_path: Path, checks: str, says: str) -> None:
    sources = parsed(tmp_path, LAMP, f"SPECIFICATION Spec\n{checks}")
    [finding] = [
        one for one in static_findings("lamp", sources, [], []) if one.key == "no-property:M"
    ]
    assert (finding.message, Path(finding.file).name) == (says, "M.cfg")


@pytest.mark.parametrize("formula", ["2 < 3", "\\A i \\in {1, 2} : i < 3", "Cap < 3"])
def test_a_property_that_speaks_of_no_variable_is_found(tmp_path: Path, formula: str) -> None:
    body = f"CONSTANT Cap\n{LAMP}Safe == {formula} /\\ Cap = 2"
    sources = parsed(tmp_path, body, f"{CHECKED}CONSTANT Cap = 2\n")
    assert found(sources) == ["constant-property:Safe M.tla:11"]


def test_a_property_that_speaks_of_a_variable_through_another_is_not_constant(
    tmp_path: Path,
) -> None:
    assert found(parsed(tmp_path, f"{LAMP}Low == x < 3\nSafe == Low", CHECKED)) == []


def test_a_constant_that_nothing_uses_is_found_where_it_is_declared(tmp_path: Path) -> None:
    body = f"CONSTANTS Cap,Spare, Other\n{LAMP}Safe == x < Cap"
    sources = parsed(tmp_path, body, f"{CHECKED}CONSTANTS Cap = 3 Spare = 1 Other = 2\n")
    assert found(sources) == ["unused-constant:Spare M.tla:3", "unused-constant:Other M.tla:3"]


def test_a_constant_that_only_a_red_uses_is_used(tmp_path: Path) -> None:
    green = parsed(tmp_path, f"CONSTANT Cap\n{SAFE}", f"{CHECKED}CONSTANT Cap = 3\n")
    red = red_of(tmp_path, "ToggleAlways == x < Cap", "Toggle <- ToggleAlways Cap = 3")
    assert found(green) == ["unused-constant:Cap M.tla:3"]
    assert found(green, (red,)) == []


def test_a_value_for_a_name_that_no_module_declares_is_found(tmp_path: Path) -> None:
    sources = parsed(tmp_path, SAFE, f"{CHECKED}CONSTANTS\n  Gone = 1\n")
    [finding] = static_findings("lamp", sources, [], [])
    assert (finding.key, finding.line) == ("unused-constant:Gone", 4)
    assert finding.message == "TLC ignores the value of Gone, which no module declares"


def test_a_value_for_an_operator_is_no_unknown_constant(tmp_path: Path) -> None:
    body = SAFE.replace("x < 3", "x < Cap") + "Cap == 9\n"
    assert found(parsed(tmp_path, body, f"{CHECKED}CONSTANT Cap = 3\n")) == []


def test_an_assumption_about_nothing_that_matters_is_found(tmp_path: Path) -> None:
    body = f"CONSTANTS Cap, Spare\nASSUME Spare > 0\nASSUME Fine == Spare < 9\n{LAMP}"
    sources = parsed(
        tmp_path, f"{body}ASSUME Cap > 0\nSafe == x < Cap", f"{CHECKED}CONSTANTS Cap = 3 Spare = 1"
    )
    assert found(sources) == [
        "unused-constant:Spare M.tla:3",
        "unused-assumption:line-4 M.tla:4",
        "unused-assumption:Fine M.tla:5",
    ]


def test_an_assumption_about_no_constant_is_found(tmp_path: Path) -> None:
    sources = parsed(tmp_path, f"ASSUME 1 < 2\n{SAFE}", CHECKED)
    [finding] = static_findings("lamp", sources, [], [])
    assert finding.message == "the assumption is about no constant, on which nothing depends"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Capped == x < 9", "unused-property:Capped"),
        ("Capped == \\A i \\in {1} : i > x", "unused-property:Capped"),
        ("Capped == /\\ x < 9\n          /\\ on", "unused-property:Capped"),
        ("Capped == ~on", "unused-property:Capped"),
        ("Capped == [](x < 9)", "unused-property:Capped"),
        ("Twice == 2 * x", "unused-definition:Twice"),
        ("Twice(n) == n < x", "unused-definition:Twice"),
        ("Fine == 2 < 3", "unused-definition:Fine"),
    ],
)
def test_a_definition_that_nothing_uses_is_found_as_what_it_looks_like(
    tmp_path: Path, text: str, key: str
) -> None:
    assert found(parsed(tmp_path, f"{SAFE}{text}", CHECKED)) == [f"{key} M.tla:11"]


def test_definitions_of_extended_modules_need_not_be_used(tmp_path: Path) -> None:
    tools = "EXTENDS Naturals\nTwice(n) == 2 * n"
    assert found(parsed(tmp_path, SAFE, CHECKED, Tools=tools)) == []


def test_what_a_witness_shows_is_used(tmp_path: Path) -> None:
    sources = parsed(tmp_path, f"{SAFE}Full == x = 2", CHECKED)
    assert found(sources) == ["unused-property:Full M.tla:11"]
    assert found(sources, witnesses=("Full",)) == []


def red_of(folder: Path, body: str, constants: str) -> ParsedModules:
    """Return a red called Red that extends the green M."""
    (folder / "Red.tla").write_text(f"---- MODULE Red ----\nEXTENDS M\n{body}\n====\n")
    (folder / "Red.cfg").write_text(f"{CHECKED}CONSTANTS {constants}\n")
    return read_parsed_modules(folder / "Red.tla", folder / "Red.cfg")


def test_an_operator_that_a_red_replaces_is_used(tmp_path: Path) -> None:
    green = parsed(tmp_path, f"{SAFE}May == x < 9\n", CHECKED)
    assert found(green) == ["unused-property:May M.tla:11"]
    red = red_of(tmp_path, "MayAlways == TRUE", "May <- MayAlways")
    assert found(green, (red,)) == []


@pytest.mark.parametrize(
    "config",
    [
        "SPECIFICATION Spec\nINVARIANT Safe\n",
        "INIT Init\nNEXT Next\nINVARIANT Safe\n",
    ],
)
def test_another_way_to_name_the_specification_need_not_be_used(
    tmp_path: Path, config: str
) -> None:
    assert "Spec" not in str(found(parsed(tmp_path, SAFE, config)))
    assert "Next" not in str(found(parsed(tmp_path, SAFE, config)))


def test_operators_of_the_pluscal_translator_need_not_be_used(tmp_path: Path) -> None:
    generated = (
        "(* --algorithm m { skip } *)\n\\* BEGIN TRANSLATION\nvars == <<x>>\nProcSet == {1}\n"
        "Odd == x > 1\n\\* END TRANSLATION\n"
    )
    assert found(parsed(tmp_path, f"{SAFE}{generated}", CHECKED)) == [
        "unused-property:Odd M.tla:15"
    ]


def test_the_names_of_a_config_are_those_of_all_its_settings() -> None:
    config = read_config(
        "SPECIFICATION A\nVIEW B\nSYMMETRY C\nINVARIANTS D E\nPROPERTY F\nCONSTRAINT G\n"
        "ACTION_CONSTRAINT H\nALIAS I\nPOSTCONDITION J\nCONSTANTS K <- L M = 1\n"
    )
    assert sorted(named_operators(config)) == sorted("ABCDEFGHIJL")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("F == TRUE", True), ("F == x = 1", True), ("F == x", False), ("F(n) == n = 1", False)],
)
def test_a_formula_is_known_by_its_shape(tmp_path: Path, text: str, is_one: bool) -> None:
    sources = parsed(tmp_path, f"{LAMP}{text}", CHECKED)
    assert is_formula(definition(sources, "F")) is is_one
