"""Reds that differ from their green in a constant, an operator, a copy or a property."""

import json
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.spec_files import SpecFiles
from moltverify.registry.twin_difference import TwinPart, twin_differences
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.model_files import possible_files
from moltverify.tla.dependencies import DependencyReader
from moltverify.tla.derived_config import DerivedConfig
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY, after, found

TANK = """---- MODULE Tank ----
EXTENDS Naturals
CONSTANTS Limit, Mode
VARIABLE x
Step == 1
Two == 2
Init == x = 0
Next == x < Limit /\\ x' = x + Step
Spec == Init /\\ [][Next]_x
Low == x < 4
NeverTwo == x # 2
====
"""
CONFIG = "SPECIFICATION Spec\nINVARIANT Low\nCONSTANTS\n  Limit = 3\n  Mode = on\n"
TWINS = """
claims:
  - id: tank
    statement: The tank never overflows.
    deadlock: allowed
    green: {module: Tank.tla, distinct: 4}
    reds:
      - {id: switch, constants: {Limit: 4}, violates: Low}
      - {id: step, replaces: {Step: Two}, violates: Low}
      - {id: both, constants: {Limit: 5, Mode: "{a, b}"}, replaces: {Step: Two}, violates: Low}
      - {id: copy, module: TankCopy.tla, config: Tank.cfg, violates: Low}
      - {id: bait, config: Bait.cfg, violates: NeverTwo}
"""


@pytest.fixture
def twins(project: Path) -> Path:
    """The project with one claim, whose reds differ from the green in several ways."""
    specs = project / "specs"
    for file in specs.glob("Door*"):
        file.unlink()
    (specs / "registry.yaml").write_text(TWINS)
    (specs / "Tank.tla").write_text(TANK)
    copy = TANK.replace("MODULE Tank", "MODULE TankCopy").replace("x < Limit", "x <= Limit")
    (specs / "TankCopy.tla").write_text(copy)
    (specs / "Tank.cfg").write_text(CONFIG)
    (specs / "Bait.cfg").write_text(CONFIG.replace("Low", "NeverTwo"))
    return project


def differences(project: Path, counting: bool = True) -> dict[str, list[str]]:
    [claim] = load_registry(project / REGISTRY).claims
    assert claim.green
    files = SpecFiles()
    return {
        red.name: [
            str(one)
            for one in twin_differences(claim.green, red, files)
            if one.counts or not counting
        ]
        for red in claim.reds
    }


def test_what_differs_is_worked_out_from_configs_and_modules(twins: Path) -> None:
    assert found(twins) == []
    assert differences(twins) == {
        "switch": ["Limit is 4 instead of 3"],
        "step": ["Step is replaced by Two"],
        "both": [
            "Limit is 5 instead of 3",
            "Mode is {a, b} instead of on",
            "Step is replaced by Two",
        ],
        "copy": ["Next is defined in another way"],
        "bait": ["NeverTwo is checked"],
    }
    assert differences(twins, counting=False)["bait"] == [
        "Low is not checked",
        "NeverTwo is checked",
    ]


def test_a_changed_definition_has_both_texts(twins: Path) -> None:
    [claim] = load_registry(twins / REGISTRY).claims
    assert claim.green
    [one] = twin_differences(claim.green, claim.reds[3], SpecFiles())
    assert (one.part, one.name) == (TwinPart.DEFINITION, "Next")
    assert "x < Limit" in one.before
    assert "x <= Limit" in one.after


def test_the_layout_of_a_copy_is_no_difference(twins: Path) -> None:
    edit(
        twins / "specs/TankCopy.tla", "Low == x < 4", "\\* The limit.\nLow ==\n   x < 4 (* here *)"
    )
    assert differences(twins)["copy"] == ["Next is defined in another way"]


def test_a_derived_config_is_read_like_a_file(twins: Path) -> None:
    config = load_registry(twins / REGISTRY).models[3].job.config
    assert config.name == "Tank-tank-both.cfg"
    assert not config.exists()
    text = config.read_text()
    assert text == config.read_bytes().decode()
    assert "Limit = 5" in text
    assert "Mode = {a, b}" in text
    assert "Step <- Two" in text
    assert "INVARIANTS Low" in text


