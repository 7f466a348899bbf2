"""A registry comes from its record only if loading it would give the same again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from moltverify.errors import RegistryError
from moltverify.registry.load import load_registry
from moltverify.suite import loaded_registries
from moltverify.suite.loaded_registries import LoadedRegistries
from moltverify.tla.dependencies import DependencyReader
from tests.conftest import edit


@pytest.fixture
def records(tmp_path: Path) -> LoadedRegistries:
    return LoadedRegistries(tmp_path / "cache")


@pytest.fixture
def registry(project: Path) -> Path:
    """The small project's registry, with a second group whose file has no claim yet."""
    file = project / "specs" / "registry.yaml"
    edit(file, "The house}", "The house, later: {title: Later, claims: later.yaml}}")
    (file.parent / "later.yaml").write_text("claims: []\n")
    (project / ".git").mkdir()
    return file


def is_known(records: LoadedRegistries, file: Path, allow_outside: bool = False) -> bool:
    return records.known(file, allow_outside, DependencyReader()) is not None


def test_a_registry_is_known_after_it_was_loaded(records: LoadedRegistries, registry: Path) -> None:
    assert not is_known(records, registry)
    loaded = records.files_of(registry)
    known = records.known(registry, False, DependencyReader())
    assert known is not None
    assert known.registry == loaded.registry == load_registry(registry)
    assert known.digest == loaded.digest


def test_a_known_registry_reads_its_files_once(records: LoadedRegistries, registry: Path) -> None:
    records.files_of(registry)
    known = records.known(registry, False, DependencyReader())
    assert known is not None
    module = registry.parent / "Door.tla"
    before = module.read_bytes()
    module.write_text("another")
    assert known.reader.content(module) == before


def one_claim_more(specs: Path) -> None:
    (specs / "later.yaml").write_text("claims: [{id: late, green: {module: Door.tla}}]\n")


def a_file_that_shadows_a_standard_module(specs: Path) -> None:
    (specs / "Naturals.tla").write_text("---- MODULE Naturals ----\n====\n")


def a_link_that_leads_outside(specs: Path) -> None:
    elsewhere = specs.parents[1] / "elsewhere.yaml"
    shutil.move(specs / "later.yaml", elsewhere)
    (specs / "later.yaml").symlink_to(elsewhere)


def a_module_that_lies_outside(specs: Path) -> None:
    elsewhere = specs.parents[1] / "Door.tla"
    shutil.move(specs / "Door.tla", elsewhere)
    (specs / "Door.tla").symlink_to(elsewhere)


CHANGES: dict[str, Callable[[Path], None]] = {
    "the registry": lambda specs: edit(specs / "registry.yaml", "A door", "A gate"),
    "a claim in a file that had none": one_claim_more,
    "a module": lambda specs: edit(specs / "Door.tla", "====", "\n===="),
    "a config": lambda specs: edit(specs / "Door_Unlocked.cfg", "OnlyWithKey", "OnlyWithKey\n"),
    "a config that is gone": lambda specs: (specs / "Door.cfg").unlink(),
    "a module that is gone": lambda specs: (specs / "Door_Unlocked.tla").unlink(),
    "a file of claims that is gone": lambda specs: (specs / "later.yaml").unlink(),
    "a module of that name": a_file_that_shadows_a_standard_module,
    "a link": a_link_that_leads_outside,
    "a linked module": a_module_that_lies_outside,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_registry_is_not_known_after_a_change(
    records: LoadedRegistries, registry: Path, change: str
) -> None:
    records.files_of(registry)
    CHANGES[change](registry.parent)
    assert not is_known(records, registry)


def test_an_empty_config_that_is_removed_is_missed(
    records: LoadedRegistries, registry: Path
) -> None:
    config = registry.parent / "Door.cfg"
    config.write_text("")
    records.files_of(registry)
    assert is_known(records, registry)
    config.unlink()  # to the digest of all files an empty one and a missing one are the same
    assert not is_known(records, registry)
    with pytest.raises(RegistryError, match="there is no file"):
        records.files_of(registry)


def test_a_registry_is_known_by_the_name_and_the_permission_it_was_loaded_with(
    records: LoadedRegistries, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.files_of(registry)
    monkeypatch.chdir(registry.parent)
    assert not is_known(records, Path(registry.name))  # its places are of another form
    assert not is_known(records, registry, allow_outside=True)
    assert is_known(records, registry)


def test_a_machine_with_more_threads_does_not_know_it(
    records: LoadedRegistries, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.files_of(registry)
    monkeypatch.setattr(loaded_registries, "several_workers", lambda: 64)
    assert not is_known(records, registry)


def test_a_registry_with_a_config_that_no_file_has_is_not_kept(
    records: LoadedRegistries, registry: Path
) -> None:
    edit(registry, "module: Door_Unlocked.tla", "replaces: {Enter: Leave}")
    files = records.files_of(registry)
    assert files.registry.models[-1].job.config.name != "Door.cfg"
    assert not is_known(records, registry)


def test_mistakes_are_reported_each_time(records: LoadedRegistries, registry: Path) -> None:
    records.files_of(registry)
    edit(registry, "title:", "titel:")
    for _ in range(2):
        with pytest.raises(RegistryError, match="titel"):
            records.files_of(registry)
