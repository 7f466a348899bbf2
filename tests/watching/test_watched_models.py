"""What a change of files touches, without running a model."""

from pathlib import Path

import pytest

from moltverify.suite.loaded_registries import loaded_files
from moltverify.watching.watched_models import WatchedModels, existing_folders, real_places
from tests.conftest import edit
from tests.watching.watch_process import save


def watched(project: Path) -> WatchedModels:
    files = loaded_files(project / "specs" / "registry.yaml")
    return WatchedModels(files, files.registry.models, None)


def touched_by(models: WatchedModels, *files: Path) -> list[str]:
    return sorted(models.touched(models.near(set(real_places(files)))))


@pytest.mark.parametrize(
    ("file", "touched"),
    [
        ("Door.tla", ["door", "door:unlocked", "door@let-in"]),
        ("Door.cfg", ["door", "door@let-in"]),
        ("Door_Unlocked.tla", ["door:unlocked"]),
        ("Door_Unlocked.cfg", ["door:unlocked"]),
        ("Other.tla", []),
    ],
)
def test_a_change_touches_the_models_whose_closure_has_the_file(
    file: str, touched: list[str], project: Path
) -> None:
    models, path = watched(project), project / "specs" / file
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
    assert touched_by(models, path) == touched
    # Each change counts once.
    assert touched_by(models, path) == []


def test_a_file_that_is_written_with_the_same_bytes_touches_nothing(project: Path) -> None:
    models, module = watched(project), project / "specs" / "Door.tla"
    save(module, module.read_text())
    assert touched_by(models, module) == []


def test_a_new_file_that_hides_a_standard_module_touches_who_uses_it(project: Path) -> None:
    models, module = watched(project), project / "specs" / "FiniteSets.tla"
    module.write_text("---- MODULE FiniteSets ----\n====\n")
    assert touched_by(models, module) == ["door", "door:unlocked", "door@let-in"]


def test_a_module_that_is_used_only_since_a_change_is_watched_from_then_on(project: Path) -> None:
    models, module = watched(project), project / "specs" / "Keys.tla"
    module.write_text("---- MODULE Keys ----\n====\n")
    assert touched_by(models, module) == []
    edit(project / "specs" / "Door_Unlocked.tla", "EXTENDS Door", "EXTENDS Door, Keys")
    assert touched_by(models, project / "specs" / "Door_Unlocked.tla") == ["door:unlocked"]
    module.write_text("---- MODULE Keys ----\nKey == 1\n====\n")
    assert touched_by(models, module) == ["door:unlocked"]


def test_a_removed_file_touches_its_models_and_so_does_its_return(project: Path) -> None:
    models, module = watched(project), project / "specs" / "Door_Unlocked.tla"
    text = module.read_text()
    module.unlink()
    assert touched_by(models, module) == ["door:unlocked"]
    module.write_text(text)
    assert touched_by(models, module) == ["door:unlocked"]


def test_a_change_where_a_link_leads_touches_the_models(project: Path) -> None:
    module, real = project / "specs" / "Door_Unlocked.tla", project / "elsewhere" / "D.tla"
    real.parent.mkdir()
    module.rename(real)
    module.symlink_to(real)
    models = watched(project)
    assert real.parent.resolve() in models.folders()
    real.write_text(real.read_text() + "\n")
    assert touched_by(models, real) == ["door:unlocked"]


def test_a_changed_entry_touches_its_model_and_no_other(project: Path) -> None:
    before, registry = watched(project), project / "specs" / "registry.yaml"
    edit(registry, "distinct: 6", "distinct: 7")
    assert watched(project).differing(before) == ["door"]
    edit(registry, "suite: {title: A door with a lock}", "suite: {title: A lock}\n")
    edit(registry, "distinct: 7", "distinct: 6")
    assert watched(project).differing(before) == []


def test_more_time_touches_models_although_no_kept_verdict_depends_on_it(project: Path) -> None:
    before, registry = watched(project), project / "specs" / "registry.yaml"
    edit(registry, "timeout: 60s", "timeout: 90s")
    assert watched(project).differing(before) == list(before.models)


def test_another_sentence_in_an_entry_touches_all_models_of_the_claim(project: Path) -> None:
    before, registry = watched(project), project / "specs" / "registry.yaml"
    edit(registry, "Whoever is inside had the key.", "Who is inside had the key.")
    assert watched(project).differing(before) == list(before.models)


def test_another_jar_touches_every_model(project: Path) -> None:
    before, registry = watched(project), project / "specs" / "registry.yaml"
    pin = f"{{path: tla2tools.jar, sha256: {'0' * 64}}}"
    edit(registry, "title: A door with a lock", f"title: A door with a lock, tla2tools: {pin}")
    assert watched(project).differing(before) == list(before.models)


def test_the_base_of_a_config_without_a_file_is_one_of_the_registry_s(project: Path) -> None:
    registry = project / "specs" / "registry.yaml"
    edit(
        registry,
        "module: Door_Unlocked.tla",
        "module: Door_Unlocked.tla\n        replaces: {MayOpen: MayOpenAnybody}",
    )
    assert (project / "specs" / "Door.cfg").resolve() in watched(project).sources


def test_a_folder_that_is_missing_is_watched_from_above(tmp_path: Path) -> None:
    below = tmp_path / "specs" / "a" / "b"
    (tmp_path / "specs" / "a").mkdir(parents=True)
    found = set(existing_folders([below / "c"], tmp_path / "specs"))
    assert found == {tmp_path / "specs" / "a", tmp_path / "specs"}
