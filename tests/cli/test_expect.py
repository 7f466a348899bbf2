"""`expect` of a green, from the registry to the verdict and back by `accept`."""

from pathlib import Path

import pytest

from tests.conftest import Run, edit
from tests.registry.mistakes import after

REGISTRY = "specs/registry.yaml"


@pytest.mark.nightly  # test_expected_counts shows it in process
@pytest.mark.tlc
def test_a_band_is_checked_and_accepted(project: Path, moltverify: Run) -> None:
    edit(
        project / REGISTRY, "distinct: 6}", "expect: {distinct: 2..6, depth: '1..2', generated: 1}}"
    )
    answer = moltverify("run", "--green")
    assert answer.returncode == 1
    assert "UNEXPECTED: expected 1 generated state, but TLC found" in answer.stdout
    assert moltverify("accept", "--yes").returncode == 0
    text = (project / REGISTRY).read_text()
    assert "expect: {distinct: 2..6, depth: '1.." in text
    assert "generated: 1}" not in text
    assert moltverify("run", "--green").returncode == 0


@pytest.mark.parametrize(
    ("green", "mistake"),
    [
        ("expect: {}}", "green.expect: expected one of the keys 'distinct', 'generated'"),
        ("expect: {depth: 5..4}}", "green.expect.depth: the band ends before it begins"),
        ("expect: {depth: 0}}", "expect.depth: expected a whole number above zero, found '0'"),
        ("expect: {depth: 1-4}}", "expect.depth: expected a whole number above zero, or a band"),
        ("distinct: 6, expect: {distinct: 1..9}}", "green.expect: 'distinct' is stated twice"),
        ("kind: constant, expect: {depth: 1}}", "has no states, so leave out 'expect'"),
        ("expect: {states: 5}}", "unknown key 'states'"),
    ],
)
def test_a_mistake_in_the_counts_is_named(project: Path, green: str, mistake: str) -> None:
    mistakes = after(project, "distinct: 6}", green)
    assert any(mistake in one for one in mistakes), mistakes
