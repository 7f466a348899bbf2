"""The check of a registry's files before a run, and the notes that save it."""

import os
from pathlib import Path

import pytest

from moltverify.errors import RegistryError
from moltverify.registry.load import load_registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.store.cache_folder import cache_folder
from moltverify.suite.default_store import default_store
from moltverify.suite.sound_registries import SoundRegistries, noted
from moltverify.suite.soundness import require_checked
from tests.conftest import edit


def files(project: Path) -> RegistryFiles:
    return RegistryFiles(load_registry(project / "specs" / "registry.yaml"))


def unlike_others(project: Path) -> RegistryFiles:
    """Return the files of a project that no other test has checked: the notes are shared."""
    edit(project / "specs" / "registry.yaml", "A door with a lock", str(project))
    return files(project)


def break_red(project: Path) -> None:
    """Let the red model violate an invariant that its config does not name."""
    edit(project / "specs" / "registry.yaml", "violates: OnlyWithKey", "violates: NoSuchInvariant")


def is_noted(given: RegistryFiles) -> bool:
    return SoundRegistries(cache_folder(os.environ)).has(given.digest)


def test_a_sound_registry_is_noted(project: Path) -> None:
    given = unlike_others(project)
    assert not is_noted(given)
    require_checked(given, {"door"}, use_notes=True)
    assert is_noted(given)


@pytest.mark.parametrize(("claims", "notes"), [({"door"}, False), (set(), True)])
def test_a_check_of_nothing_or_without_notes_is_not_noted(
    project: Path, claims: set[str], notes: bool
) -> None:
    given = unlike_others(project)
    require_checked(given, claims, use_notes=notes)
    assert not is_noted(given)


def test_a_part_that_was_checked_is_noted_as_that_part_only(tmp_path: Path) -> None:
    notes = SoundRegistries(tmp_path)
    notes.add("a" * 64, {"door", "gate"})
    assert notes.has("a" * 64, {"gate", "door"})
    assert not notes.has("a" * 64, {"door"})
    assert not notes.has("a" * 64, {"door", "gate", "wall"})
    assert not notes.has("a" * 64)


def test_a_note_of_all_claims_serves_every_part(tmp_path: Path) -> None:
    notes = SoundRegistries(tmp_path)
    notes.add("a" * 64)
    assert notes.has("a" * 64, {"door"})


def two_claims(project: Path) -> None:
    """Give the project a second claim, `gate`, with a mistake."""
    registry = project / "specs" / "registry.yaml"
    text = registry.read_text()
    claim = text[text.index("  - id: door") :]
    second = claim.replace("id: door", "id: gate", 1).replace("violates: Only", "violates: No")
    registry.write_text(text + second)


def test_a_note_of_one_claim_does_not_cover_another(project: Path) -> None:
    two_claims(project)
    given = unlike_others(project)
    require_checked(given, {"door"}, use_notes=True)
    assert not is_noted(given)
    with pytest.raises(RegistryError, match="NoWithKey"):
        require_checked(given, {"door", "gate"}, use_notes=True)


def test_a_mistake_is_an_error_and_never_noted(project: Path) -> None:
    break_red(project)
    given = unlike_others(project)
    for _ in range(2):
        with pytest.raises(RegistryError, match="NoSuchInvariant"):
            require_checked(given, {"door"}, use_notes=True)
    assert not is_noted(given)


def test_a_mistake_of_a_claim_that_is_not_chosen_is_no_error(project: Path) -> None:
    break_red(project)
    require_checked(unlike_others(project), set(), use_notes=True)


def test_a_change_of_a_module_ends_the_note(project: Path) -> None:
    require_checked(unlike_others(project), {"door"}, use_notes=True)
    edit(project / "specs" / "Door.tla", "====", "\\* more\n====")
    assert not is_noted(files(project))


def test_with_a_note_nothing_is_checked_again_unless_asked_for(project: Path) -> None:
    break_red(project)
    given = unlike_others(project)
    SoundRegistries(cache_folder(os.environ)).add(given.digest)
    require_checked(given, {"door"}, use_notes=True)
    with pytest.raises(RegistryError):
        require_checked(given, {"door"}, use_notes=False)


def test_notes_of_other_registries_and_of_other_folders_do_not_count(tmp_path: Path) -> None:
    notes = SoundRegistries(tmp_path / "one")
    notes.add("a" * 64)
    assert notes.has("a" * 64)
    assert not notes.has("b" * 64)
    assert not SoundRegistries(tmp_path / "two").has("a" * 64)


def test_a_damaged_note_does_not_count(tmp_path: Path) -> None:
    notes = SoundRegistries(tmp_path)
    notes.add("a" * 64)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(file.read_bytes().replace(b"aaaa", b"aaab"))
    assert not notes.has("a" * 64)


def test_a_note_is_about_the_code_that_checked() -> None:
    assert noted("a" * 64).code == noted("b" * 64).code
    assert len(noted("a" * 64).code) == 64


def test_runs_are_recorded_beside_the_folder_of_the_specs(project: Path) -> None:
    assert default_store(files(project).registry).root == project / ".moltverify"
