"""What the text of properties shows, and that what the parser does not find is unknown."""

from pathlib import Path

import pytest

from moltverify.adoption.property_facts import PropertyFacts, is_about_types
from moltverify.adoption.records import PairedModel
from moltverify.tla.config import read_config
from moltverify.tla.syntax_tree import text_of
from tests.adoption.trees import DOOR, config, write_tree

DEFINED = """Sums == 1 + 1 = 2
Given == Visitors # {}
Indirect == OnlyOwner
Primed == waiting' = waiting
Comes == <>(inside # {})
Steps == [][waiting' # waiting]_vars
Wrong == (FALSE)
Right == TRUE
NoOne == ~(inside # {})
Slashed == \\lnot (inside # {})
NotWhole == ~Locked \\/ inside = {}
===="""
MODULE = DOOR.replace("====", DEFINED)


@pytest.fixture
def facts(tmp_path: Path) -> PropertyFacts:
    """The facts about a door with further definitions."""
    root = write_tree(tmp_path, {"Door.tla": MODULE, "Door.cfg": config()})
    paired = PairedModel(config=root / "Door.cfg", module=root / "Door.tla", how="")
    return PropertyFacts(paired, read_config(config()))


@pytest.mark.parametrize(
    ("name", "constant"),
    [
        ("Sums", True),
        ("Given", True),
        ("Wrong", True),
        ("OnlyOwner", False),
        ("Indirect", False),
        ("Primed", False),
        ("Comes", False),
        ("Missing", False),
    ],
)
def test_a_property_is_constant_if_it_names_no_variable_by_itself_or_by_others(
    facts: PropertyFacts, name: str, constant: bool
) -> None:
    assert facts.is_constant(name) == constant


def test_a_literal_is_one_also_in_parentheses(facts: PropertyFacts) -> None:
    assert facts.is_literal("Wrong", "FALSE")
    assert facts.is_literal("Right", "TRUE")
    assert not facts.is_literal("Sums", "TRUE")
    assert not facts.is_literal("Missing", "FALSE")


@pytest.mark.parametrize(
    ("name", "liveness"), [("Comes", True), ("Steps", False), ("OnlyOwner", False), ("Gone", True)]
)
def test_liveness_is_told_from_safety_and_what_is_not_found_may_be_either(
    facts: PropertyFacts, name: str, liveness: bool
) -> None:
    assert facts.is_liveness(name) == liveness


@pytest.mark.parametrize(
    ("name", "negated"),
    [
        ("NoOne", "inside # {}"),
        ("Slashed", "inside # {}"),
        ("NotWhole", None),
        ("OnlyOwner", None),
        ("Missing", None),
    ],
)
def test_what_a_property_negates_is_the_whole_behind_the_sign(
    facts: PropertyFacts, name: str, negated: str | None
) -> None:
    found = facts.negated(name)
    assert (text_of(found) if found else None) == negated


def test_of_a_module_that_cannot_be_read_nothing_is_known(tmp_path: Path) -> None:
    paired = PairedModel(config=tmp_path / "X.cfg", module=tmp_path / "X.tla", how="")
    facts = PropertyFacts(paired, read_config(config()))
    assert facts.modules is None
    assert not facts.is_constant("TypeOK")
    assert facts.is_liveness("TypeOK")
    assert facts.negated("TypeOK") is None
    assert facts.names == ["TypeOK", "OnlyOwner"]


@pytest.mark.parametrize("name", ["TypeOK", "Types", "TI", "MCTypeInvariant", "TypingRight"])
def test_a_name_says_that_a_property_is_about_types(name: str) -> None:
    assert is_about_types(name)


@pytest.mark.parametrize("name", ["OnlyOwner", "TIER", "Safe"])
def test_another_name_says_nothing_about_types(name: str) -> None:
    assert not is_about_types(name)
