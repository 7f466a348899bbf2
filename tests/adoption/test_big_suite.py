"""A large suite is adopted with one command, and the table of what is hollow is complete."""

import json
import re
from pathlib import Path

import pytest

from tests.adoption.big_suite import PAIRS, big_suite
from tests.adoption.trees import digests, write_tree
from tests.conftest import Run

# 120 models; test_styles has each of their kinds alone.
pytestmark = [pytest.mark.tlc, pytest.mark.campaign]


def numbers(first: int, last: int, ending: str) -> set[str]:
    """Return the names of the configs of some pairs."""
    return {f"configs/c{number:02}{ending}.cfg" for number in range(first, last + 1)}


def test_sixty_pairs_are_adopted_with_one_command(tmp_path: Path, moltverify: Run) -> None:
    root = write_tree(tmp_path / "suite", big_suite())
    before = digests(root)
    adopted = moltverify("adopt", cwd=root)
    assert adopted.returncode == 0, adopted.stderr
    after = digests(root)
    assert after == {**before, "registry.yaml": after["registry.yaml"]}
    assert f"{2 * PAIRS} configs of {2 * PAIRS} modules" in adopted.stdout
    rows = re.findall(r"^  (configs/\S+) +(.+)$", adopted.stdout.split("hollow:")[1], re.MULTILINE)
    found = {what: {config for config, said in rows if said == what} for _, what in rows}
    assert found == {
        "it fails by an assumption, before any state": numbers(31, 40, "_neg"),
        "it has one state": numbers(41, 48, ""),
        "it fails in an initial state, before any step": numbers(41, 48, "_neg"),
        "Bounded is FALSE by definition": numbers(49, 54, "_neg"),
        "Always is a constant: it names no variable": numbers(55, 57, "") | numbers(55, 57, "_neg"),
        "only types are checked (TypeOK)": numbers(58, 60, "") | numbers(58, 60, "_neg"),
    }
    run = moltverify("run", "--json", cwd=root)
    assert run.returncode == 0, run.stdout
    models = {one["id"] for one in json.loads(run.stdout)["models"]}
    # Each fault stands beside the module that it is a copy of, though others are as similar.
    assert {f"c{number:02}:neg" for number in range(1, 55)} <= models
    assert {f"c{number:02}-neg" for number in range(55, 61)} <= models
