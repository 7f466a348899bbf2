"""Module files: what their modules declare and define, whatever stands around it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.module import ModuleFile
from moltverify.tla.module_parser import parse_module_file, parse_module_text
from tests.tla.modules import names, parsed, write_module
from tests.tla.strategies import steady

BOX = r"""Prose with a "quote that is never closed
---------------------------- MODULE Box ----------------------------
EXTENDS Naturals, \* more
        Sequences
CONSTANTS A, F(_, _), B
VARIABLES x, (* VARIABLE no *)
          y
Foo(a, b(_)) ==
     LET p == 1
         q == 2 IN p + q
LOCAL f[i \in [1..2 -> {"Bar == 3"}]] == 3
I == INSTANCE Other WITH x <- 1
INSTANCE Third
H == /\ x = 2

     /\ x' = LET r == 3
                 s == 4 IN r
ASSUME A = 3
====
Dead == 1
"""


def module(body: str) -> ModuleFile:
    """Parse a module with these units."""
    return parse_module_text(f"---- MODULE M ----\n{body}\n====\n")


def test_the_names_are_those_at_the_top_level() -> None:
    file = parse_module_text(BOX)
    [box] = file.modules
    assert file.error_line is None
    assert (file.name, file.line) == ("Box", 2)
    assert box.extended == ("Naturals", "Sequences")
    assert box.instances == ("Other", "Third")
    assert box.variables == ("x", "y")
    assert box.constants == ("A", "F", "B")
    assert names(file) == ["Foo", "f", "I", "H"]


@pytest.mark.parametrize(
    ("body", "defined"),
    [
        ("a \\prec b == a", ["\\prec"]),
        ("a ++ b == a", ["++"]),
        ("a (+) b == a", ["\\oplus"]),
        ("-. a == a", ["-."]),
        ("a ^# == a", ["^#"]),
        ("f[a \\in S, b \\in T] == a", ["f"]),
        ("F(G(_, _), a) == G(a, a)", ["F"]),
        ("LOCAL a \\prec b == a", ["\\prec"]),
        ("LOCAL\n  A == 1", ["A"]),
        ("A == 1  B == 2 C(n) == n  D == A", ["A", "B", "C", "D"]),
        ("VARIABLE x  A == 1", ["A"]),
        ("A==1 B==A=1", ["A", "B"]),
        ("1st == 1", ["1st"]),
        ("A == LET B == 1 C(n) == n IN B", ["A"]),
        ("A == LET RECURSIVE B(_) B(n) == B(n) IN B(1)", ["A"]),
        ("RECURSIVE A(_), B(_)\nA(n) == B(n)\nB(n) == A(n)", ["A", "B"]),
        ("I(n) == INSTANCE Naturals", ["I"]),
        ("LOCAL I == INSTANCE Naturals", ["I"]),
        ("LOCAL INSTANCE Naturals", []),
        ("ASSUME Named == TRUE", []),
        ("THEOREM Thm == TRUE", []),
        ("THEOREM\n  Thm == TRUE", []),
        ("THEOREM TRUE\n<1> DEFINE A == 1\n     f[n \\in S] == n\n<1> QED", []),
        ("THEOREM TRUE\n<1>1. TRUE\n<1>2. QED BY <1>1\nA == 1", ["A"]),
        ("LEMMA ASSUME NEW n \\in S PROVE n = n OBVIOUS\nA == 1", ["A"]),
        ('A == "B == 2 \\" C == 3"\nD == 4', ["A", "D"]),
        ("\\* A == 1\n(* B == 2 (* C == 3 *) D == 4 *)\nE == 5", ["E"]),
        ("(*********)\n(* A == 1 *)\n(*********)\nB == 2", ["B"]),
        ("----\nA == 1\n--------\nB == 2", ["A", "B"]),
        ("A == 1 (* between *) B == 2", ["A", "B"]),
        ('A == "===="\nB == 1', ["A", "B"]),
        ("A == 1 \\* ====\nB == 1", ["A", "B"]),
    ],
)
def test_definitions_are_found_in_every_form(body: str, defined: list[str]) -> None:
    file = module(body)
    assert file.error_line is None
    assert names(file) == defined


UNICODE = """VARIABLE x
A ≜ x ≤ 3 ∧ (∀ n ∈ {1} : n ≠ 2 ⇒ ¬(n = 2)) \u2228 □[x]_x
a ≺ b ≜ ∧ a = 1
        ∧ ∃ n ∈ {} : n = b
