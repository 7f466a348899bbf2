"""What the records of a module file say of it: lines, text, comment, and who wrote a definition."""

from pathlib import Path

import pytest

from moltverify.tla.module import Definition, ModuleFile
from moltverify.tla.module_parser import parse_module_text
from tests.tla.modules import parsed

LINES = r"""---- MODULE M ----
EXTENDS Naturals
A == 1
B == /\ 1 = 1
     /\ 2 = 2

\* about C
C(n) ==
  IF n = 0 THEN 1
  ELSE 2 (* after the end *)
(* between *)
LOCAL
  D == 1
LOCAL F == 2  G == 3
H == /\ LET x == 1
            y == 2 IN x = y
     /\ CASE TRUE -> TRUE
          [] OTHER -> FALSE
ASSUME A = 1
a \prec b ==
  a
I == INSTANCE Naturals
====
"""


def module(body: str) -> ModuleFile:
    return parse_module_text(f"---- MODULE M ----\n{body}\n====\n")


def definition(name: str, text: str = LINES) -> Definition:
    found = parse_module_text(text).definition(name)
    assert found
    return found


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("A", 3, 3),
        # A list of conjuncts ends for the parser where the next definition begins.
        ("B", 4, 5),
        ("C", 8, 10),
        # The word LOCAL belongs to the definition.
        ("D", 12, 13),
        ("F", 14, 14),
        ("G", 14, 14),
        ("H", 15, 18),
        ("\\prec", 20, 21),
        ("I", 22, 22),
    ],
)
def test_a_definition_has_the_lines_of_its_first_and_last_token(
    name: str, first: int, last: int
) -> None:
    found = definition(name)
    assert (found.line, found.end_line) == (first, last)


def test_the_lines_of_a_definition_are_whole_lines_of_the_file() -> None:
    assert definition("C").lines(LINES) == [
        "C(n) ==",
        "  IF n = 0 THEN 1",
        "  ELSE 2 (* after the end *)",
    ]
    assert definition("F").lines(LINES) == ["LOCAL F == 2  G == 3"]


def test_the_lines_of_a_definition_have_no_line_breaks_of_windows() -> None:
    text = LINES.replace("\n", "\r\n")
    assert definition("B", text).lines(text) == ["B == /\\ 1 = 1", "     /\\ 2 = 2"]


def test_tabs_stay_in_the_lines_but_not_in_the_columns(tmp_path: Path) -> None:
    text = "---- MODULE M ----\nA ==\t/\\ TRUE\n\t/\\ FALSE\n====\n"
    file = parsed(tmp_path, text.encode())
    found = file.definition("A")
    assert found
    assert found.lines(text) == ["A ==\t/\\ TRUE", "\t/\\ FALSE"]
    assert found.body.start_point[1] == 8
    assert b"\t" not in file.text


def test_definitions_of_one_name_in_two_modules_have_different_keys() -> None:
    file = module("---- MODULE Inner ----\nA == 1\n====\nA == 2")
    outer, inner = (one.definitions["A"] for one in file.modules)
    assert (outer.key, inner.key) == (("M", "A"), ("Inner", "A"))


def test_what_stands_between_the_translators_marks_is_generated() -> None:
    file = module(
        'A == 1\n\\* BEGIN TRANSLATION (chksum(pcal) = "1")\nB == 2\n\\* END TRANSLATION\nC == 3'
    )
    [one] = file.modules
    assert {name: one.is_generated(found) for name, found in one.definitions.items()} == {
        "A": False,
        "B": True,
        "C": False,
    }


@pytest.mark.parametrize("body", ["A == 1", "\\* END TRANSLATION\nA == 1"])
def test_without_both_marks_nothing_is_generated(body: str) -> None:
    [one] = module(body).modules
    assert not one.is_generated(one.definitions["A"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---- MODULE M ----\n====\n", 1),
        ("prose\n\n---- MODULE M ----\n====\n", 3),
        ("prose ---- MODULE M ----\n====\n", 1),
        ("nothing", 1),
    ],
)
def test_the_line_of_a_file_is_that_of_the_head(text: str, line: int) -> None:
    assert parse_module_text(text).line == line


@pytest.mark.parametrize(
    ("body", "comment"),
    [
        ("(* one line *)", "one line"),
        ("(***********)\n(* in a    *)\n(*   box   *)\n(***********)\nA == 1", "in a\n  box"),
        ("\\* a\n\\* b\nA == 1", "a\nb"),
        ("EXTENDS Naturals \\* after\nA == 1", "after"),
        ("A == (* inside *) 1", "inside"),
        ('A == "(* a string *)" (* this *)', "this"),
        ("A == 1", ""),
        ("(* --algorithm X { skip } *)", "--algorithm X { skip }"),
    ],
)
def test_the_comment_of_a_file_is_the_first_one_of_the_module(body: str, comment: str) -> None:
    assert module(body).comment == comment


def test_a_comment_before_the_module_is_prose() -> None:
    text = "(* prose *)\n---- MODULE M ----\n\\* comment\n====\n"
    assert parse_module_text(text).comment == "comment"


def test_the_name_of_a_definition_in_a_module_inside_is_not_the_files() -> None:
    file = module("---- MODULE Inner ----\nA == 1\n====\nB == 2")
    assert file.definition("A") is None
    assert [one.name for one in file.definitions] == ["B"]


def test_a_second_definition_of_a_name_counts() -> None:
    """SANY refuses it; until then the later one is found, in the place of the first."""
    file = module("A == 1\nB == 2\nA == 3")
    found = file.definition("A")
    assert found
    assert (found.line, [one.name for one in file.definitions]) == (4, ["A", "B"])
