"""TLA+ in colour: no character is lost, and each part has its kind."""

from hypothesis import given
from hypothesis import strategies as st

from moltverify.registry.spec_texts import SourceFile
from moltverify.site.source_pages import numbered_lines
from moltverify.site.tla_colours import coloured_config, coloured_module
from tests.report.elements import read_html
from tests.report.hostile import ATTACK

MODULE = """---- MODULE Door ----
EXTENDS Naturals  \\* numbers
(* A block
   of two lines *)
CONSTANT KEY
VARIABLE door
Init == door = "TRUE" /\\ KEY \\in SUBSET {1}
Next == UNCHANGED door
====
"""


def parts(kind: str) -> list[str]:
    return [text for found, text in coloured_module(MODULE) if found == kind]


def test_comments_and_strings_are_aside() -> None:
    assert parts("i") == ["\\* numbers", "(* A block\n   of two lines *)", '"TRUE"']


def test_keywords_are_marked_and_names_in_capitals_are_not() -> None:
    assert parts("b") == [
        "MODULE", "EXTENDS", "CONSTANT", "VARIABLE", "SUBSET", "UNCHANGED",
    ]  # fmt: skip


@given(st.text())
def test_no_text_loses_a_character(text: str) -> None:
    safe = text.encode("utf-8", "replace").decode()
    assert "".join(part for _, part in coloured_module(safe)) == safe
    assert "".join(part for _, part in coloured_config(safe)) == safe


def test_each_line_has_an_anchor_also_inside_a_comment_of_several_lines() -> None:
    file = SourceFile("Door.tla", MODULE, "")
    lines = list(read_html(numbered_lines(file).encode()).all("span"))
    assert [one.attributes["id"] for one in lines] == [f"L{n}" for n in range(1, 10)]
    assert lines[3].one("i").text == "   of two lines *)"


def test_a_hostile_module_is_text() -> None:
    file = SourceFile("x.tla", f"{MODULE}\n\\* {ATTACK}\n{ATTACK}", "")
    tree = read_html(numbered_lines(file).encode())
    assert {one.name for one in tree.all()} <= {"span", "a", "i", "b"}
    assert "\x1b" not in tree.text


def test_a_config_has_its_sections_marked() -> None:
    found = list(coloured_config('CONSTANT a = "INIT" \\* INIT\nSPECIFICATION Spec\n'))
    assert [text for kind, text in found if kind == "b"] == ["CONSTANT", "SPECIFICATION"]
    assert [text for kind, text in found if kind == "i"] == ['"INIT"', "\\* INIT"]
