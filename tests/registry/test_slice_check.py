"""Slices that no run can have are mistakes of the registry, with the place of the key."""

from pathlib import Path

import pytest

from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry
from moltverify.registry.mistakes import Mistake

MODULE = r"""---- MODULE Gate ----
EXTENDS Naturals, TLC
CONSTANT Clients
VARIABLES kind, x
Init == kind \in 1..3 /\ x = 0
Next == x < 4 /\ x' = x + 1 /\ UNCHANGED kind
Spec == Init /\ [][Next]_<<kind, x>>
Low == x <= 4
Ends == <>(x = 4)
Moves == x' = x
IsOne == kind = 1
Size == 3
Perms == Permutations(Clients)
Seen == kind
Done == TRUE
Drawn == DRAW
====
"""
CONFIG = "SPECIFICATION Spec\nINVARIANT Low\nCONSTANT Clients = {a, b}\n"
REGISTRY = """suite: {{title: Gates}}
claims:
  - id: gate
    deadlock: allowed
{claim}    green:
      module: Gate.tla
{green}      slice: {slices}
{reds}"""
REASONS = "    reductions: {{{}: Nothing tells them apart.}}\n"


class Project:
    """A folder with one claim that has slices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("Gate.tla", MODULE.replace("DRAW", "TRUE"))
        self.write("Gate.cfg", CONFIG)

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def register(self, slices: str, claim: str = "", green: str = "", reds: str = "") -> Path:
        """Write the registry, and return its file."""
        self.write(
            "registry.yaml", REGISTRY.format(slices=slices, claim=claim, green=green, reds=reds)
        )
        return self.folder / "registry.yaml"

    def mistakes(self, slices: str, claim: str = "", green: str = "") -> list[Mistake]:
        """Return the mistakes of the registry."""
        return check_registry(self.register(slices, claim, green)).mistakes


@pytest.fixture
def gate(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_predicates_of_states_are_no_mistake(gate: Project) -> None:
    assert gate.mistakes(r'[kind = 1, "\\E n \\in {2, 4}: kind = n", IsOne]') == []


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        ("kind =", "this is no TLA+ expression: kind ="),
        ("kind = 1 )", "this is no TLA+ expression: kind = 1 )"),
        ("kid = 1", "does not define kid; did you mean 'kind'?"),
        ("kind' = 1", "a slice is about one state, without primes"),
        ("Moves", "a slice is about one state, without primes"),
        ("[](kind = 1)", "a slice is about one state, without primes"),
        ("Ends", "a slice is about one state, without primes"),
        ("Size = 3", "a slice with no variable has all initial states or none"),
    ],
)
def test_what_is_no_predicate_of_states_is_a_mistake_with_its_line(
    gate: Project, predicate: str, message: str
) -> None:
    [mistake] = gate.mistakes(f'["{predicate}"]')
    assert message in mistake.message
    assert mistake.message.startswith("slice: ")
    assert (mistake.source.line, mistake.source.column) == (7, 7)


def test_a_predicate_twice_is_a_mistake(gate: Project) -> None:
    [mistake] = gate.mistakes("[IsOne, IsOne]")
    assert mistake.message == "slice: two slices have the predicate IsOne"


@pytest.mark.parametrize(
    ("line", "kind", "why"),
    [
        ("SYMMETRY Perms", "SYMMETRY", "states that it makes equal may be in two slices"),
        ("VIEW Seen", "VIEW", "states that it makes equal may be in two slices"),
        ("CONSTRAINT Drawn", "random values", "each slice draws values of its own"),
    ],
)
def test_a_search_that_slices_would_change_is_refused(
    gate: Project, line: str, kind: str, why: str
) -> None:
    gate.write("Gate.cfg", f"{CONFIG}{line}\n")
    gate.write("Gate.tla", MODULE.replace("DRAW", "RandomElement({TRUE})"))
    found = gate.mistakes("[IsOne]", claim=REASONS.format(kind).replace("{{", "{"))
    assert any(f"{why}; leave out 'slice'" in one.message for one in found)


def test_a_postcondition_is_refused_with_its_line(gate: Project) -> None:
    gate.write("Gate.cfg", f"{CONFIG}POSTCONDITION Done\n")
    messages = [one.message for one in gate.mistakes("[IsOne]")]
    assert any("Gate.cfg:4: a POSTCONDITION is about the whole search" in one for one in messages)


def test_random_traces_have_no_slices(gate: Project) -> None:
    found = gate.mistakes("[IsOne]", green="      mode: {simulate: {traces: 9}}\n")
    assert ["random traces are none" in one.message for one in found] == [True]


def test_a_model_without_states_has_no_slices(gate: Project) -> None:
    gate.write("Gate.cfg", "CONSTANT Clients = {a, b}\n")
    found = gate.mistakes("[IsOne]", green="      kind: constant\n")
    assert any("has no initial states" in one.message for one in found)


def test_a_red_has_the_slices_of_its_green_or_its_own(gate: Project) -> None:
    reds = """    reds:
      - {id: same, replaces: {Next: Moves}, violates: Low}
      - {id: own, replaces: {Next: Moves}, violates: Low, slice: [kind = 2]}
      - {id: whole, replaces: {Next: Moves}, violates: Low, slice: []}
      - {id: random, replaces: {Next: Moves}, violates: Low, mode: {simulate: {traces: 9}}}
    reaches: [{id: two, expression: x = 2}]
"""
    models = load_registry(gate.register("[IsOne]", reds=reds)).models
    assert {model.name: model.slices for model in models} == {
        "green": ("IsOne",),
        "two": (),
        "same": ("IsOne",),
        "own": ("kind = 2",),
        "whole": (),
        "random": (),
    }
