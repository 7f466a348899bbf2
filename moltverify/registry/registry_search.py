"""Find the registry: the one that is named, the nearest one, or the bundled one."""

from collections.abc import Iterator
from pathlib import Path

from moltverify.errors import UsageError
from moltverify.file_access import is_file
from moltverify.registry.repository_root import folders_of_project

NAME = "registry.yaml"
BUNDLED = "bundled"  # the name of the suite that comes with the package
PACKAGE = Path(__file__).parents[1]


def find_registry(given: Path | None, start: Path) -> Path:
    """Find the given registry, by its file or its folder, else the nearest one upward.

    Raises UsageError, with the places that were searched, if there is none.
    """
    if given is not None:
        for file in (given, given / NAME):
            if is_file(file):
                return file
        # No other one instead: its verdicts would be taken for those of the named one.
        raise UsageError(f"there is no registry at {given}", "name a registry.yaml, or its folder")
    for file in candidates(start):
        if is_file(file):
            return file
    # Not the bundled suite: a hook that checks foreign claims passes, whatever was committed.
    raise UsageError(
        f"there is no registry: no specs/{NAME} in {start} or in any folder above it",
        f"run moltverify init, or moltverify adopt where models are; or pass --registry FILE;"
        f" --registry {BUNDLED} names the claims that come with moltverify",
    )


def registry_path(name: str | Path) -> Path:
    """Return the path that a user names; the exact text `bundled` names the bundled suite.

    `./bundled`, and any Path, are paths. Raises UsageError if the installation lacks the suite.
    """
    return bundled_registry() if name == BUNDLED else Path(name)


def candidates(start: Path) -> Iterator[Path]:
    """Yield the paths where the registry may be, best first."""
    for folder in (start, *start.parents):
        yield folder / "specs" / NAME
        if folder.name == "specs":  # a command may start in the folder of the specs, or below
            yield folder / NAME
    yield from (folder / NAME for folder in folders_of_project(start))


def bundled_registry() -> Path:
    """Return the registry of the bundled suite; raises UsageError if the installation lacks it."""
    for file in bundled_candidates():
        if is_file(file):
            return file
    raise UsageError(f"there is no bundled suite in {PACKAGE}", "install moltverify again")


def bundled_candidates() -> Iterator[Path]:
    """Yield the paths of the bundled suite: in an installed package, then in a checkout."""
    yield PACKAGE / "bundled" / NAME
    yield PACKAGE.parent / "specs" / NAME
