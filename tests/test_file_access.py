"""Files with any bytes, and names that no file can have."""

from pathlib import Path

import pytest

from moltverify.file_access import (
    LONGEST_LINE,
    PIECE,
    is_file,
    open_text,
    read_start,
    read_text,
    text_pieces,
)


def test_bytes_that_are_not_utf_8_stay_visible(tmp_path: Path) -> None:
    file = tmp_path / "latin-1"
    file.write_bytes(b"\xfcber \xe2\x82\xac\r\n")
    assert read_text(file) == "\ufffdber €\r\n"


@pytest.mark.parametrize("name", ["", "nothing", "x" * 5000, "x\0y", "file/x"])
def test_a_folder_or_an_impossible_name_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    assert not is_file(tmp_path / name)
    assert is_file(tmp_path / "file")


def lines_of(file: Path, content: str) -> list[str]:
    file.write_text(content, newline="")
    with open_text(file) as lines:
        return list(lines)


@pytest.mark.parametrize("end", ["", "\n", "\nnext\r\n"])
@pytest.mark.parametrize("more", [-1, 0, 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_a_long_line_ends_with_the_number_of_characters_left_out(
    tmp_path: Path, more: int, end: str
) -> None:
    whole = "é" * (LONGEST_LINE + more)
    kept = whole if more <= 0 else f"{whole[:LONGEST_LINE]} ... {more} more characters"
    expected = f"{kept}{end}".splitlines(keepends=True)
    assert lines_of(tmp_path / "long", f"before\n{whole}{end}") == ["before\n", *expected]


def test_pieces_are_the_whole_text(tmp_path: Path) -> None:
    text = "é\r\n" * PIECE
    (tmp_path / "text").write_text(text, newline="")
    pieces = list(text_pieces(tmp_path / "text"))
    assert len(pieces) == 3
    assert "".join(pieces) == text


def test_the_start_of_a_file_may_end_inside_a_character(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes("aé".encode())
    assert read_start(tmp_path / "text", 2) == "a\ufffd"
    assert read_start(tmp_path / "text", 9) == "aé"
