"""Actions taken apart into conditions: along which nodes, with which texts and names."""

from pathlib import Path

import pytest

from moltverify.tla.config import Config
from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.parsed_modules import ParsedModules, parsed_modules
from moltverify.tracing.expressions import alternatives, applied_operator, expression_node
from moltverify.tracing.guard_conditions import Branch, guard_parts, prefix_formula
from moltverify.tracing.guard_parts import GuardReader

MODULE = """\
---- MODULE M ----
EXTENDS Naturals
CONSTANT Limit
VARIABLES x, y
Small(n) == n < Limit
Both(n) == /\\ n > 0
           /\\ n < Limit
Add(n) == /\\ Small(n)
          /\\ x' = x + n
          /\\ UNCHANGED y
Twice(a) == LET double == 2 * a IN Both(double) /\\ Add(double)
Any(S) == \\E n \\in S, m \\in {n} : n = m /\\ Add(n)
Pair == \\E <<a, b>> \\in {<<1, 2>>} : Add(a)
Choice(n) == IF x = 0 THEN Add(n) ELSE y' = n /\\ UNCHANGED x
Again(n) == n > 0 /\\ (Add(n) \\/ Again(n - 1))
Wide(n) == /\\ (x = 1 \\/ x = 2)
           /\\ Add(n)
Spread == \\/ Add(1)
          \\/ Add(2)
====
"""


def sources() -> ParsedModules:
    """Return the parsed module."""
    return parsed_modules([parse_module_text(MODULE, Path("M.tla"))], Config(), Path("M.cfg"))


def branches(action: str) -> tuple[list[Branch], GuardReader]:
    """Return an action taken apart."""
    reader = GuardReader(sources(), "Part")
    node = expression_node(action)
    assert node is not None
    return reader.branches(node, "", {"event": "TheEvent"}), reader


def texts(action: str) -> list[list[str]]:
    """Return the conditions of each branch."""
    return [[one.text for one in guard_parts(branch)] for branch in branches(action)[0]]


ADD = ["Small(n)", "x' = x + n", "UNCHANGED y"]


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("Add(event.n)", [ADD]),
        ("Twice(event.n)", [["n > 0", "n < Limit", *ADD]]),
        ("Any({1, event.n})", [["n = m", *ADD]]),
        # A tuple of bound names is left whole.
        ("Pair", [["\\E <<a, b>> \\in {<<1, 2>>} : Add(a)"]]),
        ("Choice(event.n)", [["x = 0", *ADD], ["~(x = 0)", "y' = n", "UNCHANGED x"]]),
        # A disjunction about one state is one condition.
        ("Wide(event.n)", [["x = 1 \\/ x = 2", *ADD]]),
        ("Spread", [ADD, ADD]),
        ("event.n > 3 /\\ Add(event.n)", [["event.n > 3", *ADD]]),
        ("x' = event.n /\\ y' = 1", [["x' = event.n", "y' = 1"]]),
    ],
)
def test_an_action_is_taken_apart(action: str, found: list[list[str]]) -> None:
    assert texts(action) == found


def test_an_operator_that_applies_itself_is_not_followed_for_ever() -> None:
    first, second = texts("Again(event.n)")
    assert first == ["n > 0", *ADD]
    assert second == ["n > 0", "Again(n - 1)"]


def test_names_are_parameters_so_that_no_text_changes() -> None:
    [branch], reader = branches("Twice(event.n)")
    first = guard_parts(branch)[0]
    definitions = dict(zip(reader.lines[::2], reader.lines[1::2], strict=True))
    name = first.call.partition("(")[0]
    assert definitions[f"{name}(n) =="].strip() == "n > 0"
    # n is 2 * a, where a is the event's n.
    assert first.call.count("TheEvent") == 1
    assert [side.text for side in first.sides] == ["n"]


def test_what_a_condition_reads_is_found_through_operators() -> None:
    [branch], _ = branches("Wide(event.n)")
    assert [part.reads for part in guard_parts(branch)] == [("x",), (), ("x",), ("y",)]


def test_a_formula_of_the_first_conditions_has_their_binders() -> None:
    [branch], _ = branches("Any({1, event.n})")
    formula = prefix_formula(branch, 1)
    assert formula.count("\\E ") == 2
    assert formula.count("(") == formula.count(")")
    whole = prefix_formula(branch, 4, "Told")
    assert whole.endswith("/\\ Told))")


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("Ask(event.a, 1)", "Ask"),
        ("(Ask)", "Ask"),
        ("event.a \\in free /\\ Ask(event.a)", "Ask"),
        ("Free /\\ Ask(event.a)", ""),
        ("\\E a \\in Links : (Ask(a))", "Ask"),
        ("Ask(1) \\/ Ask(2)", ""),
        ("x' = 1", ""),
        ("Ask(", ""),
        ("", ""),
    ],
)
def test_an_action_has_the_name_of_its_operator(text: str, operator: str) -> None:
    assert applied_operator(text) == operator


def test_what_a_disjunction_joins_can_be_told_apart() -> None:
    assert [one.strip() for one in alternatives("Ask(1) \\/ (Refuse \\/ Wait)")] == [
        "Ask(1)",
        "Refuse",
        "Wait",
    ]
    assert alternatives("Ask(1)") == ["Ask(1)"]
