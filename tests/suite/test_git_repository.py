"""What git refuses, in its own words and with a hint that fits."""

import os
from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.suite.comparison import Comparison
from moltverify.suite.git_repository import GitRepository, git_environment
from tests.suite.test_changed_by_git import changed, commit, found, git, repository

__all__ = ["repository"]


def refusal(folder: Path, revision: str = "HEAD") -> UsageError:
    with pytest.raises(UsageError) as caught:
        changed(folder, revision)
    return caught.value


def test_outside_a_repository_it_is_a_usage_error(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    error = refusal(project)
    assert error.message.startswith("git cannot tell what changed: fatal: not a git")
    assert "inside a git repository" in error.hint


@pytest.mark.parametrize(
    "revision", ["nowhere", "HEAD~99", "", "a b", "HEAD:specs", "\x1b[31m", "f" * 40]
)
def test_an_unknown_revision_is_a_usage_error(repository: Path, revision: str) -> None:
    error = refusal(repository, revision)
    assert error.message.startswith("git cannot tell what changed: fatal: ")
    assert f"(revision '{revision}')" in error.message
    assert error.hint == "name a revision that git knows, such as HEAD~1 or origin/main"


def test_in_a_shallow_clone_the_hint_is_to_fetch_more(repository: Path, tmp_path: Path) -> None:
    (repository / "README").write_text("More.")
    commit(repository)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", str(shallow))
    assert changed(shallow) == set()
    error = refusal(shallow, "HEAD~1")
    assert "fetch-depth: 0" in error.hint
    assert "git fetch --unshallow" in error.hint


def test_a_bare_repository_has_no_files(repository: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), str(bare))
    with pytest.raises(UsageError, match="fatal: this operation must be run in a work tree") as why:
        GitRepository(bare)
    assert "a bare one has no files" in why.value.hint


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_of_a_repository_of_somebody_else_all_that_git_says_is_passed_on(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for path in (repository, repository / ".git"):
        os.chown(path, 12345, 12345)
    error = refusal(repository)
    assert "dubious ownership" in error.message
    assert f"git config --global --add safe.directory {repository}" in error.message
    assert "as the owner of the repository" in error.hint


@pytest.mark.parametrize("revision", ["-x", "--output=stolen", "--all"])
def test_a_revision_that_looks_like_an_option_is_never_passed_on(
    repository: Path, revision: str
) -> None:
    assert refusal(repository, revision).message == f"'{revision}' is not a revision"
    assert not (repository / "stolen").exists()


def test_without_git_it_is_a_usage_error(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refusal(repository)
    assert error.message == "--changed needs git, which is not on PATH"
    assert "without --changed" in error.hint


def test_a_git_that_cannot_be_started_is_a_usage_error(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "git"
    damaged.write_bytes(b"\x7fELF")
    damaged.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(repository).message.startswith("git cannot be started: ")


def test_a_git_that_fails_without_a_word_is_named_by_its_exit_code(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "git"
    silent.write_text("#!/bin/sh\nexit 9\n")
    silent.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git rev-parse ended with 9" in refusal(repository).message


def test_a_second_index_of_a_hook_is_the_one_that_is_compared(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".git" / "second").write_bytes((repository / ".git" / "index").read_bytes())
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/second")
    git(repository, "rm", "--quiet", "--cached", "specs/Door.cfg")
    monkeypatch.chdir(repository)
    with pytest.raises(UsageError, match=r"specs/Door\.cfg, which door"):
        found(repository, Comparison("HEAD", hook=True))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"GIT_DIR": "/x/.git"}, set()),
        ({"GIT_DIR": "/x/.git", "GIT_WORK_TREE": "/x"}, {"GIT_DIR", "GIT_WORK_TREE"}),
    ],
)
def test_a_git_folder_alone_does_not_move_the_top(given: dict[str, str], kept: set[str]) -> None:
    assert set(git_environment(given)) == kept | {"GIT_TERMINAL_PROMPT"}
