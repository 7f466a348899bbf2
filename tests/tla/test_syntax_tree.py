"""Nodes of the parser: their text, lines, parts, and how they are laid out again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.syntax_tree import (
    conjuncts,
    field,
    first_error,
    has_tokens,
    laid_out,
    last_line_of,
    line_of,
    named_children,
    one_line_expression,
    parse,
    sides,
    symbol,
    text_of,
    walk,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def expression(text: str) -> Node:
    """Return the node of an expression."""
    found = parse_module_text(f"---- MODULE M ----\nA == {text}\n====\n").definition("A")
    assert found
    return found.body


def texts(nodes: list[Node]) -> list[str]:
    return [text_of(node).strip() for node in nodes]


def test_nodes_are_walked_in_the_order_of_the_text() -> None:
    found = [text_of(one) for one in walk(expression("(b + c) * d")) if not one.children]
    assert found == ["(", "b", "+", "c", ")", "*", "d"]


def test_deep_trees_are_walked_without_recursion() -> None:
    deep = expression("(\n" * 5000 + "x" + ")\n" * 5000)
    assert sum(one.type == "parentheses" for one in walk(deep)) == 5000
    assert text_of(without_parentheses(deep)) == "x"


def test_comments_are_no_named_children() -> None:
    node = expression("<<1, (* a *) 2, \\* b\n 3>>")
    assert texts(named_children(node))[1:-1] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "name", "left", "right"),
    [
        ("a + b", "plus", "a", "b"),
        ("a /\\ b", "land", "a", "b"),
        ("a => b", "implies", "a", "b"),
        ("a \\in b", "in", "a", "b"),
        ("a ∧ b", "land", "a", "b"),
    ],
)
def test_an_infix_operator_has_a_symbol_and_two_sides(
    text: str, name: str, left: str, right: str
) -> None:
    node = expression(text)
    parts = sides(node)
    assert parts
    assert (symbol(node), texts(list(parts))) == (name, [left, right])


@pytest.mark.parametrize(("text", "name"), [("[]a", "always"), ("~a", "lnot"), ("a'", "prime")])
def test_a_prefix_or_postfix_operator_has_a_symbol_and_no_two_sides(text: str, name: str) -> None:
    node = expression(text)
    assert (symbol(node), sides(node)) == (name, None)


def test_a_node_without_an_operator_has_neither() -> None:
    node = expression("f[1]")
    assert (symbol(node), sides(node), field(node, "nothing")) == ("", None, None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a", ["a"]),
        ("a /\\ b", ["a", "b"]),
        ("a /\\ b /\\ c", ["a", "b", "c"]),
        ("a /\\ (b /\\ c)", ["a", "b", "c"]),
        ("((a /\\ b))", ["a", "b"]),
        ("/\\ a\n     /\\ b", ["a", "b"]),
        ("/\\ a\n     /\\ \\/ b\n        \\/ c", ["a", "\\/ b\n        \\/ c"]),
        ("/\\ a\n     /\\ /\\ b\n        /\\ c", ["a", "b", "c"]),
        ("/\\ a", ["a"]),
        ("a \\/ b", ["a \\/ b"]),
        ("∧ a\n     ∧ b", ["a", "b"]),
        ("a ∧ b", ["a", "b"]),
    ],
)
def test_nested_conjunctions_are_one_list(text: str, parts: list[str]) -> None:
    assert texts(conjuncts(expression(text))) == parts


def test_a_conjunction_of_thousands_is_one_list() -> None:
    """Each of them is inside the next one's tree."""
    many = "\n/\\ ".join(f"(x = {number})" for number in range(3000))
    parts = conjuncts(expression(many))
    assert (len(parts), text_of(parts[-1])) == (3000, "x = 2999")


def test_a_node_ends_with_its_last_token() -> None:
    root = parse(b"---- MODULE M ----\nA == /\\ 1\n     /\\ 2\n\n\\* comment\nB == 1\n====\n")
    [a, b] = [one for one in walk(root) if one.type == "operator_definition"]
    assert (line_of(a), last_line_of(a)) == (2, 3)
    assert (line_of(b), last_line_of(b)) == (6, 6)
    # Without that the node would reach to the next definition.
    assert a.end_point[0] + 1 > 3


def test_comments_and_empty_tokens_are_no_tokens() -> None:
    root = parse(b"---- MODULE M ----\nA == /\\ 1 \\* c\n====\n")
    without = {one.type for one in walk(root) if not has_tokens(one)}
    assert "comment" in without
    assert not without & {"module", "operator_definition", "identifier", "nat_number"}


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("A == 1", None),
        ("A == 1\nB == ) 2", 3),
        ("A == ) 1\nB == ) 2", 2),
        ("(* --fair algorithm X variables ( *)\nA == 1", None),
    ],
)
def test_the_first_error_is_the_topmost_outside_comments(body: str, line: int | None) -> None:
    assert first_error(parse(f"---- MODULE M ----\n{body}\n====\n".encode())) == line


def test_an_expression_in_one_line_has_no_comments() -> None:
    node = expression("/\\ a \\* first\n     /\\ (* second *) b")
    assert one_line_expression(node) == "/\\ a /\\ b"


def test_lines_move_together_so_that_lists_keep_their_shape() -> None:
    node = expression("/\\ a\n     /\\ \\/ b\n        \\/ c")
    assert laid_out(node, 2).rstrip() == "  /\\ a\n  /\\ \\/ b\n     \\/ c"
    assert laid_out(node, 8).rstrip() == "        /\\ a\n        /\\ \\/ b\n           \\/ c"


def test_lines_move_left_only_as_far_as_all_of_them_can() -> None:
    node = expression("[n \\in S |->\n  n]")
    assert laid_out(node, 0) == "   [n \\in S |->\nn]"


def test_nodes_can_be_left_blank() -> None:
    node = expression("[]a /\\ []b")
    signs = [one for one in walk(node) if one.type == "always"]
    assert len(signs) == 2
    assert laid_out(node, 0, blanked=signs) == "  a /\\   b"


def test_threads_parse_at_the_same_time() -> None:
    texts_of_threads = [f"---- MODULE M{n} ----\nA == {n}\n====\n".encode() for n in range(8)]
    found: dict[int, str] = {}

    def read(number: int) -> None:
        for _ in range(20):
            root = parse(texts_of_threads[number])
        name = field(root.children[0], "name")
        found[number] = text_of(name) if name else ""

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"M{number}" for number in range(8)}
