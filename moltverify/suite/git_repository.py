"""A git repository, asked by the git program; errors are git's own words, with a hint."""

import os
import re
import subprocess
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from moltverify.errors import UsageError

NO_COMMIT = re.compile("0{40}|0{64}")  # what git names in place of a commit that does not exist
# In the whole repository, because a model may use modules from anywhere in it. The options
# override the user's settings: of a renamed file, diff.renames would list only the new name, and
# of a changed submodule, diff.ignoreSubmodules nothing. -z turns off the quoting of unusual names.
NAMES = (
    *("diff", "--name-only", "-z", "--no-renames", "--no-relative", "--no-ext-diff"),
    "--ignore-submodules=none",
)


def git_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for git, without a GIT_DIR that has no GIT_WORK_TREE.

    Git sets GIT_DIR for a hook in a linked worktree. With that variable alone, git takes its
    working directory for the top of the worktree (git(1), GIT_WORK_TREE).
    """
    alone = "GIT_WORK_TREE" not in current
    kept = {name: value for name, value in current.items() if not (alone and name == "GIT_DIR")}
    # A question for a password could never be answered: standard input is closed.
    return {**kept, "GIT_TERMINAL_PROMPT": "0"}


class GitRepository:
    """The repository that contains a folder; each method raises UsageError if git fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.top = Path(self.ask("rev-parse", "--show-toplevel").removesuffix("\n")).resolve()
        # Git resolves a relative GIT_INDEX_FILE, as hooks have it, from the top.
        self.folder = self.top

    def commit(self, revision: str) -> str:
        """Return the digest of a revision; before the first commit, HEAD is the empty tree."""
        # Git would parse it as an option.
        if revision.startswith("-"):
            raise UsageError(f"'{revision}' is not a revision")
        if revision == "HEAD" and self.is_unborn():
            # The empty tree's digest depends on the hash function of the repository.
            return self.ask("hash-object", "-t", "tree", os.devnull).strip()
        try:
            # --verify alone accepts any 40 digits; `^{commit}` requires a commit that exists.
            return self.ask("rev-parse", "--verify", f"{revision}^{{commit}}").strip()
        except UsageError as error:
            # Git's words do not repeat the revision.
            raise UsageError(f"{error.message} (revision '{revision}')", error.hint) from error

    def is_unborn(self) -> bool:
        """Return whether HEAD is a branch without a commit."""
        branch = self.try_to_ask("symbolic-ref", "--quiet", "HEAD")
        return bool(branch) and not self.try_to_ask("show-ref", "--verify", branch)

    def parents(self) -> list[str]:
        """Return the digests of HEAD's parents."""
        return self.try_to_ask("rev-parse", "HEAD^@").split()

    def differing(self, *revisions: str) -> set[Path]:
        """Return the files that `git diff` names for its arguments, submodules as folders."""
        names = self.ask(*NAMES, *revisions, "--").split("\0")
        return {(self.top / name).resolve() for name in names if name}

    def untracked(self) -> set[Path]:
        """Return the files that git neither tracks nor ignores."""
        names = self.ask("ls-files", "--others", "--exclude-standard", "-z", "--", ":/")
        return {(self.top / name).resolve() for name in names.split("\0") if name}

    @cached_property
    def tracked(self) -> dict[str, bool]:
        """The tracked files by name, and whether git compares each with the working tree.

        It does not with a file whose bit assume-unchanged or skip-worktree is set.
        """
        # Files of `git add --intent-to-add` are listed, although a commit lacks them.
        intended = set(self.ask(*NAMES, "--diff-filter=A", "--").split("\0"))
        listed = self.ask("ls-files", "-v", "-z", "--full-name", "--recurse-submodules", "--", ":/")
        # A line is a tag, a space and the name (git-ls-files(1), options -t and -v).
        return {
            line[2:]: line[0].isupper() and line[0] != "S"
            for line in listed.split("\0")
            if line and line[2:] not in intended
        }

    def name(self, file: Path) -> str | None:
        """Return a resolved file's name in the repository, or None for a file outside."""
        return file.relative_to(self.top).as_posix() if file.is_relative_to(self.top) else None

    def text(self, commit: str, file: Path) -> str:
        """Return a file's text at a commit; empty if the file did not exist."""
        name = self.name(file.resolve())
        return self.try_to_ask("show", f"{commit}:{name}") if name else ""

    def ask(self, *arguments: str) -> str:
        """Return git's standard output; raises UsageError with git's message if it fails."""
        answer = self.run(*arguments)
        if answer.returncode != 0:
            words = answer.stderr.decode("utf-8", "replace").strip()
            words = words or f"git {arguments[0]} ended with {answer.returncode}"
            raise UsageError(f"git cannot tell what changed: {words}", self.hint(words))
        # A file name may be any bytes; surrogates keep them for the comparison of paths.
        return answer.stdout.decode("utf-8", "surrogateescape")

    def try_to_ask(self, *arguments: str) -> str:
        """Return git's standard output without the last line's end; empty if git fails."""
        answer = self.run(*arguments)
        text = answer.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")
        return text if answer.returncode == 0 else ""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run git to its end; raises UsageError if it cannot be started."""
        try:
            return subprocess.run(
                ["git", *arguments],  # noqa: S607 - git is found as the user's shell finds it
                cwd=self.folder,
                env=git_environment(os.environ),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise UsageError(
                "--changed needs git, which is not on PATH", "install git, or run without --changed"
            ) from error
        except OSError as error:
            raise UsageError(f"git cannot be started: {error}", "install git again") from error

    def hint(self, words: str) -> str:
        """Return what to do about an error of git."""
        # By facts and not by git's words, which may be in any language; that name is in all.
        if "safe.directory" in words:
            return (
                "run as the owner of the repository, or trust it, as git says:"
                " git config --global --add safe.directory FOLDER"
            )
        if not self.try_to_ask("rev-parse", "--git-dir"):
            return "run inside a git repository, or without --changed and --since"
        if self.try_to_ask("rev-parse", "--is-inside-work-tree") != "true":
            return "run in a checkout of the repository: a bare one has no files"
        if self.try_to_ask("rev-parse", "--is-shallow-repository") == "true":
            return (
                "the clone is shallow and may lack the revision: git fetch --unshallow,"
                " or in a GitHub workflow fetch-depth: 0 for actions/checkout"
            )
        return "name a revision that git knows, such as HEAD~1 or origin/main"
