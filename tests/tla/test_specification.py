"""What a config's specification consists of."""

from pathlib import Path

import pytest

from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import (
    FormulaPart,
    checked,
    domain_of,
    is_type_invariant,
    pieces,
    reached,
    roots,
)
from moltverify.tla.syntax_tree import conjuncts, text_of
from tests.tla.models import model

SYSTEM = """EXTENDS Naturals
CONSTANT Limit
VARIABLES x, y
vars == <<x, y>>
Start == x = 0
Init == Start /\\ y = 0
Grow == x' = x + 1 /\\ y' = y
Shrink == x' = 0 /\\ UNCHANGED y
Next == Grow \\/ Shrink
Live == WF_vars(Grow) /\\ SF_vars(Shrink)
TypeOK == x \\in 0..Limit /\\ y \\in Nat
Safe == x <= Limit
Goes == []<>(x = 0)
"""


def parts(sources: ParsedModules) -> list[tuple[str, str]]:
    """Return each piece of the specification as its part and text."""
    return [(root.part.value, text_of(root.node).strip()) for root in roots(sources)]


def names(sources: ParsedModules, part: FormulaPart) -> set[str]:
    return {one.name for one in reached(sources, part)}


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("Init /\\ [][Next]_vars", [("initial", "Init"), ("next", "Next")]),
        ("Init /\\ [][Next]_vars /\\ Live", [("initial", "Init"), ("next", "Next")]),
        ("Init /\\ [][Next]_vars /\\ WF_vars(Grow)", [("initial", "Init"), ("next", "Next")]),
        (
            "x = 0 /\\ y = 0 /\\ [][Grow]_x",
            [("initial", "x = 0"), ("initial", "y = 0"), ("next", "Grow")],
        ),
        ("/\\ Init\n  /\\ [][Next]_vars\n  /\\ Live", [("initial", "Init"), ("next", "Next")]),
        ("Init /\\ [][(Grow \\/ Shrink)]_vars", [("initial", "Init"), ("next", "Grow \\/ Shrink")]),
        ("Init ∧ □[Next]_vars", [("initial", "Init"), ("next", "Next")]),
    ],
)
def test_a_formula_has_initial_predicates_and_steps_and_fairness_is_neither(
    tmp_path: Path, formula: str, found: list[tuple[str, str]]
) -> None:
    sources = model(tmp_path, f"{SYSTEM}Spec ==\n  {formula}\n", "SPECIFICATION Spec")
    assert parts(sources) == found


def test_a_formula_is_followed_through_the_names_that_it_is_made_of(tmp_path: Path) -> None:
    more = "Moves == [][Next]_vars\nWhole == Init /\\ Moves\nSpec == Whole /\\ Live\n"
    sources = model(tmp_path, SYSTEM + more, "SPECIFICATION Spec")
    assert parts(sources) == [("initial", "Init"), ("next", "Next")]


def test_a_formula_that_is_a_part_of_itself_ends(tmp_path: Path) -> None:
    more = "Spec == Init /\\ [][Next]_vars /\\ Other\nOther == Spec /\\ Other\n"
    sources = model(tmp_path, SYSTEM + more, "SPECIFICATION Spec")
    assert ("next", "Next") in parts(sources)


def test_init_and_next_are_the_bodies_of_what_the_config_names(tmp_path: Path) -> None:
    sources = model(tmp_path, SYSTEM, "INIT Start\nNEXT Grow")
    assert parts(sources) == [("initial", "x = 0"), ("next", "x' = x + 1 /\\ y' = y")]


@pytest.mark.parametrize("config", ["", "SPECIFICATION Missing", "INIT Missing\nNEXT Missing"])
def test_a_config_that_names_nothing_known_has_no_pieces(tmp_path: Path, config: str) -> None:
    assert roots(model(tmp_path, SYSTEM, config)) == []


