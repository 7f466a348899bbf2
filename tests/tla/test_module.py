"""Modules: names, lines and the opening comment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.module import Definition, ModuleSyntaxError, read_module
from tests.tla.strategies import steady

_TEXT = r"""Prose with a "quote that is never closed
---------------------------- MODULE Box ----------------------------
(***************************************************************************)
(* The pairing store.                                                      *)
(*                                                                         *)
(*   - bounds: Foo == 1                                                    *)
(***************************************************************************)
EXTENDS Naturals, \* more
        Sequences
CONSTANTS A, F(_, _), B
VARIABLES x, (* VARIABLE no *)
          y
Foo(a, b(_)) ==
     LET p == 1
         q == 2 IN p + q
LOCAL f[i \in [1..2 -> {"Bar == 3"}]] == 3
(* a comment after f *)
I == INSTANCE Other WITH x <- 1
INSTANCE Third
---------------- MODULE Inner ---------
VARIABLE z
G == 1
=====
H == /\ x = 2

     /\ x' = LET r == 3
                 s == 4 IN r
a \oplus b == a
ASSUME A = 3
====
Dead == 1
"""


def test_a_module_is_read_without_its_expressions() -> None:
    """Names are those at the top level of the module itself."""
    module = read_module(_TEXT)
    assert (module.name, module.line) == ("Box", 2)
    assert module.extends == ("Naturals", "Sequences")
    assert module.instances == ("Other", "Third")
    assert module.variables == ("x", "y")
    assert module.constants == ("A", "F", "B")
    assert [each.name for each in module.definitions] == ["Foo", "f", "I", "H"]


def test_a_definition_has_its_first_and_last_line() -> None:
    """A comment after it does not belong to it."""
    module = read_module(_TEXT)
    assert module.definition("Foo") == Definition("Foo", 13, 15)
    assert module.definition("f") == Definition("f", 16, 16)
    assert module.definition("Dead") is None


def test_a_boxed_comment_is_read_without_its_box() -> None:
    """Its indentation is kept."""
    assert read_module(_TEXT).comment == "The pairing store.\n\n  - bounds: Foo == 1"


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        ("(* one line *)", "one line"),
        ("(* first\n   second\n     third *)", "first\nsecond\n  third"),
        ("(*\nfirst\n\nsecond\n*)", "first\n\nsecond"),
        ("\\* a\n\\*  b\n\\* c", "a\n b\nc"),
        ("\\* a\n\n\\* later", "a"),
        ("(* block *)\n\\* line", "block"),
        ("EXTENDS Naturals\n(* after *)", "after"),
        ("", ""),
        ("(* never closed", "never closed"),
    ],
)
def test_the_opening_comment_is_the_first_one(comment: str, text: str) -> None:
    """Adjacent comments of one kind are one; a blank line ends it."""
    assert read_module(f"---- MODULE M ----\n{comment}\n").comment == text


def test_a_text_without_a_head_is_no_module() -> None:
    """The error says what is missing."""
    with pytest.raises(ModuleSyntaxError, match="MODULE Name"):
        read_module("VARIABLE x")


@given(st.text() | st.lists(st.sampled_from(_TEXT.split())).map(" ".join))
@steady
def test_any_text_after_a_head_is_read(text: str) -> None:
    """Nothing is raised, and every line lies in the text."""
    whole = f"---- MODULE M ----\n{text}"
    for each in read_module(whole).definitions:
        assert 1 <= each.line <= each.end_line <= whole.count("\n") + 1
