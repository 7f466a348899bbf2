"""`moltverify show --route`: a counterexample's actions, ready for the registry."""

from pathlib import Path

import pytest

from tests.conftest import Run, edit

pytestmark = pytest.mark.tlc


@pytest.mark.nightly  # tests/report shows a route's line; the next test runs the command
def test_the_line_names_the_actions_and_is_the_same_for_the_whole_claim(moltverify: Run) -> None:
    assert moltverify("run").returncode == 0
    line = moltverify("show", "door:unlocked", "--route").stdout
    assert line == "route: [Open, Enter]\n"
    assert moltverify("show", "door", "--route").stdout == line
    assert (
        "door@let-in has no counterexample of a red model"
        in moltverify("show", "door@let-in", "--route").stderr
    )


@pytest.mark.nightly  # tests/suite/test_verdict.py judges routes
def test_a_pinned_route_is_held_against_what_tlc_finds(moltverify: Run, project: Path) -> None:
    registry = project / "specs" / "registry.yaml"
    edit(registry, "length: 3", "length: 3\n        route: [Open, Enter]")
    assert moltverify("run", "door:unlocked").returncode == 0
    edit(registry, "[Open, Enter]", "[Knock, Enter]")
    answer = moltverify("run", "door:unlocked", env={"COLUMNS": "200"})
    assert "expected the route Knock -> Enter, but TLC went Open -> Enter" in answer.stdout
    assert answer.returncode == 1
