"""The models that a change affects: git reports changed files, and entries are compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.plural import counted
from moltverify.registry.records import Model, Registry
from moltverify.suite.comparison import Comparison
from moltverify.suite.git_repository import GitRepository
from moltverify.suite.model_files import ChangedPaths, ModelFiles
from moltverify.suite.moved_code import moved_code

# All scalars stay texts: only whether they changed matters, not whether they are valid.
TextLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

SHOWN = 10  # how many files a message names


class ChangedModels(Struct, frozen=True):
    """The ids of the models that a change affects, and what was compared.

    `notes` are for the user: what is checked although it was not compared, or is not committed.
    `moved` has the changed files of each claim's code by the claim's id.
    """

    models: set[str]
    compared: str
    notes: tuple[str, ...] = ()
    moved: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def changed_models(
    registry: Registry, models: Sequence[Model], comparison: Comparison
) -> ChangedModels:
    """Return the models whose files or entries differ from a revision.

    The working tree and what is staged both count. So do files that git does not track, but in a
    hook, whose commit would lack them, they are an error. Raises UsageError for that, outside a
    repository and for an unknown revision.
    """
    # A hook is for the repository that it runs in, wherever the registry is.
    git = GitRepository(Path.cwd() if comparison.hook else registry.specs.resolve())
    files = ModelFiles(registry, models)
    unknown = files.unknown_to(git)
    if comparison.hook:
        require_tracked(git, files, unknown)
    unstaged = ChangedPaths(git.differing()).among(files.all())
    notes = [*unstaged_note(git, unstaged), *target_note(git, files, comparison)]
    if comparison.since is None:
        return all_models(models, comparison.reason, notes)
    since = git.commit(comparison.since)
    staged = git.differing("--cached", since)
    if comparison.may_be_all_files and not staged:
        return all_models(models, "nothing is staged, as for --all-files of pre-commit", notes)
    if comparison.hook:
        require_staged_whole(git, unstaged & staged)
    differing = git.differing(since) | staged
    changed = FileChanges(git, since, differing | unknown)
    touched = {model.id for model in models if changed.affect(files.of(model))}
    touched |= {model.id for model in changed_entries(registry, changed)}
    # A commit takes of the code what is staged, whatever else is in the working tree.
    moved = moved_code(registry, staged if comparison.hook else differing | git.untracked())
    return ChangedModels(touched, compared_revisions(git, comparison, since), tuple(notes), moved)


def all_models(models: Sequence[Model], reason: str, notes: Sequence[str]) -> ChangedModels:
    """Return all models, with a note that says why."""
    note = f"{reason}: {counted(len(models), 'model')} selected, and all are run"
    return ChangedModels({model.id for model in models}, reason, (*notes, note))


def compared_revisions(git: GitRepository, comparison: Comparison, since: str) -> str:
    """Return the two sides of a comparison, for a message."""
    other = "the working tree and what is staged"
    if comparison.target:
        other = f"{comparison.target} ({git.commit(comparison.target)[:9]})"
    return f"{comparison.since} ({since[:9]}); compared with it: {other}"


def require_tracked(git: GitRepository, files: ModelFiles, unknown: Iterable[Path]) -> None:
    """Raise UsageError, with their names, for files that are not in git's index."""
    missing = [file for file in sorted(unknown) if (git.name(file) or "") not in git.tracked]
    if not missing:
        return
    lines = [f"  {git.name(file) or file}, which {files.needing(file)} needs" for file in missing]
    outside = any(git.name(file) is None for file in missing)
    raise UsageError(
        "git does not track, so a commit lacks:\n" + "\n".join(first_of(lines)),
        f"move files from outside into the repository {git.top}"
        if outside
        else "git add them; with --force, where .gitignore excludes them",
    )


