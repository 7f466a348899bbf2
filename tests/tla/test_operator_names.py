"""One name for all spellings of an operator."""

import pytest

from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.operator_names import PUNCTUATION, SYNONYMS
from moltverify.tla.parsed_modules import references
from moltverify.tla.syntax_tree import language


def defined(spelling: str) -> str:
    """Return the name of an infix operator that is defined in this spelling."""
    [one] = parse_module_text(f"---- MODULE M ----\na {spelling} b == a\n====\n").definitions
    return one.name


def used(expression: str) -> list[str]:
    """Return the names to which an expression refers."""
    [one] = parse_module_text(f"---- MODULE M ----\nA == {expression}\n====\n").definitions
    return list(references(one.body))


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("\\leq", ["\\leq", "<=", "=<", "≤"]),
        ("\\geq", ["\\geq", ">=", "≥"]),
        ("\\circ", ["\\o", "\\circ", "∘"]),
        ("\\oplus", ["(+)", "\\oplus", "⊕"]),
        ("\\otimes", ["(\\X)", "\\otimes", "⊗"]),
        ("\\prec", ["\\prec", "≺"]),
        ("\\cap", ["\\cap", "\\intersect", "∩"]),
        ("..", ["..", "‥"]),
        ("...", ["...", "…"]),
        ("||", ["||", "‖"]),
        ("??", ["??", "⁇"]),
        ("!!", ["!!", "‼"]),
        ("|-", ["|-", "⊢"]),
        ("=|", ["=|", "⫤"]),
        (":=", [":=", "≔"]),
        ("::=", ["::=", "⩴"]),
        ("+", ["+"]),
        ("@@", ["@@"]),
        ("$$", ["$$"]),
    ],
)
def test_the_spellings_of_an_operator_have_one_name(name: str, spellings: list[str]) -> None:
    assert {spelling: defined(spelling) for spelling in spellings} == dict.fromkeys(spellings, name)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("x <= y", ["x", "\\leq", "y"]),
        ("x =< y", ["x", "\\leq", "y"]),
        ("-x", ["-.", "x"]),
        ("x^+", ["x", "^+"]),
        ("F(+, x)", ["F", "+", "x"]),
        ("I!+(x, y)", ["I", "+", "x", "y"]),
        ("□x", ["[]", "x"]),
        ("x ∧ y", ["x", "/\\", "y"]),
    ],
)
def test_a_use_has_the_name_of_the_definition(expression: str, names: list[str]) -> None:
    assert sorted(used(expression)) == sorted(names)


def test_the_tables_name_node_types_of_the_grammar() -> None:
    grammar = language()
    known = {grammar.node_kind_for_id(number) for number in range(grammar.node_kind_count)}
    assert {*PUNCTUATION, *SYNONYMS} <= known
