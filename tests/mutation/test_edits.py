"""Edits of a module's text: every other token keeps its column."""

import pytest

from moltverify.mutation.edits import ORIGINAL, Edit, aligned_edit, apply_edits, readable_edit
from moltverify.tla.syntax_tree import parse, text_of, walk

MODULE = """\
---- MODULE M ----
A == IF x = 1 THEN /\\ y = 2
                   /\\ z = 3
              ELSE FALSE
====
"""


def changed(piece: str, new: str) -> str:
    """Return the module with the first node that begins so replaced in place."""
    nodes = walk(parse(MODULE.encode()))
    node = next(
        one for one in nodes if text_of(one).startswith(piece) and one.type != "source_file"
    )
    return apply_edits(MODULE.encode(), [aligned_edit(node, new)]).decode()


def columns(text: str) -> list[int]:
    """Return the columns of all bullets."""
    return [line.index("/\\") for line in text.split("\n") if "/\\" in line]


@pytest.mark.parametrize("new", ["a", "x < 1", "a_much_longer_condition", f"~({ORIGINAL})"])
def test_what_follows_a_replaced_piece_stays_in_its_column(new: str) -> None:
    text = changed("x = 1", new)
    assert columns(text) == columns(MODULE)
    assert "ERROR" not in {one.type for one in walk(parse(text.encode()))}


def test_a_shorter_piece_is_followed_by_blanks() -> None:
    assert changed("x = 1", "a").split("\n")[1] == "A == IF a     THEN /\\ y = 2"


def test_a_longer_piece_moves_the_rest_of_its_line_to_the_next_one() -> None:
    lines = changed("x = 1", "a = 1234").split("\n")
    assert lines[1] == "A == IF a = 1234"
    assert lines[2] == " " * 13 + " THEN /\\ y = 2"


def test_a_piece_of_several_lines_that_is_wrapped_keeps_its_columns() -> None:
    text = changed("/\\ y = 2", f"~({ORIGINAL})")
    assert columns(text) == columns(MODULE)
    assert text.count("~(") == 1


def test_no_edit_moves_another() -> None:
    edits = [Edit(0, 1, "xyz"), Edit(2, 3, ""), Edit(3, 3, "!")]
    assert apply_edits(b"abcd", edits) == b"xyzb!d"


def test_a_readable_edit_is_what_a_person_would_write() -> None:
    node = next(one for one in walk(parse(MODULE.encode())) if text_of(one) == "x = 1")
    assert b"IF ~(x = 1) THEN" in apply_edits(
        MODULE.encode(), [readable_edit(node, f"~({ORIGINAL})")]
    )
