"""The seals of kept folders: a digest over all files, by which a changed folder is noticed."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from moltverify.file_access import sha256
from moltverify.releases.npm import UnobtainableError

SEAL = ".seal"
MODULES = "node_modules"


def seal(folder: Path) -> None:
    """Write a folder's seal into it."""
    (folder / SEAL).write_text(digest_of_tree(folder), encoding="ascii")


def require_sealed(folder: Path) -> None:
    """Raise UnobtainableError unless a folder's files are those that it was sealed with."""
    try:
        kept = (folder / SEAL).read_text(encoding="ascii", errors="replace")
        whole = kept == digest_of_tree(folder)
    except FileNotFoundError:
        whole = False
    except OSError as error:
        raise UnobtainableError(f"cannot read {folder}: {error.strerror or error}") from error
    if not whole:
        raise UnobtainableError(
            f"{folder} is not what was unpacked there: remove it, and it is fetched again"
        )
    with suppress(OSError):
        (folder / SEAL).touch()  # its time stamp is that of the last use


def require_sealed_once(folder: Path, checked: set[Path]) -> None:
    """Require a folder's seal unless the folder is among those that were checked, and add it."""
    if folder not in checked:
        require_sealed(folder)
        checked.add(folder)


def digest_of_tree(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of all files of a folder but its seal.

    The link to a release's packages leads to another folder, which has a seal of its own. Once that
    folder was removed, the link counts as a file for `os.walk`.
    """
    files = sorted(
        os.path.join(place, name)  # noqa: PTH118 - thousands of files, and Path is slow
        for place, _, names in os.walk(folder)
        for name in names
        if name != SEAL and not (name == MODULES and place == str(folder))
    )
    digest = hashlib.sha256()
    for file in files:
        # Relative, because a folder is renamed after it was sealed.
        name = os.path.relpath(file, folder)
        digest.update(f"{sha256(Path(file))} {name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
