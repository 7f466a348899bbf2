"""Reductions of the search need a reason in the registry."""

from pathlib import Path

import pytest

from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry
from tests.conftest import Run, edit

REASON = "    reductions: {SYMMETRY: No visitor is special.}\n    green:"


@pytest.fixture
def symmetric(project: Path) -> Path:
    """The small project with a symmetry in each of its configs."""
    specs = project / "specs"
    edit(specs / "Door.tla", "EXTENDS FiniteSets, Naturals", "EXTENDS FiniteSets, Naturals, TLC")
    edit(specs / "Door.tla", "====\n", "Perms == Permutations(Visitors)\n====\n")
    for config in specs.glob("*.cfg"):
        config.write_text(config.read_text() + "SYMMETRY Perms\n")
    return specs / "registry.yaml"


def mistakes(registry: Path) -> list[str]:
    return [one.message for one in check_registry(registry).mistakes]


def test_a_reduction_without_a_reason_is_a_mistake_with_its_place(symmetric: Path) -> None:
    found = [one for one in mistakes(symmetric) if "SYMMETRY Perms" in one]
    assert len(found) == 1
    assert "Door.cfg:" in found[0]
    assert "reductions: {SYMMETRY: ...}" in found[0]


def test_a_reason_is_kept_and_makes_it_sound(symmetric: Path) -> None:
    edit(symmetric, "    green:", REASON)
    assert [one for one in mistakes(symmetric) if "SYMMETRY Perms: " in one] == []
    [claim] = load_registry(symmetric).claims
    assert claim.reductions == {"SYMMETRY": "No visitor is special."}


@pytest.mark.parametrize(
    ("key", "guess"), [("VIEW", ""), ("SYMETRY", "; did you mean 'SYMMETRY'?")]
)
def test_a_reason_that_nothing_needs_is_a_mistake(project: Path, key: str, guess: str) -> None:
    registry = project / "specs" / "registry.yaml"
    edit(registry, "    green:", f"    reductions: {{{key}: why}}\n    green:")
    assert mistakes(registry) == [
        f"reductions.{key}: no model of this claim is reduced in this way{guess}"
    ]


@pytest.mark.parametrize(
    ("name", "kind"), [("RandomElement", "random values"), ("TLCGet", "values of the search")]
)
def test_a_replacement_that_draws_values_needs_a_reason(
    project: Path, name: str, kind: str
) -> None:
    specs = project / "specs"
    edit(specs / "Door.tla", "EXTENDS FiniteSets, Naturals", "EXTENDS FiniteSets, Naturals, TLC")
    edit(specs / "Door.tla", "====\n", "One(S) == 1\n====\n")
    for config in specs.glob("*.cfg"):
        config.write_text(config.read_text() + f"CONSTANT One <- {name}\n")
    [found] = mistakes(specs / "registry.yaml")
    assert "Door.cfg:5: " in found
    assert f"say in 'reductions' why that is enough: reductions: {{{kind}: ...}}" in found


@pytest.mark.tlc
def test_a_green_under_a_constraint_says_so_in_every_run(project: Path, moltverify: Run) -> None:
    specs = project / "specs"
    edit(specs / "Door.tla", "====\n", "Few == Cardinality(inside) < 9\n====\n")
    for config in specs.glob("*.cfg"):
        config.write_text(config.read_text() + "CONSTRAINT Few\n")
    refused = moltverify("run", "door", "--green")
    assert refused.returncode == 2
    assert "CONSTRAINT Few" in refused.stderr
    why = "    reductions: {CONSTRAINT: Nobody else comes.}\n    green:"
    edit(specs / "registry.yaml", "    green:", why)
    first, cached = moltverify("run", "door", "--green"), moltverify("run", "door", "--green")
    assert "cached" in cached.stdout
    for answer in (first, cached):
        assert answer.returncode == 0
        assert "holds in 6 distinct states, under CONSTRAINT Few" in answer.stdout
