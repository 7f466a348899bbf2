"""A hook and a workflow are added to a repository, and what is there stays."""

from pathlib import Path

import pytest

from moltverify.adoption.repository_files import HOOKS, WORKFLOW, hook_change, workflow_change
from moltverify.cli.starter_files import starter_text
from moltverify.errors import RegistryError
from moltverify.registry.pin_edit import loaded
from tests.adoption.trees import write_tree

STARTER = starter_text("pre-commit-config.yaml", None)
# As `pre-commit sample-config` lays it out, and closer.
WIDE = "repos:\n-   repo: https://x\n    rev: v1\n    hooks:\n    -   id: black  # keep\n"
NARROW = "ci: {skip: [a]}\nrepos:\n  - repo: https://x\n    rev: v1\n    hooks: [{id: black}]\n"


@pytest.mark.parametrize("old", [WIDE, NARROW])
def test_hooks_are_added_to_a_config_that_is_there(tmp_path: Path, old: str) -> None:
    root = write_tree(tmp_path, {HOOKS: old})
    new = hook_change(root, STARTER, "").new
    assert new.startswith(old)
    hooks = loaded(new)["repos"][1]["hooks"]
    assert [one["entry"] for one in hooks] == [
        "moltverify run --changed --quiet",
        "moltverify check-registry",
    ]
    write_tree(root, {HOOKS: new})
    assert hook_change(root, STARTER, "").new == new


def test_a_new_config_is_the_starter_s(tmp_path: Path) -> None:
    assert hook_change(tmp_path, STARTER, "").new == STARTER


def test_commands_name_a_registry_that_they_would_not_find(tmp_path: Path) -> None:
    new = hook_change(tmp_path, STARTER, "--registry tla/registry.yaml").new
    entries = [hook["entry"] for hook in loaded(new)["repos"][0]["hooks"]]
    assert entries == [
        "moltverify run --registry tla/registry.yaml --changed --quiet",
        "moltverify check-registry --registry tla/registry.yaml",
    ]


def test_commands_that_run_models_name_the_tier_and_the_others_do_not(tmp_path: Path) -> None:
    tier = "--tier commit"
    hooks = loaded(hook_change(tmp_path, STARTER, "", tier).new)["repos"][0]["hooks"]
    assert [hook["entry"] for hook in hooks] == [
        "moltverify run --tier commit --changed --quiet",
        "moltverify check-registry",
    ]
    both = workflow_change(tmp_path, "- moltverify run --store x\n", "--registry r.yaml", tier).new
    assert both == "- moltverify run --registry r.yaml --tier commit --store x\n"


@pytest.mark.parametrize("old", ["repos: [\n", "- a\n", "repos: [{repo: x, hooks: []}]\n"])
def test_a_config_that_leaves_no_place_is_an_error(tmp_path: Path, old: str) -> None:
    write_tree(tmp_path, {HOOKS: old})
    with pytest.raises(RegistryError):
        hook_change(tmp_path, STARTER, "")


def test_a_workflow_that_is_there_stays(tmp_path: Path) -> None:
    assert workflow_change(tmp_path, "on: push\n", "").new == "on: push\n"
    write_tree(tmp_path, {WORKFLOW: "mine\n"})
    change = workflow_change(tmp_path, "on: push\n", "")
    assert change.new == change.old == "mine\n"
