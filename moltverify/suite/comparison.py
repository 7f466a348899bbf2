"""The revision that --changed compares with: as pre-commit or git name it to a hook, or HEAD."""

from collections.abc import Mapping

from msgspec import Struct

from moltverify.suite.git_repository import NO_COMMIT


class Comparison(Struct, frozen=True):
    """What the models are compared with.

    `since` is a revision; without one all models are to run, and `reason` says why. `target` is
    the revision that must be in the working tree, where pre-commit names one. `hook` tells that
    git or pre-commit started the program. `may_be_all_files` tells that pre-commit may have been
    asked for all files; it starts hooks in the same way then.
    """

    since: str | None
    reason: str = ""
    target: str | None = None
    hook: bool = False
    may_be_all_files: bool = False


def wanted_comparison(since: str | None, environment: Mapping[str, str]) -> Comparison:
    """Return the comparison with a given revision, else with that of the hook, else with HEAD."""
    # Git names the index to the hooks of a commit only: `git commit -a` makes a second one.
    by_commit = "GIT_INDEX_FILE" in environment
    by_pre_commit = "PRE_COMMIT" in environment
    source, target = pre_commit_revisions(environment)
    hook = by_commit or by_pre_commit or bool(source or target)
    if since is not None:
        return comparison_with(since, "--since", None, hook)
    if source:
        return comparison_with(source, "PRE_COMMIT_FROM_REF", target, hook)
    # `pre-commit run` starts a hook for the staged files and for --all-files alike; a first push
    # of a root commit is --all-files too. To run all is right for each.
    if target or (by_pre_commit and not by_commit):
        why = "pre-commit names no revision to compare with, as for --all-files"
        return Comparison(None, why, target, hook)
    return Comparison("HEAD", hook=hook, may_be_all_files=by_pre_commit)


def comparison_with(since: str, name: str, target: str | None, hook: bool) -> Comparison:
    """Return the comparison with a revision; for all zeros, a new branch, all models are to run."""
    if NO_COMMIT.fullmatch(since):
        return Comparison(None, f"{name} is all zeros, as for a new branch", target, hook)
    return Comparison(since, target=target, hook=hook)


def pre_commit_revisions(environment: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return the revisions that pre-commit names to a hook, from and to.

    The second pair of names is that of releases before 2.0. To the push of a root commit it names
    the branch only (pre_commit/commands/hook_impl.py, run.py).
    """
    source = environment.get("PRE_COMMIT_FROM_REF") or environment.get("PRE_COMMIT_ORIGIN")
    target = environment.get("PRE_COMMIT_TO_REF") or environment.get("PRE_COMMIT_SOURCE")
    return source or None, target or environment.get("PRE_COMMIT_LOCAL_BRANCH") or None
