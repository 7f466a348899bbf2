"""Kept releases and packages that nobody uses are removed; what two processes make is made once."""

import os
import time
from pathlib import Path

import pytest

from moltverify.releases.made_folder import made_folder
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.release_folders import link_modules, remove_unused
from moltverify.releases.seals import MODULES, SEAL, require_sealed, seal
from moltverify.store.pruning import UNUSED


def sealed(folder: Path, age: float) -> Path:
    """Return a sealed folder that was last used so many seconds ago."""
    folder.mkdir(parents=True)
    (folder / "a.js").write_text("export {};\n")
    seal(folder)
    used = time.time() - age
    os.utime(folder / SEAL, (used, used))
    return folder


def test_what_was_not_used_for_long_is_removed(tmp_path: Path) -> None:
    old = sealed(tmp_path / "code-1" / "house-1.0-ab", UNUSED + 60)
    new = sealed(tmp_path / "code-1" / "house-1.1-ab", UNUSED - 60)
    packages = sealed(tmp_path / "packages-1" / MODULES, UNUSED + 60)
    shared = sealed(tmp_path / "modules" / "paint-1.0-ab", UNUSED + 60)
    remove_unused(tmp_path)
    assert (old.exists(), new.exists()) == (False, True)
    # With the file that names them.
    assert not packages.parent.exists()
    assert not shared.exists()


def test_a_use_renews_the_seal(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "code-1" / "house-1.0-ab", UNUSED + 60)
    require_sealed(folder)
    remove_unused(tmp_path)
    assert folder.exists()


def test_what_has_no_seal_is_not_removed(tmp_path: Path) -> None:
    part = tmp_path / "code-1" / ".part-x"
    part.mkdir(parents=True)
    remove_unused(tmp_path)
    assert part.exists()


def test_a_folder_whose_seal_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "house", 0)
    (folder / SEAL).unlink()
    (folder / SEAL).mkdir()
    with pytest.raises(UnobtainableError, match="cannot read"):
        require_sealed(folder)


def test_of_two_processes_that_make_a_folder_one_wins(tmp_path: Path) -> None:
    with made_folder(tmp_path / "house") as part:
        (part / "mine").touch()
        (tmp_path / "house").mkdir()
        (tmp_path / "house" / "theirs").touch()
    assert [one.name for one in (tmp_path / "house").iterdir()] == ["theirs"]
    assert [one.name for one in tmp_path.iterdir()] == ["house"]


def test_a_disk_that_refuses_is_said_with_the_folder(tmp_path: Path) -> None:
    with (
        pytest.raises(UnobtainableError, match=r"cannot make .*house: No space left"),
        made_folder(tmp_path / "house"),
    ):
        raise OSError(28, "No space left")


def test_a_release_is_whole_without_its_packages(tmp_path: Path) -> None:
    code = sealed(tmp_path / "code-1" / "house-1.0-ab", 0)
    packages = sealed(tmp_path / "packages-1" / MODULES, UNUSED + 60)
    link_modules(code, packages.parent)
    require_sealed(code)
    remove_unused(tmp_path)
    assert (code / MODULES).is_symlink()
    assert not (code / MODULES).exists()
    require_sealed(code)


def test_a_link_to_packages_is_replaced_and_removed(tmp_path: Path) -> None:
    code, link = tmp_path / "code", tmp_path / "code" / MODULES
    code.mkdir()
    for name in ("one", "one", "two"):
        (tmp_path / name / MODULES).mkdir(parents=True, exist_ok=True)
        link_modules(code, tmp_path / name)
        assert link.readlink() == tmp_path / name / MODULES
    link_modules(code, None)
    assert not link.is_symlink()
    link_modules(code, None)
    assert list(code.iterdir()) == []