def test_a_derived_config_is_part_of_a_models_inputs(twins: Path) -> None:
    def digests() -> dict[str, str]:
        models = load_registry(twins / REGISTRY).models
        return {model.name: InputDigests().of(model) for model in models}

    before = digests()
    edit(twins / REGISTRY, "{Limit: 4}", "{Limit: 6}")
    after_edit = digests()
    assert {name for name in before if before[name] != after_edit[name]} == {"switch"}
    edit(twins / "specs/Tank.cfg", "Mode = on", "Mode = off")
    changed = {name for name, digest in digests().items() if digest != after_edit[name]}
    assert changed == {"green", "switch", "step", "copy"}


def test_a_change_of_the_greens_config_changes_the_red_that_is_made_of_it(twins: Path) -> None:
    job = load_registry(twins / REGISTRY).models[1].job
    assert twins / "specs/Tank.cfg" in set(possible_files(job, DependencyReader()))


def test_a_path_that_is_made_of_a_derived_config_is_a_plain_one(twins: Path) -> None:
    config = load_registry(twins / REGISTRY).models[1].job.config
    assert isinstance(config, DerivedConfig)
    assert config.with_segments("a", "b") == Path("a/b")
    assert config.parent == twins / "specs"


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("constants: {Limit: 4}, ", "", "nothing differs from the green: the key 'module'"),
        ("constants: {Limit: 4}", "constants: {Limit: 4}, config: Tank.cfg", "leave out 'config'"),
        ("{Limit: 4}", '{Limit: "{"}', "no config can say this"),
        ("{Limit: 4}", '{Limit: "4 INVARIANT Two"}', "no config can say this"),
        ("{Limit: 4}", "{Limit: [4]}", "constants.Limit: expected"),
        ("{Limit: 4}", "{Limti: 4}", "sets Limti, which no module declares; did you mean 'Limit'?"),
        ("{Step: Two}", "{Step: Tow}", "names Tow, which no module defines; did you mean 'Two'?"),
        (
            "green: {module: Tank.tla, distinct: 4}",
            "title: x",
            "its module or config is the green's, and there is no key 'green'",
        ),
    ],
)
def test_a_mistake_in_a_derived_red_is_named(twins: Path, old: str, new: str, mistake: str) -> None:
    mistakes = after(twins, old, new)
    assert any(mistake in one for one in mistakes), mistakes


def test_the_rule_of_one_operator_holds_for_derived_configs_too(twins: Path) -> None:
    edit(twins / REGISTRY, "id: tank\n", "id: tank\n    twins: one-operator\n")
    named = {one.split(": ")[1] for one in found(twins)}
    assert named == {"tank:switch", "tank:both", "tank:copy", "tank:bait"}


@pytest.mark.nightly  # the tests above show each difference
@pytest.mark.tlc
def test_reds_of_each_kind_break_and_say_how_they_differ(twins: Path, moltverify: Run) -> None:
    finished = moltverify("run", "--report", f"html={twins / 'page.html'}", "--traces")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    for what in (
        "Differs: Limit is 4 instead of 3",
        "Differs: Step is replaced by Two",
        "Differs: Next is defined in another way",
        "Differs: NeverTwo is checked",
    ):
        assert what in finished.stdout
    page = (twins / "page.html").read_text()
    assert "Differs from the green: Limit is 4 instead of 3." in page
    assert "x &lt;= Limit" in page
    shown = moltverify("show", "tank:switch").stdout
    assert "Differs: Limit is 4 instead of 3" in shown
    assert "config of tank:switch, made of Tank.cfg:" in shown
    assert "  Limit = 4\n" in shown
    [claim] = json.loads(moltverify("list", "--json").stdout)["claims"]
    told = {one["id"]: one["differences"] for one in claim["models"]}
    assert told["tank"] == []
    assert told["tank:switch"] == [
        {"part": "constant", "name": "Limit", "before": "3", "after": "4"}
    ]
    assert "all cached" in moltverify("run", "--no-traces").stdout
    audit = json.loads(moltverify("audit", "--json").stdout)["findings"]
    [differs] = [one for one in audit if one["kind"] == "red-differs"]
    assert differs["subject"] == "both"
    assert differs["message"].startswith("it differs from its green in 3 ways: Limit is 5")
