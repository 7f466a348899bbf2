"""What a hook's environment says about the revision to compare with."""

import pytest

from moltverify.suite.comparison import Comparison, wanted_comparison

ZEROS = "0" * 40
BY_PRE_COMMIT = {"PRE_COMMIT": "1"}
BY_COMMIT = {"PRE_COMMIT": "1", "GIT_INDEX_FILE": ".git/index"}


def test_by_hand_the_models_are_compared_with_head() -> None:
    assert wanted_comparison(None, {}) == Comparison("HEAD")


def test_by_hand_a_given_revision_is_compared() -> None:
    assert wanted_comparison("main", {}) == Comparison("main")


@pytest.mark.parametrize(
    "names",
    [("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"), ("PRE_COMMIT_ORIGIN", "PRE_COMMIT_SOURCE")],
)
def test_the_two_revisions_of_pre_commit_are_compared(names: tuple[str, str]) -> None:
    environment = BY_PRE_COMMIT | dict(zip(names, ("main", "topic"), strict=True))
    assert wanted_comparison(None, environment) == Comparison("main", target="topic", hook=True)


def test_a_given_revision_is_preferred_to_those_of_pre_commit() -> None:
    environment = {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "topic"}
    assert wanted_comparison("v1", environment) == Comparison("v1", hook=True)


def test_a_commit_is_compared_with_head_by_gits_hook_and_by_pre_commits() -> None:
    git = wanted_comparison(None, {"GIT_INDEX_FILE": ".git/index"})
    assert git == Comparison("HEAD", hook=True)
    both = wanted_comparison(None, BY_COMMIT)
    assert both == Comparison("HEAD", hook=True, may_be_all_files=True)


@pytest.mark.parametrize(
    "environment",
    [
        BY_PRE_COMMIT,
        BY_PRE_COMMIT | {"PRE_COMMIT_FROM_REF": ZEROS, "PRE_COMMIT_TO_REF": "topic"},
        BY_PRE_COMMIT | {"PRE_COMMIT_FROM_REF": "0" * 64, "PRE_COMMIT_TO_REF": "topic"},
        BY_PRE_COMMIT | {"PRE_COMMIT_TO_REF": "topic"},
        BY_PRE_COMMIT | {"PRE_COMMIT_FROM_REF": "", "PRE_COMMIT_TO_REF": ""},
    ],
    ids=["all files", "new branch", "new branch, SHA-256", "no first revision", "empty revisions"],
)
def test_without_a_revision_all_models_are_to_run_for_a_reason(
    environment: dict[str, str],
) -> None:
    wanted = wanted_comparison(None, environment)
    assert wanted.since is None
    assert wanted.reason
    assert wanted.hook


def test_a_given_revision_of_zeros_is_a_new_branch() -> None:
    assert wanted_comparison(ZEROS, {}).reason == "--since is all zeros, as for a new branch"


def test_the_first_push_of_a_root_commit_is_about_its_branch() -> None:
    wanted = wanted_comparison(None, BY_PRE_COMMIT | {"PRE_COMMIT_LOCAL_BRANCH": "refs/heads/x"})
    assert (wanted.since, wanted.target) == (None, "refs/heads/x")
