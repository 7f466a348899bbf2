"""Files with any bytes, and names that no file can have."""

from pathlib import Path

import pytest

from moltverify.file_access import is_file, read_text


def test_bytes_that_are_not_utf_8_stay_visible(tmp_path: Path) -> None:
    file = tmp_path / "latin-1"
    file.write_bytes(b"\xfcber \xe2\x82\xac\r\n")
    assert read_text(file) == "\ufffdber €\r\n"


@pytest.mark.parametrize("name", ["", "nothing", "x" * 5000, "x\0y", "file/x"])
def test_a_folder_or_an_impossible_name_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    assert not is_file(tmp_path / name)
    assert is_file(tmp_path / "file")
