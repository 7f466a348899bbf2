"""Texts that are not parsed: what crashes the grammar's scanner, and what takes minutes."""

import subprocess
import sys
from pathlib import Path

import pytest

from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.parse_limits import MOST_BYTES, parse_obstacle
from moltverify.tla.syntax_tree import named_children, parse, walk

HEAD = "---- MODULE M ----\n"
END = "====\n"


def nested_lists(depth: int) -> str:
    return HEAD + "A == " + "/\\ " * depth + "TRUE\n====\n"


def lists_on_lines(depth: int) -> str:
    lines = "".join(" " * column + "\\/\n" for column in range(depth))
    return f"{HEAD}A ==\n{lines}{' ' * depth}TRUE\n====\n"


def proof_levels(depth: int) -> str:
    steps = "".join(f"<{level}>1 TRUE\n" for level in range(1, depth + 1))
    ends = "".join(f"<{level}> QED OBVIOUS\n" for level in range(depth, 0, -1))
    return f"{HEAD}THEOREM TRUE\n{steps}{ends}====\n"


def relative_levels(depth: int) -> str:
    return HEAD + "THEOREM TRUE PROOF\n" + "<+>1 TRUE\n" * depth + "====\n"


def lists_in_levels(depth: int) -> str:
    bullets = "\u2227 \u2228 " * (depth // 4)
    return f"{proof_levels(depth).removesuffix(END)}A == {bullets}TRUE\n====\n"


SHAPES = [nested_lists, lists_on_lines, proof_levels, relative_levels, lists_in_levels]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_what_crashes_the_grammar_is_never_parsed(shape: object) -> None:
    """Each shape is parsed as deep as the limit admits, and refused one level deeper."""
    assert callable(shape)
    deepest = next(n for n in range(50, 400) if parse_obstacle(shape(n + 1).encode()) is not None)
    assert parse(shape(deepest).encode()).type in {"source_file", "ERROR"}
    file = parse_module_text(shape(400))
    assert (file.modules, file.has_head) == ((), True)
    assert file.error_line is not None


def test_without_the_limit_the_grammar_would_crash(tmp_path: Path) -> None:
    """If this fails, the grammar is mended and the limit can go."""
    code = (
        "import sys; from moltverify.tla.syntax_tree import parse; parse(sys.stdin.buffer.read())"
    )
    command = [sys.executable, "-c", code]
    # A crash may leave a file in the working folder.
    deep, flat = (
        subprocess.run(command, input=nested_lists(depth).encode(), cwd=tmp_path, check=False)
        for depth in (2000, 2)
    )
    assert deep.returncode < 0
    assert flat.returncode == 0


def test_text_that_takes_minutes_is_never_parsed() -> None:
    nested = HEAD + "A == " + "(" * 50_000 + "1" + ")" * 50_000 + "\n====\n"
    assert parse_obstacle(nested.encode()) == 2
    assert parse_obstacle(nested.replace("(", "(\n").encode()) == 50_002
    assert parse_obstacle(nested.replace("(", "(\n").replace(")", ")\n").encode()) is None
    assert parse_obstacle(b"x" * (MOST_BYTES + 1)) == 1


def test_brackets_on_lines_of_their_own_may_nest_as_deep_as_they_like() -> None:
    file = parse_module_text(HEAD + "A == " + "{\n" * 20_000 + "}\n" * 20_000 + "B == 1\n====\n")
    assert file.error_line is None
    assert [one.name for one in file.definitions] == ["A", "B"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A == x = 1 /\\ y = 2\nB == /\\ x = 1\n     /\\ y = 2\n" * 500,
        "<1>1. TRUE\n<2>1. TRUE\n<1>2. QED\n" * 500,
        "VARIABLE " + ", ".join(f"x{number}" for number in range(3000)),
        "A == " + " /\\ ".join(f"x = {number}" for number in range(300)),
    ],
)
def test_text_as_people_write_it_is_parsed(text: str) -> None:
    assert parse_obstacle(text.encode()) is None


def test_each_byte_of_a_broken_character_is_a_column() -> None:
    """As one replacement character two bytes would share columns with the lines of letters."""
    broken = [b"\xe2\x88" * n + b"/\\ " for n in range(230)]
    letters = [b"x" * n + b"/\\ " for n in range(230)]
    assert parse_obstacle(b"\n".join(letters)) is None
    assert parse_obstacle(b"\n".join(broken)) is None
    assert parse_obstacle(b"\n".join([*broken, *letters])) is not None
    # The parser counts in the same way: the second line begins two columns after the quote.
    list_of_two = HEAD.encode() + b'A == f["\xe2\x88"] = /\\ TRUE\n' + b" " * 15 + b"/\\ TRUE\n===="
    lists = [one for one in walk(parse(list_of_two)) if one.type == "conj_list"]
    assert [len(named_children(one)) for one in lists] == [2]
