"""Configuration files, read as TLC reads them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.config import (
    Assignment,
    Config,
    ConfigSyntaxError,
    Named,
    Override,
    read_config,
)
from moltverify.tla.config_keywords import KEYWORDS
from moltverify.tla.values import ModelValue, SetValue
from tests.tla.strategies import steady


def test_everything_a_configuration_says_is_read_with_its_line() -> None:
    """All sections, with comments between them."""
    config = read_config(
        "\\* what is checked\n"
        "SPECIFICATION Spec (* a comment\n (* nested *) SPECIFICATION No *)\n"
        "INVARIANTS TypeOK Safe\n"
        "INVARIANT Late\n"
        "PROPERTY Live\n"
        "CONSTANTS\n"
        "  N = 3  Procs = {p1, {TRUE}}\n"
        '  Name = "a\\"b"\n'
        "  Write <- Locked\n"
        "  Nat <- [Numbers]Small\n"
        "  f(1, x) = FALSE\n"
        "SYMMETRY Perms\n"
        "CONSTRAINT Bound\n"
        "ACTION_CONSTRAINTS Step\n"
        "VIEW Seen\n"
    )
    assert config == Config(
        specification=Named("Spec", 2),
        invariants=(Named("TypeOK", 4), Named("Safe", 4), Named("Late", 5)),
        properties=(Named("Live", 6),),
        constants=(
            Assignment("N", 3, 8),
            Assignment("Procs", SetValue((ModelValue("p1"), SetValue((True,)))), 8),
            Assignment("Name", 'a\\"b', 9),
            Assignment("f", False, 12, (1, ModelValue("x"))),
        ),
        overrides={
            "Write": Override("Write", "Locked", 10),
            "Nat": Override("Nat", "Small", 11, "Numbers"),
        },
        symmetry=Named("Perms", 13),
        constraints=(Named("Bound", 14),),
        action_constraints=(Named("Step", 15),),
        view=Named("Seen", 16),
    )


def test_init_and_next_stand_for_a_specification() -> None:
    """Which of them are needed is not the reader's question."""
    config = read_config("INIT I NEXT N\r\n")
    assert (config.init, config.next) == (Named("I", 1), Named("N", 1))


@pytest.mark.parametrize("character", [";", "\0", "é", "`", "?"])
def test_a_character_that_is_no_token_ends_the_file_and_that_is_said(character: str) -> None:
    """TLC drops the rest without a word."""
    config = read_config(f"SPECIFICATION Spec\nINVARIANT Inv {character} Inv2\n")
    assert config.invariants == (Named("Inv", 2),)
    assert config.ignored == Named(character, 2)


def test_a_whole_file_ignores_nothing() -> None:
    """Neither blanks nor comments at the end count."""
    assert read_config("SPECIFICATION Spec \\* ; and é\n\n").ignored is None


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SPECIFICATION S\nFOOBAR x", 2, 1, "expected a keyword"),
        ("SPECIFICATION S\n SPECIFICATION T", 2, 2, "appears twice"),
        ("SPECIFICATION", 1, 14, "expected a name for SPECIFICATION, found the end of the file"),
        ("SPECIFICATION S )(", 1, 17, "expected a keyword"),
        ("INVARIANT A, B", 1, 12, "expected a name for INVARIANT, found ','"),
        ("CONSTANT N = -3", 1, 14, "no negative numbers"),
        ("CONSTANT N =\nSPECIFICATION S", 2, 1, "expected a value"),
        ("CONSTANT N 3", 1, 12, "expected '=' or '<-'"),
        ("CONSTANT N <- 3", 1, 15, "expected the replacement's name"),
        ("CONSTANT N <- [M N", 1, 18, "expected ']'"),
        ("CONSTANT S = {a b}", 1, 17, "expected '}'"),
        ("CHECK_DEADLOCK", 1, 15, "expected TRUE or FALSE"),
        ("INVARIANT I\n(* open", 2, 1, "never closed"),
        ("CONSTANT S = " + "{" * 5000, 1, 115, "less deeply nested"),
        ("CONSTANT N = [M 1", 1, 17, "expected ']'"),
        ("CONSTANT N = [] 1", 1, 15, "expected a module's name"),
        ("CONSTANT [M]N = 1", 1, 10, "expected a constant's name"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, line: int, column: int, words: str) -> None:
    """Line and column are those of what was not expected."""
    with pytest.raises(ConfigSyntaxError, match=words) as caught:
        read_config(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_value_or_replacement_may_be_for_one_module() -> None:
    config = read_config("CONSTANTS N = [M]{1} F(1) = [M]2 A <- [M]B A <- [K]C A <- D A <- [M]E")
    assert config.constants == (
        Assignment("N", SetValue((1,)), 1, (), "M"),
        Assignment("F", 2, 1, (1,), "M"),
    )
    # TLC has a table for each module; the last of two lines for one module counts.
    assert sorted((one.module or "", one.replacement) for one in config.overrides.values()) == [
        ("", "D"),
        ("K", "C"),
        ("M", "E"),
    ]


def test_keywords_that_the_pinned_version_lacks_are_told() -> None:
    """TLC 2.15 would take them for names."""
    config = read_config("SPECIFICATION S\nCHECK_DEADLOCK FALSE\nPOSTCONDITION P\nALIAS A")
    assert [each.name for each in config.newer_keywords] == [
        "CHECK_DEADLOCK",
        "POSTCONDITION",
        "ALIAS",
    ]
    assert config.check_deadlock == Named("FALSE", 2)


@pytest.mark.parametrize("keyword", sorted(KEYWORDS))
def test_every_keyword_begins_a_section(keyword: str) -> None:
    """No keyword is mistaken for a name in a list."""
    rest = "x = 1" if keyword.startswith("CONSTANT") and "R" not in keyword else "x"
    config = read_config(f"INVARIANT I {keyword} {rest}")
    assert config.invariants[0] == Named("I", 1)
    assert config != read_config("INVARIANT I")


@given(st.text() | st.lists(st.sampled_from([*sorted(KEYWORDS), "x", "=", "{", "1"])).map(" ".join))
@steady
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but ConfigSyntaxError is raised."""
    with suppress(ConfigSyntaxError):
        read_config(text)
