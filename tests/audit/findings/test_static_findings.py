"""Findings that the text alone shows: constant properties, and what nothing uses."""

from pathlib import Path

import pytest

from moltverify.audit.findings.model_uses import (
    ModelUses,
    SharedModules,
    model_uses,
    named_operators,
)
from moltverify.audit.findings.static_findings import is_formula, static_findings
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


@pytest.mark.parametrize(
    "declaration", ["", "CONSTANTS v1, v2\n"], ids=["not declared", "declared"]
)
def test_a_name_that_equals_its_value_declares_a_model_value(
    tmp_path: Path, declaration: str
) -> None:
    safe = SAFE.replace("x < 3", "x \\notin Values")
    body = f"CONSTANT Values\n{declaration}{safe}"
    config = f"{CHECKED}CONSTANTS v1 = v1 v2 = v2 Values = {{v1, v2}}\n"
    assert found(parsed(tmp_path, body, config)) == []
    assert [one.partition(" ")[0] for one in found(parsed(tmp_path, body, config + "v3 = v4"))] == [
        "unused-constant:v3"
    ]


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


@pytest.mark.parametrize(
    "assumption",
    ["1 < 2", "Twice(1) = 2", "PrintT(Spare)", "TLCSet(1, Spare)"],
    ids=["of constants", "of an operator", "that prints", "that speaks to TLC"],
)
def test_an_assumption_that_is_a_test_is_not_found(tmp_path: Path, assumption: str) -> None:
    body = (
        f"CONSTANT Spare\nTwice(n) == 2 * n\nASSUME {assumption}\n{SAFE}Two == Twice(1) + Spare\n"
    )
    keys = found(parsed(tmp_path, body, f"{CHECKED}CONSTANT Spare = 1\n"))
    assert not [one for one in keys if one.startswith("unused-assumption")]


def test_an_operator_that_an_assumption_uses_is_used(tmp_path: Path) -> None:
    body = f"Twice(n) == Two(n)\nTwo(n) == 2 * n\nASSUME Twice(1) = 2\n{SAFE}"
    assert found(parsed(tmp_path, body, CHECKED)) == []


def test_a_constant_that_only_an_assumption_uses_is_unused_where_something_behaves(
    tmp_path: Path,
) -> None:
    body = f"CONSTANT Spare\nTwice(n) == n * Spare\nASSUME Twice(1) = 2\n{SAFE}"
    sources = parsed(tmp_path, body, f"{CHECKED}CONSTANT Spare = 2\n")
    assert found(sources) == ["unused-constant:Spare M.tla:3"]


def test_a_module_of_assumptions_alone_is_all_test(tmp_path: Path) -> None:
    body = "CONSTANT N\nTwice(n) == 2 * n\nASSUME Twice(N) > N\nASSUME Double == Twice(2) = 4\n"
    assert found(parsed(tmp_path, body, "CONSTANT N = 3\n")) == []


def test_a_config_without_a_behaviour_for_a_module_without_an_assumption_checks_nothing(
    tmp_path: Path,
) -> None:
    assert found(parsed(tmp_path, "Twice(n) == 2 * n\n", "")) == [
        "no-property:M M.cfg:0",
        "unused-definition:Twice M.tla:3",
    ]


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


def uses(*models: ParsedModules) -> dict[Path, ModelUses]:
    """Return what the models use, by file."""
    found: dict[Path, ModelUses] = {}
    for model in models:
        for module in model.modules:
            file = module.file.resolve()
            found[file] = model_uses(model).joined(found.get(file, ModelUses()))
    return found


def test_what_another_model_of_the_module_uses_is_used(tmp_path: Path) -> None:
    body = f"CONSTANT Cap\n{SAFE}Capped == x < Cap\nLow == x < 9\n"
    one = parsed(tmp_path, body, f"{CHECKED}CONSTANT Cap = 3\n")
    assert [key.partition(" ")[0] for key in found(one)] == [
        "unused-constant:Cap",
        "unused-property:Capped",
        "unused-property:Low",
    ]
    (tmp_path / "M_cap.cfg").write_text("SPECIFICATION Spec\nINVARIANT Capped\nCONSTANT Cap = 3\n")
    other = read_parsed_modules(tmp_path / "M.tla", tmp_path / "M_cap.cfg")
    shared = SharedModules(uses=uses(one, other))
    keys = [each.key for each in static_findings("lamp", one, [], [], shared)]
    assert keys == ["unused-property:Low"]


def test_one_claim_of_a_module_reports_what_no_model_uses(tmp_path: Path) -> None:
    sources = parsed(
        tmp_path, f"CONSTANT Cap\n{SAFE}Low == x < 9\n", f"{CHECKED}CONSTANT Cap = 3\n"
    )
    file = (tmp_path / "M.tla").resolve()
    shared = SharedModules(reporters={file: "lamp"}, root_reporters={file: "lamp"})
    assert [each.key for each in static_findings("lamp", sources, [], [], shared)] == [
        "unused-constant:Cap",
        "unused-property:Low",
    ]
    assert list(static_findings("bulb", sources, [], [], shared)) == []
