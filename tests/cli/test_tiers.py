"""Tiers: `run --tier`, and where a claim's tiers are shown."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from tests.conftest import Run, edit

REGISTRY = "specs/registry.yaml"
IDENTITY = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]


@pytest.fixture
def tiered(project: Path) -> Path:
    """The small project with a green of every night, and a red without a tier."""
    edit(project / REGISTRY, "distinct: 6}", "distinct: 6, tier: nightly}")
    return project


def tiers(project: Path) -> dict[str, str]:
    return {model.id: model.tier for model in load_registry(project / REGISTRY).models}


def test_a_model_without_a_tier_is_in_that_of_commits(project: Path) -> None:
    assert set(tiers(project).values()) == {"commit"}


def test_a_witness_has_its_greens_tier(tiered: Path) -> None:
    assert tiers(tiered) == {
        "door": "nightly",
        "door@let-in": "nightly",
        "door:unlocked": "commit",
    }


def test_the_tier_of_the_defaults_is_that_of_claims_without_one(tiered: Path) -> None:
    edit(tiered / REGISTRY, "defaults: {", "defaults: {tier: weekly, ")
    assert tiers(tiered)["door:unlocked"] == "weekly"
    assert tiers(tiered)["door"] == "nightly"
    before = load_registry(tiered / REGISTRY).claim("door").digest
    edit(tiered / REGISTRY, "    group: house\n", "    group: house\n    tier: monthly\n")
    assert tiers(tiered)["door:unlocked"] == "monthly"
    assert load_registry(tiered / REGISTRY).claim("door").digest != before


@pytest.mark.usefixtures("tiered")
def test_an_export_writes_the_models_of_a_tier(moltverify: Run) -> None:
    words = ("export", "--format", "expect", "--tier")
    assert moltverify(*words, "commit").stdout == (
        "# Door_Unlocked.expect\nexit=12\nproperty=OnlyWithKey\n"
    )
    assert moltverify(*words, "nightly").stdout == "# Door.expect\nexit=0\n"
    unknown = moltverify(*words, "weekly")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    nothing = moltverify(*words, "nightly", "door:unlocked")
    assert nothing.returncode == 2
    assert "no model is left to write" in nothing.stderr


def test_a_models_tier_replaces_its_claims(tiered: Path) -> None:
    edit(tiered / REGISTRY, "    group: house\n", "    group: house\n    tier: weekly\n")
    assert tiers(tiered) == {
        "door": "nightly",
        "door@let-in": "nightly",
        "door:unlocked": "weekly",
    }


@pytest.mark.usefixtures("tiered")
def test_an_unknown_tier_names_the_known_ones(moltverify: Run) -> None:
    answer = moltverify("run", "--tier", "nighty")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "no model has the tier 'nighty'; did you mean 'nightly'?" in answer.stderr
    assert "the registry's tiers are: commit, nightly" in answer.stderr


@pytest.mark.usefixtures("tiered")
def test_a_tier_without_a_selected_model_is_an_error(moltverify: Run) -> None:
    answer = moltverify("run", "--red", "--tier", "nightly")
    assert answer.returncode == 2
    assert "no model is left to run" in answer.stderr


def test_a_tier_that_is_no_name_is_a_mistake_with_its_place(project: Path, moltverify: Run) -> None:
    edit(project / REGISTRY, "distinct: 6}", "distinct: 6, tier: At Night}")
    answer = moltverify("check-registry")
    assert answer.returncode == 2
    expected = "expected lower-case words with hyphens between them, found 'At Night'"
    assert re.search(rf"registry\.yaml:11:\d+: .*tier: {expected}", answer.stderr)


def test_a_hook_for_a_tier_that_no_model_has_lets_the_commit_through(
    project: Path, moltverify: Run
) -> None:
    edit(project / REGISTRY, "    group: house\n", "    group: house\n    tier: weekly\n")
    for words in (["init", "--quiet"], ["add", "."], [*IDENTITY, "commit", "--quiet", "-m", "x"]):
        subprocess.run(["git", *words], cwd=project, check=True)
    answer = moltverify("run", "--tier", "commit", "--changed")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "no model differs from " in answer.stdout


@pytest.mark.nightly  # list and show use the same selection
@pytest.mark.tlc
@pytest.mark.usefixtures("tiered")
def test_a_run_of_a_tier_leaves_the_others_out(moltverify: Run) -> None:
    answer = moltverify("run", "--tier", "commit", "--json")
    assert [model["id"] for model in json.loads(answer.stdout)["models"]] == ["door:unlocked"]
    both = moltverify("run", "--tier", "commit", "--tier", "nightly")
    assert "3 models: 3 as expected" in both.stdout


@pytest.mark.usefixtures("tiered")
def test_list_shows_tiers(moltverify: Run) -> None:
    assert "tier: nightly: green let-in\n" in moltverify("list").stdout
    [claim] = json.loads(moltverify("list", "--json").stdout)["claims"]
    assert [model["tier"] for model in claim["models"]] == ["nightly", "nightly", "commit"]


@pytest.mark.tlc
def test_show_names_the_tier_of_a_whole_claim(project: Path, moltverify: Run) -> None:
    edit(project / REGISTRY, "    group: house\n", "    group: house\n    tier: weekly\n")
    moltverify("run", "door:unlocked")
    assert "  tier: weekly\n" in moltverify("show", "door").stdout


@pytest.mark.tlc
@pytest.mark.usefixtures("tiered")
def test_merge_expects_the_models_of_the_tiers_that_the_shards_ran(
    project: Path, moltverify: Run
) -> None:
    part = project / "part.json"
    part.write_text(moltverify("run", "--tier", "commit", "--shard", "1/1", "--json").stdout)
    assert moltverify("merge", "part.json").returncode == 3
    assert moltverify("merge", "part.json", "--tier", "commit").returncode == 0
