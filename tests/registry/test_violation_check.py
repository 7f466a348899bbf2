"""The kind of a red's violation: taken from the config, or compared with it."""

from pathlib import Path

import pytest

from moltverify.registry.expectation import MustViolate
from moltverify.registry.load import load_registry
from moltverify.tlc.outcome import ViolationKind
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY, found

DEFINITIONS = r"""
Small == Cardinality(inside) < 2
Always == []OnlyWithKey
Here == [](Cardinality(inside) < 2)
Steps == [][inside' = inside]_vars
Named == Steps
Ends == <>(door = "shut")
Both == Steps /\ Ends
"""
INVARIANT, ACTION, TEMPORAL = (
    ViolationKind.INVARIANT,
    ViolationKind.ACTION_PROPERTY,
    ViolationKind.TEMPORAL_PROPERTY,
)


@pytest.fixture
def project(project: Path) -> Path:
    """The small project, with properties of every kind in its module."""
    edit(project / "specs/Door.tla", "OwnerInside ==", f"{DEFINITIONS}OwnerInside ==")
    return project


def checks(project: Path, name: str, heading: str, kind: str = "") -> None:
    """Have both configs check one name, and the red violate it, with a kind or without."""
    for file in ("Door.cfg", "Door_Unlocked.cfg"):
        edit(project / "specs" / file, "INVARIANTS TypeOK OnlyWithKey", f"{heading} {name}")
    entry = f"violates: {name}" + (f"\n        kind: {kind}" if kind else "")
    edit(project / REGISTRY, "violates: OnlyWithKey", entry)


def kind_of_red(project: Path) -> ViolationKind:
    """Return the kind that the registry expects of the red model."""
    expectation = load_registry(project / REGISTRY).claims[0].reds[0].expectation
    assert isinstance(expectation, MustViolate)
    return expectation.kind


@pytest.mark.parametrize(
    ("name", "heading", "kind"),
    [
        ("OnlyWithKey", "INVARIANT", INVARIANT),
        ("Small", "INVARIANTS", INVARIANT),
        ("Here", "PROPERTY", INVARIANT),
        ("Steps", "PROPERTIES", ACTION),
        ("Ends", "PROPERTY", TEMPORAL),
        ("Both", "PROPERTY", TEMPORAL),
    ],
)
def test_without_a_kind_it_is_that_of_the_property(
    project: Path, name: str, heading: str, kind: ViolationKind
) -> None:
    checks(project, name, heading)
    assert kind_of_red(project) is kind
    assert found(project) == []


@pytest.mark.parametrize(
    ("name", "heading", "stated", "right"),
    [
        ("OnlyWithKey", "INVARIANT", "property", "'kind: invariant'"),
        ("Steps", "PROPERTY", "invariant", "'kind: action property'"),
        ("Steps", "PROPERTY", "property", "'kind: action property'"),
        ("Ends", "PROPERTY", "invariant", "'kind: property'"),
        ("Ends", "PROPERTY", "action property", "'kind: property'"),
        ("Here", "PROPERTY", "property", "'kind: invariant'"),
    ],
)
def test_another_kind_than_that_of_the_property_is_a_mistake(
    project: Path, name: str, heading: str, stated: str, right: str
) -> None:
    checks(project, name, heading, stated)
    [mistake] = found(project)
    assert f"Door_Unlocked.cfg:5 has {name} under {heading}" in mistake
    assert mistake.endswith(f"write {right}, or leave out 'kind'")


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Always", "invariant OnlyWithKey"), ("Named", "action property Steps")],
)
def test_a_property_that_tlc_reports_by_another_name_is_a_mistake(
    project: Path, name: str, parts: str
) -> None:
    checks(project, name, "PROPERTY")
    [mistake] = found(project)
    assert f"has {name}, of which TLC reports the parts ({parts})" in mistake


def test_a_kind_of_a_property_that_the_parser_cannot_find_is_left_to_tlc(project: Path) -> None:
    checks(project, "TRUE", "PROPERTY", "property")
    assert not any("kind" in mistake for mistake in found(project))


def test_an_override_of_a_property_counts(project: Path) -> None:
    checks(project, "Ends", "PROPERTY")
    edit(project / "specs/Door.cfg", "CONSTANTS", "CONSTANTS\n  Ends <- Steps")
    edit(project / "specs/Door_Unlocked.cfg", "CONSTANTS", "CONSTANTS\n  Ends <- Steps")
    assert kind_of_red(project) is TEMPORAL  # TLC would name Steps
    assert any("the parts (action property Steps)" in mistake for mistake in found(project))


@pytest.mark.tlc
def test_the_check_and_a_run_refuse_a_wrong_kind_with_the_same_exit_code(
    project: Path, moltverify: Run
) -> None:
    checks(project, "Steps", "PROPERTY", "property")
    checked, ran = moltverify("check-registry"), moltverify("run", "door:unlocked")
    assert checked.returncode == ran.returncode == 2
    assert "Steps" in ran.stderr