def unstaged_note(git: GitRepository, unstaged: set[Path]) -> Iterator[str]:
    """Yield a note if what is checked, the working tree, is not what is staged."""
    if unstaged:
        names = names_in_repository(git, unstaged)
        yield f"the working tree is checked, which differs from what is staged: {names}"


def require_staged_whole(git: GitRepository, partly: set[Path]) -> None:
    """Raise UsageError for files of a commit that were changed again after they were staged."""
    # Not in a terminal, where who reads the note may want to know before all is staged.
    if partly:
        names = names_in_repository(git, partly)
        raise UsageError(
            f"the commit is not what is in the working tree: {names}",
            "git add the files, or put the rest aside: git stash --keep-index, as pre-commit does",
        )


def target_note(git: GitRepository, files: ModelFiles, comparison: Comparison) -> Iterator[str]:
    """Yield a note if the working tree holds a merge of the target; raises UsageError for less."""
    if comparison.target is None:
        return
    target = git.commit(comparison.target)
    names = names_in_repository(git, ChangedPaths(git.differing(target)).among(files.all()))
    if not names:
        return
    what = f"the working tree differs from {comparison.target} ({target[:9]}): {names}"
    # A workflow for a pull request checks the merge out, and names the commit that was pushed.
    if target not in git.parents():
        raise UsageError(
            f"{what}; so what was to be checked is not there",
            f"check it out: git checkout {target[:9]}, and commit or stash what is staged",
        )
    yield f"a merge is checked; {what}"


def names_in_repository(git: GitRepository, files: Iterable[Path]) -> str:
    """Return the names of files in a repository, for a message."""
    return ", ".join(first_of([git.name(file) or str(file) for file in sorted(files)]))


def first_of(texts: Sequence[str]) -> list[str]:
    """Return the first texts, and how many there are more: a registry may have thousands."""
    more = len(texts) - SHOWN
    return [*texts[:SHOWN], f"and {more} more"] if more > 0 else list(texts)


class FileChanges:
    """The files of a repository that differ from a commit."""

    def __init__(self, git: GitRepository, since: str, files: set[Path]) -> None:
        self.git = git
        self.since = since
        self.files = ChangedPaths(files)
        # One file holds the entries of many claims.
        self.entries_before = cache(self.find_entries_before)
        self.entries_now = cache(entries_now)

    def affect(self, files: Set[Path]) -> bool:
        """Return whether one of the files changed."""
        return bool(self.files.among(files))

    def entry_changed(self, file: Path, claim: str) -> bool:
        """Return whether a claim's entry changed in a file."""
        return self.entries_before(file).get(claim) != self.entries_now(file).get(claim)

    def find_entries_before(self, file: Path) -> dict[str, Any]:
        """Return the entries of a file at the commit by the claims' ids."""
        return claim_entries(self.git.text(self.since, file))


def changed_entries(registry: Registry, changed: FileChanges) -> Iterator[Model]:
    """Yield the models of claims whose entries changed; a changed default affects every model."""
    if changed.affect({registry.file.resolve()}) and shared_parts_changed(changed, registry.file):
        yield from registry.models
        return
    # One file holds the entries of many claims: that it changed does not say which are affected.
    for claim in registry.claims:
        file = claim.source.file
        if changed.affect({file.resolve()}) and changed.entry_changed(file, claim.id):
            yield from claim.models


def shared_parts_changed(changed: FileChanges, file: Path) -> bool:
    """Return whether the keys of a registry that all models depend on changed."""
    old = document(changed.git.text(changed.since, file))
    new = document(file.read_text(encoding="utf-8"))
    return shared_parts(old) != shared_parts(new)


def shared_parts(registry: dict[str, Any]) -> list[Any]:
    """Return the values of a registry's keys that all models depend on."""
    suite = registry.get("suite")
    # The title of the suite is no part of a verdict.
    jar = suite.get("tla2tools") if isinstance(suite, dict) else None
    return [registry.get("defaults"), registry.get("groups"), jar]


def entries_now(file: Path) -> dict[str, Any]:
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