def test_a_root_has_a_name_if_it_is_nothing_else(tmp_path: Path) -> None:
    spec = f"{SYSTEM}Spec == x = 0 /\\ [][Next]_vars\n"
    found = roots(model(tmp_path, spec, "SPECIFICATION Spec"))
    assert [(root.name, root.module) for root in found] == [(None, "M"), ("Next", "M")]


def test_what_the_parts_reach_are_all_definitions_below_them(tmp_path: Path) -> None:
    spec = f"{SYSTEM}Spec == Init /\\ [][Next]_vars /\\ Live\n"
    sources = model(tmp_path, spec, "SPECIFICATION Spec")
    assert names(sources, FormulaPart.INITIAL) == {"Init", "Start"}
    assert names(sources, FormulaPart.NEXT) == {"Next", "Grow", "Shrink"}


def test_a_replaced_action_is_reached_in_its_place(tmp_path: Path) -> None:
    config = "INIT Init\nNEXT Next\nCONSTANT Grow <- Leap"
    sources = model(tmp_path, f"{SYSTEM}Leap == x' = x + 2 /\\ y' = y\n", config)
    assert names(sources, FormulaPart.NEXT) == {"Leap", "Shrink"}


def test_what_is_checked_are_the_invariants_and_properties_of_the_config(tmp_path: Path) -> None:
    config = "INIT Init\nNEXT Next\nPROPERTY Goes\nINVARIANTS Safe TypeOK Missing"
    assert [one.name for one in checked(model(tmp_path, SYSTEM, config))] == [
        "Safe",
        "TypeOK",
        "Goes",
    ]


@pytest.mark.parametrize(
    ("definition", "is_one"),
    [
        ("Domains == x \\in Nat /\\ y \\in 0..Limit", True),
        ("Domains == /\\ x \\in Nat\n           /\\ y \\subseteq Nat", True),
        ("Domains == x ∈ Nat ∧ y ⊆ Nat", True),
        ("Domains == x \\in Nat /\\ x < y", False),
        # The set changes with the state, so that the formula says more than a type.
        ("Domains == x \\in 0..y", False),
        ("Domains == Limit \\in Nat", False),
        ("Domains == x \\notin Nat", False),
        ("TypeOK2 == x < y", False),
        ("TypeInvariant == x < y", True),
        ("types == x < y", True),
        ("Type_OK == x < y", True),
        ("MyTypeOK == x < y", True),
        ("Typed == x < y", False),
    ],
)
def test_a_type_invariant_has_such_a_name_or_gives_domains_alone(
    tmp_path: Path, definition: str, is_one: bool
) -> None:
    system = SYSTEM.replace("TypeOK ==", "Other ==")
    sources = model(tmp_path, f"{system}{definition}\n", "INIT Init\nNEXT Next")
    found = sources.definition(definition.split(maxsplit=1)[0])
    assert found
    assert is_type_invariant(sources, found) is is_one


def test_the_domain_of_a_conjunct_is_that_of_a_variable(tmp_path: Path) -> None:
    body = "A == x \\in Nat /\\ Limit \\in Nat /\\ y \\in {x} /\\ x = 1 /\\ (y \\subseteq Nat)\n"
    sources = model(tmp_path, SYSTEM + body, "INIT Init\nNEXT Next")
    found = sources.definition("A")
    assert found
    domains = [domain_of(sources, one) for one in conjuncts(found.body)]
    assert domains == ["x", None, None, None, "y"]


def test_the_pieces_of_a_formula_of_another_module_are_found_there(tmp_path: Path) -> None:
    base = "VARIABLE x\nInit == x = 0\nNext == x' = x\nSpec == Init /\\ [][Next]_x"
    sources = model(tmp_path, "EXTENDS Base\nNext == FALSE", "SPECIFICATION Spec", Base=base)
    found = sources.definition("Spec")
    assert found
    assert [one.module for one in pieces(sources, found.body, found.module)] == ["Base", "Base"]
    assert {one.key for one in reached(sources, FormulaPart.NEXT)} == {("Base", "Next")}
