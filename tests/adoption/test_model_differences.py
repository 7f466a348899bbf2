"""How two models of a design differ, by their configs and by their modules."""

from pathlib import Path

import pytest

from moltverify.adoption.model_differences import (
    ModuleKinship,
    difference_lines,
    differing,
    settings_of_config,
)
from moltverify.adoption.module_names import ModuleNames
from moltverify.tla.config import read_config
from tests.adoption.trees import DOOR, config, write_tree

BASE = read_config(config())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (config(), []),
        (config(False), ["Locked FALSE instead of TRUE"]),
        (config(properties="INVARIANT OnlyOwner"), ["no INVARIANT TypeOK"]),
        (config(more="PROPERTY Live\n"), ["PROPERTY Live"]),
        (config().replace("SPECIFICATION Spec", "SPECIFICATION Fair"), ["SPECIFICATION Fair"]),
        (config().replace("Locked = TRUE", "Locked <- Off"), ["Locked <- Off instead of TRUE"]),
        (config(more="SYMMETRY Perms\nCONSTRAINT Few\n"), ["CONSTRAINT Few", "SYMMETRY Perms"]),
    ],
)
def test_a_difference_of_two_configs_is_said_in_the_words_of_configs(
    text: str, words: list[str]
) -> None:
    found = [
        line.removesuffix(" instead of Spec") for line in difference_lines(BASE, read_config(text))
    ]
    assert found == words


def test_the_order_and_the_layout_of_a_config_make_no_difference() -> None:
    other = "INVARIANT OnlyOwner\nINVARIANT TypeOK\nCONSTANT Locked = TRUE\nCONSTANT\n"
    other += "  Visitors = {ann,   bob}\nSPECIFICATION Spec\n"
    assert differing(settings_of_config(BASE), settings_of_config(read_config(other))) == []


def test_properties_can_be_left_out_of_a_comparison() -> None:
    other = read_config(config(properties="INVARIANT TypeOK"))
    assert settings_of_config(BASE) != settings_of_config(other)
    assert settings_of_config(BASE, False) == settings_of_config(other, False)


@pytest.fixture
def kin(tmp_path: Path) -> ModuleKinship:
    """Modules that are related in each way, and one that is not."""
    modules = {
        "Door.tla": DOOR,
        "MCDoor.tla": "---- MODULE MCDoor ----\nEXTENDS Door\nTwo == 2\n====\n",
        "DoorBug.tla": DOOR.replace("MODULE Door", "MODULE DoorBug").replace(
            "v = Owner \\/ ~Locked", "TRUE"
        ),
        "House.tla": DOOR.replace("MODULE Door", "MODULE House"),
        "Other.tla": "---- MODULE Other ----\nVARIABLE y\nInit == y = 0\nNext == y' = 1\n====\n",
    }
    root = write_tree(tmp_path, modules)
    return ModuleKinship(ModuleNames([root / name for name in modules]))


def test_modules_are_nearer_the_more_they_share(kin: ModuleKinship) -> None:
    files = {one.stem: one for one in kin.modules.modules}
    door = files["Door"]
    near = [kin.of(door, files[name]) for name in ("Door", "MCDoor", "DoorBug", "House", "Other")]
    assert near == sorted(near, reverse=True)
    assert near[:2] == [3, 2]
    assert near[-1] == 0
    # A copy is one by its text, and more so by its name.
    assert 1 < near[2] < 2
    assert 0 < near[3] < 1


@pytest.mark.parametrize(
    ("name", "changed"), [("Door", []), ("MCDoor", []), ("House", []), ("DoorBug", ["Enter"])]
)
def test_the_definitions_that_a_copy_changes_are_named(
    kin: ModuleKinship, name: str, changed: list[str]
) -> None:
    files = {one.stem: one for one in kin.modules.modules}
    assert kin.changed(files["Door"], files[name]) == changed


def test_a_file_that_is_gone_is_kin_of_none(kin: ModuleKinship, tmp_path: Path) -> None:
    door = kin.modules.modules[0]
    assert kin.of(door, tmp_path / "Gone.tla") == 0
    assert kin.definitions(tmp_path / "Gone.tla") == {}
