"""Files in one folder: whole or not at all, and never outside of it."""

from pathlib import Path

import pytest

from moltverify.store.opened_folder import opened_folder, put_in_place


def test_a_file_is_put_in_place_of_another(tmp_path: Path) -> None:
    with opened_folder(tmp_path) as folder:
        put_in_place("file", b"one", folder)
        put_in_place("file", b"two", folder)
    assert (tmp_path / "file").read_bytes() == b"two"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_link_is_replaced_and_its_target_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "folder" / "file").symlink_to(tmp_path / "target")
    with opened_folder(tmp_path / "folder") as folder:
        put_in_place("file", b"new", folder)
    assert (tmp_path / "target").read_bytes() == b"mine"
    assert not (tmp_path / "folder" / "file").is_symlink()


def test_a_file_that_cannot_be_put_in_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with opened_folder(tmp_path) as folder, pytest.raises(IsADirectoryError):
        put_in_place("file", b"new", folder)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("kind", ["missing", "file", "link"])
def test_what_is_no_folder_is_an_os_error(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "file":
        place.touch()
    if kind == "link":
        place.symlink_to(tmp_path)
    with pytest.raises(OSError, match="place"), opened_folder(place):
        pass
