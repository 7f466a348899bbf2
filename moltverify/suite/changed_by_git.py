"""The models that a change affects: git reports changed files, and entries are compared."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from moltverify.errors import UsageError
from moltverify.registry.records import Model, Registry
from moltverify.running.job import job_files
from moltverify.tla.dependencies import DependencyReader

# All scalars stay texts: only whether they changed matters, not whether they are valid.
TextLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def changed_models(registry: Registry, since: str) -> set[str]:
    """Return the ids of models whose files or entries differ from a revision.

    Files that git does not track yet count as changed. Raises UsageError outside a repository or
    for an unknown revision.
    """
    git = Git(registry.specs.resolve(), since)
    files = git.changed_files()
    closures = DependencyReader()
    touched = {
        model.id for model in registry.models if files & resolved(job_files(model.job, closures))
    }
    return touched | {model.id for model in changed_entries(registry, git, files)}


def resolved(paths: Iterable[Path]) -> set[Path]:
    """Return the paths without links and dots, so that they compare with git's."""
    return {path.resolve() for path in paths}


def changed_entries(registry: Registry, git: "Git", changed: set[Path]) -> Iterator[Model]:
    """Yield the models of claims whose entries changed; a changed default affects every model."""
    if registry.file.resolve() in changed and shared_parts_changed(git, registry.file):
        yield from registry.models
        return
    # One file holds the entries of many claims: that it changed does not say which are affected.
    for claim in registry.claims:
        file = claim.source.file
        if file.resolve() in changed and git.old(file).get(claim.id) != now(file).get(claim.id):
            yield from claim.models


def shared_parts_changed(git: "Git", file: Path) -> bool:
    """Return whether the keys of a registry that all models depend on changed."""
    old, new = document(git.text(file)), document(file.read_text(encoding="utf-8"))
    return any(old.get(key) != new.get(key) for key in ("defaults", "groups"))


def now(file: Path) -> dict[str, Any]:
    """Return the current entries of a file by the claims' ids."""
    return claim_entries(file.read_text(encoding="utf-8"))


def claim_entries(text: str) -> dict[str, Any]:
    """Return the entries in a registry's text by the claims' ids; empty if it is damaged."""
    claims = document(text).get("claims")
    found = claims if isinstance(claims, list) else []
    return {str(claim.get("id")): claim for claim in found if isinstance(claim, dict)}


def document(text: str) -> dict[str, Any]:
    """Return a registry's text as plain data, all scalars as texts; empty if it is damaged."""
    try:
        content = yaml.load(text, Loader=TextLoader)  # noqa: S506 - it makes nothing but texts
    except yaml.YAMLError:
        # It may be damaged at the revision only; then every entry of today counts as changed.
        return {}
    return content if isinstance(content, dict) else {}


def git_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for git, without a GIT_DIR that has no GIT_WORK_TREE.

    Git sets GIT_DIR for a hook in a linked worktree. With that variable alone, git takes its
    working directory for the top of the worktree (git(1), GIT_WORK_TREE).
    """
    alone = "GIT_WORK_TREE" not in current
    return {name: value for name, value in current.items() if not (alone and name == "GIT_DIR")}


class Git:
    """The git repository that contains a folder, compared with a revision."""

    def __init__(self, folder: Path, since: str) -> None:
        self.folder = folder
        self.top = Path(self.ask("rev-parse", "--show-toplevel").strip())
        # Git would parse it as an option.
        if since.startswith("-"):
            raise UsageError(f"'{since}' is not a revision")
        self.since = self.resolve(since)

    def resolve(self, since: str) -> str:
        """Return the revision's digest; before the first commit, HEAD is the empty tree."""
        try:
            # --verify alone accepts any 40 digits; `^{commit}` requires a commit that exists.
            return self.ask("rev-parse", "--verify", f"{since}^{{commit}}").strip()
        except UsageError:
            if since != "HEAD" or self.ask("rev-list", "--max-count=1", "--all"):
                raise
            # The empty tree's digest depends on the hash function of the repository.
            return self.ask("hash-object", "-t", "tree", os.devnull).strip()

    def ask(self, *arguments: str) -> str:
        """Return git's standard output; raises UsageError with git's message if it fails."""
        try:
            answer = subprocess.run(
                ["git", *arguments],  # noqa: S607 - git is found as the user's shell finds it
                cwd=self.folder,
                env=git_environment(os.environ),
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise UsageError("--changed needs git, which is not on PATH") from error
        if answer.returncode != 0:
            # The first line names the error; git may add lines of advice.
            errors = answer.stderr.decode("utf-8", "replace").strip().splitlines()
            raise UsageError(
                f"git cannot tell what changed: {errors[0] if errors else 'no reason given'}",
                "run inside a git repository, with a revision that it knows",
            )
        # A file name may be any bytes; surrogates keep them for the comparison of paths.
        return answer.stdout.decode("utf-8", "surrogateescape")

    def changed_files(self) -> set[Path]:
        """Return the files that differ from the revision, and untracked files."""
        # In the whole repository, because a model may use modules from anywhere in it. The options
        # override the user's settings: of a renamed file, diff.renames would list only the new
        # name. -z turns off the quoting of unusual names.
        options = ("--name-only", "-z", "--no-renames", "--no-relative", "--no-ext-diff")
        differing = self.ask("diff", *options, self.since, "--")
        untracked = self.ask(
            "ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", ":/"
        )
        names = [*differing.split("\0"), *untracked.split("\0")]
        return {(self.top / name).resolve() for name in names if name}

    def text(self, file: Path) -> str:
        """Return a file's text at the revision; empty if the file did not exist."""
        path = file.resolve().relative_to(self.top.resolve()).as_posix()
        try:
            return self.ask("show", f"{self.since}:{path}")
        except UsageError:
            return ""

    def old(self, file: Path) -> dict[str, Any]:
        """Return the entries of a file at the revision by the claims' ids."""
        return claim_entries(self.text(file))
