"""The files behind models, as reports get them."""

import hashlib
import shutil
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.spec_texts import read_spec_texts
from tests.conftest import edit

PROJECT = Path(__file__).parents[1] / "project" / "specs"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return shutil.copytree(PROJECT, tmp_path / "specs")


def test_a_red_has_its_module_the_one_that_it_extends_and_its_config(specs: Path) -> None:
    sources = read_spec_texts(load_registry(specs / "registry.yaml"), {"door:unlocked"})
    red = sources.of("door:unlocked")
    assert red is not None
    assert [name for name, _ in red.modules] == ["Door", "Door_Unlocked"]
    assert red.config is not None
    assert red.config.path == "Door_Unlocked.cfg"
    assert sources.of("door") is None


def test_a_file_comes_with_the_digest_of_its_bytes_and_its_text(specs: Path) -> None:
    (specs / "Door.cfg").write_bytes(b"\\* \xff\n" + (specs / "Door.cfg").read_bytes())
    (green,) = read_spec_texts(load_registry(specs / "registry.yaml"), {"door"}).models
    assert green.config is not None
    assert green.config.digest == hashlib.sha256((specs / "Door.cfg").read_bytes()).hexdigest()
    assert green.config.text.startswith("\\* \ufffd\n")


def test_a_standard_module_has_no_file(specs: Path) -> None:
    (green,) = read_spec_texts(load_registry(specs / "registry.yaml"), {"door"}).models
    assert green.file_of("FiniteSets") is None


def test_a_file_that_is_gone_is_left_out(specs: Path) -> None:
    registry = load_registry(specs / "registry.yaml")
    (specs / "Door.cfg").unlink()
    (specs / "Door.tla").unlink()
    (green,) = read_spec_texts(registry, {"door"}).models
    assert (green.config, green.modules) == (None, ())


def test_modules_of_a_library_and_data_files_are_sources_too(specs: Path) -> None:
    library = specs.parent / "lib"
    library.mkdir()
    (library / "Extra.tla").write_text("---- MODULE Extra ----\n====\n")
    (specs / "log.json").write_text("[1]")
    edit(specs / "Door.tla", "EXTENDS FiniteSets", "EXTENDS FiniteSets, Extra")
    edit(specs / "registry.yaml", "{timeout: 60s}", "{timeout: 60s, library: [../lib]}")
    edit(specs / "registry.yaml", "group: house\n", "group: house\n    data: [log.json]\n")
    (green,) = read_spec_texts(load_registry(specs / "registry.yaml"), {"door"}).models
    assert [(name, file.path) for name, file in green.modules] == [
        ("Door", "Door.tla"),
        ("Extra", "../lib/Extra.tla"),
    ]
    assert [(file.path, file.text) for file in green.data] == [("log.json", "[1]")]


def test_a_data_file_that_is_gone_is_left_out(specs: Path) -> None:
    (specs / "log.json").write_text("[1]")
    edit(specs / "registry.yaml", "group: house\n", "group: house\n    data: [log.json]\n")
    registry = load_registry(specs / "registry.yaml")
    (specs / "log.json").unlink()
    (green,) = read_spec_texts(registry, {"door"}).models
    assert green.data == ()