B ≜ [n ∈ {1} ↦ ⟨n⟩]"""
ASCII = r"""VARIABLE x
A == x <= 3 /\ (\A n \in {1} : n /= 2 => ~(n = 2)) \/ [][x]_x
a \prec b == /\ a = 1
             /\ \E n \in {} : n = b
B == [n \in {1} |-> <<n>>]"""


@pytest.mark.parametrize("body", [UNICODE, ASCII])
def test_unicode_operators_have_the_names_of_ascii(body: str) -> None:
    file = module(body)
    assert file.error_line is None
    assert names(file) == ["A", "\\prec", "B"]


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        ("CONSTANT A", ("A",)),
        ("CONSTANTS A, B(_), C(_, _)", ("A", "B", "C")),
        ("CONSTANTS _ \\prec _, -. _, _ ^#", ("\\prec", "-.", "^#")),
        ("CONSTANT A\nCONSTANT B", ("A", "B")),
        ("(* CONSTANT A *)", ()),
    ],
)
def test_constants_are_declared_as_values_and_operators(
    body: str, declared: tuple[str, ...]
) -> None:
    [one] = module(body).modules
    assert one.constants == declared


def test_assumptions_and_theorems_have_names() -> None:
    [one] = module(
        "ASSUME A == TRUE\nASSUME TRUE\nTHEOREM B == TRUE\nLEMMA C == TRUE\nAXIOM D == TRUE"
    ).modules
    assert one.statements == ("A", "B", "C", "D")
    assert one.definitions == {}


def test_a_module_inside_a_module_is_a_module_of_its_own() -> None:
    file = module(
        "A == 1\n---- MODULE Inner ----\nVARIABLE z\nINSTANCE Far\nG == 1\n"
        "---- MODULE Innermost ----\nH == 1\n====\n====\nI == INSTANCE Inner\nB == 2"
    )
    assert [one.name for one in file.modules] == ["M", "Inner", "Innermost"]
    assert [list(one.definitions) for one in file.modules] == [["A", "I", "B"], ["G"], ["H"]]
    assert file.modules[0].variables == ()
    assert file.modules[0].instances == ("Inner",)
    assert file.used == ("Far",)


@pytest.mark.parametrize(
    ("body", "used"),
    [
        ("EXTENDS Naturals, A\nI == INSTANCE B", ("Naturals", "A", "B")),
        ("LOCAL INSTANCE B WITH x <- 1, + <- Plus", ("B",)),
        ("A == LET I == INSTANCE B IN I!C", ("B",)),
        ("A(n) == INSTANCE B\nC == INSTANCE B", ("B",)),
        ("THEOREM TRUE\n<1> DEFINE I == INSTANCE B\n<1> QED", ("B",)),
        ('\\* INSTANCE B\nA == "EXTENDS C"', ()),
        ("INSTANCED == 1", ()),
        ("EXTENDS 2pc", ("2pc",)),
    ],
)
def test_the_modules_that_a_module_uses_are_those_in_its_code(
    body: str, used: tuple[str, ...]
) -> None:
    assert module(body).used == used


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("\\* \xfcber\nA == 1\nB == 2".encode("latin-1"), id="Latin-1 in a comment"),
        pytest.param('A == "\xfc"\nB == 2'.encode("latin-1"), id="Latin-1 in a string"),
        pytest.param(b"A == 1\r\nB == /\\ TRUE\r\n     /\\ TRUE\r\n", id="CRLF"),
        pytest.param(b"A\t==\t/\\ TRUE\n\t\t/\\ TRUE\nB == 1", id="tabs"),
        pytest.param(b"(* --algorithm X { { skip; } } *)\nA == 1\nB == 2", id="PlusCal"),
        pytest.param(
            b"(* --fair algorithm X begin skip; ((( *)\nA == 1\nB == 2", id="broken PlusCal"
        ),
        pytest.param(b"(* --algorithm: see below *)\nA == 1\nB == 2", id="no PlusCal"),
    ],
)
def test_bytes_around_the_definitions_do_not_hide_them(tmp_path: Path, content: bytes) -> None:
    file = parsed(tmp_path, b"---- MODULE M ----\n" + content + b"\n====\n")
    assert file.error_line is None
    assert names(file) == ["A", "B"]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff---- MODULE M ----\nA == 1\n====\n",
        'EXTENDS prose, A == 2\n--- x ---\n"open ---- MODULE M ----\nA == 1\n====\n',
        "----MODULE M----\nA == 1\n====\n",
        "---- MODULE (* comment *) M\n----\nA == 1\n====\n",
        "---- MODULE M ----\nA == 1\n====\nB == 1 )))",
        "---- MODULE M ----\nA == 1\n====\n---- MODULE N ----\nB == 1\n====\n",
        "---- MODULE M ----\nA == 1\n====\n---- MODULE N ----\nB == ) never ended",
        "---- MODULE M ----\nA == 1\n====",
    ],
)
def test_text_before_and_after_the_module_does_not_count(content: str) -> None:
    file = parse_module_text(content)
    assert file.error_line is None
    assert [one.name for one in file.modules] == ["M"]
    assert names(file) == ["A"]


@pytest.mark.parametrize("content", ["", "\n\n", "A == 1", "prose", "--- MODULE M ---\n====\n"])
def test_a_file_without_a_head_holds_no_module(content: str) -> None:
    file = parse_module_text(content)
    assert file.modules == ()
    assert not file.has_head
    assert file.error_line is not None
    assert (file.name, file.line, file.definitions, file.comment) == (None, 1, (), "")
    assert file.definition("A") is None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("---- MODULE M ----\nA == 1\nB == ) 2\nC == 3\n====\n", 3),
        ("---- MODULE M ----\nA == 1\n(* never closed\n====\n", 3),
        ("---- MODULE M ----\nA == 1\n", 2),
        ("---- MODULE M ----\n) (\n---- MODULE Inner ----\nA == 1\n====\n====\n", 2),
    ],
)
def test_the_line_of_an_error_is_where_the_parser_is_lost(content: str, line: int) -> None:
    file = parse_module_text(content)
    assert file.error_line is not None
    assert abs(file.error_line - line) <= 1
    assert file.has_head


@pytest.mark.parametrize(
    "content",
    [
        "---- MODULE M ----\n---- MODULE Inner ----\nA == 1\n====\n) (\n",
        "---- MODULE M ----\nB == (\n---- MODULE Inner ----\nA == 1\n====\n====\n",
        "---- MODULE 1 ----\n---- MODULE Inner ----\nA == 1\n====\n====\n",
        "---- MODULE ----\n---- MODULE Inner ----\nA == 1\n====\n====\n",
    ],
)
def test_a_lost_module_is_not_taken_for_the_one_inside_it(content: str) -> None:
    file = parse_module_text(content)
    assert file.error_line is not None
    # Nothing is said of the file's name where the parser is lost.
    assert file.modules == () or file.modules[0].error_line is not None


def test_definitions_beside_an_error_are_found() -> None:
    file = module("A == 1\nB == ) 2\nC == 3")
    assert file.error_line == 3
    assert {"A", "C"} <= set(names(file))


def test_a_text_with_errors_uses_all_modules_that_it_names() -> None:
    file = module("EXTENDS A\nB == )\nC == INSTANCE D \\* INSTANCE E")
    assert set(file.used) == {"A", "D", "E"}


def test_what_the_parser_cannot_read_is_no_crash_but_a_line() -> None:
    file = module("A == 1\nB == " + "/\\ " * 400 + "TRUE")
    assert (file.modules, file.error_line, file.has_head) == ((), 3, True)


def test_a_file_is_parsed_once_until_it_changes(tmp_path: Path) -> None:
    path = write_module(tmp_path, "M", "A == 1")
    first = parse_module_file(path)
    assert parse_module_file(path) is first
    write_module(tmp_path, "M", "A == 1\nB == 2")
    assert names(parse_module_file(path)) == ["A", "B"]


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        parse_module_file(tmp_path / "M.tla")


@given(st.text() | st.lists(st.sampled_from(BOX.split())).map(" ".join))
@steady
def test_any_text_after_a_head_is_read(text: str) -> None:
    whole = f"---- MODULE M ----\n{text}"
    for one in parse_module_text(whole).definitions:
        assert 1 <= one.line <= one.end_line <= whole.count("\n") + 1


def test_a_carriage_return_ends_a_line_and_its_comment() -> None:
    [one] = module("A == 1 \\* a note\rB == 2 \\* more\r\nC == 3").modules
    assert {name: one.definitions[name].line for name in one.definitions} == {
        "A": 2,
        "B": 3,
        "C": 4,
    }
