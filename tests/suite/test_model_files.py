"""The files that a model depends on, present or not, and which of them changed."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.registry.load import load_registry
from moltverify.suite.model_files import ChangedPaths, ModelFiles, possible_files
from moltverify.tla.dependencies import DependencyReader


def files_of(project: Path) -> ModelFiles:
    registry = load_registry(project / "specs" / "registry.yaml")
    return ModelFiles(registry, registry.models)


def test_the_files_of_all_models_and_the_registry_are_known(project: Path) -> None:
    names = {file.name for file in files_of(project).all() if file.exists()}
    assert names == {
        *("registry.yaml", "Door.tla", "Door.cfg"),
        *("Door_Unlocked.tla", "Door_Unlocked.cfg"),
    }


def test_a_module_that_is_not_there_has_a_place_in_each_folder_that_tlc_searches(
    project: Path,
) -> None:
    text = "---- MODULE Door ----\nEXTENDS Base\n====\n"
    (project / "specs" / "Door.tla").write_text(text)
    job = load_registry(project / "specs" / "registry.yaml").claims[0].models[0].job
    job = replace(job, libraries=(project / "library",))
    places = set(possible_files(job, DependencyReader()))
    for folder in ("specs", "library"):
        assert project / folder / "Base.tla" in places
        # A standard module is looked for in the same folders first.
        assert project / folder / "Naturals.tla" in places


def test_who_needs_a_file_is_named(project: Path) -> None:
    files = files_of(project)
    assert files.needing(project / "specs" / "registry.yaml") == "the registry"
    assert files.needing(project / "specs" / "Door_Unlocked.tla") == "door:unlocked"


def test_a_file_that_cannot_be_read_is_an_error_with_its_name(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = files_of(project)
    # As the reader of a file without permission, which root could read.
    monkeypatch.setattr(files.reader, "content", unreadable)
    with pytest.raises(UsageError, match=r"cannot read .*Door\.tla, which door needs: Permission"):
        files.all()


def unreadable(file: Path) -> bytes:
    raise PermissionError(13, "Permission denied", str(file))


def test_a_file_in_a_folder_that_changed_has_changed_if_it_exists(tmp_path: Path) -> None:
    folder = tmp_path / "submodule"
    folder.mkdir()
    there, gone, beside = folder / "Door.tla", folder / "Gone.tla", tmp_path / "Door.tla"
    for file in (there, beside):
        file.write_text("")
    changed = ChangedPaths({folder})
    assert changed.among({there, gone, beside}) == {there}


def test_a_file_that_is_gone_has_changed_if_git_names_it(tmp_path: Path) -> None:
    gone = tmp_path / "Gone.tla"
    assert ChangedPaths({gone}).among({gone, tmp_path / "Door.tla"}) == {gone}
