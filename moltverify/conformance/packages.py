"""Packages on disk: fetched, verified, unpacked, kept.

    <cache>/harness-<digest>/node_modules/           what the registry's lock file pins
    <cache>/harness-<digest>/<name>-<version>-<..>/  a release's dist/ and package.json

A release lies below the packages that it imports, where Node looks for them. Each folder carries a
seal, a digest over all of its files, which is compared before the folder is used: code that was cut
short, or changed since it was unpacked, is not run.
"""

import base64
import hashlib
import os
import shutil
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from moltverify.conformance import npm
from moltverify.conformance.npm import UnobtainableError
from moltverify.conformance.records import Package
from moltverify.file_access import sha256
from moltverify.store.pruning import UNUSED

MANIFEST, LOCK = "package.json", "package-lock.json"
LARGEST = 800_000_000  # bytes: three times what the largest release unpacks to
CODE = frozenset({".js", ".mjs", ".cjs", ".json", ".wasm"})
SEAL = ".seal"


def dependencies_folder(dependencies: Path | None, cache: Path) -> Path:
    """Return the folder whose node_modules/ has what a lock file pins, installed if it is missing.

    `dependencies` is the folder of the lock file; without one the folder has no node_modules/.
    """
    if dependencies is None:
        return cache / "harness-none"
    # By the lock file's digest: a changed one does not affect what another checkout uses.
    folder = cache / f"harness-{sha256(dependencies / LOCK)[:16]}"
    modules = folder / "node_modules"
    if modules.is_dir():
        require_sealed(modules)
        return folder
    with made_folder(folder) as part:
        for name in (MANIFEST, LOCK):
            shutil.copyfile(dependencies / name, part / name)
        npm.install(part)
        (part / "node_modules").mkdir(exist_ok=True)  # npm makes none for an empty lock file
        seal(part / "node_modules")
    return folder


def release_folder(package: Package, dependencies: Path | None, cache: Path) -> Path:
    """Return a release's folder, fetching and verifying it first when it is missing.

    Raises UnobtainableError when it cannot be fetched, or is not the one that was pinned.
    """
    # In the folder's name, so that a release with another pinned digest is fetched again.
    mark = hashlib.sha256(package.integrity.encode()).hexdigest()[:16]
    # A scoped name has a slash.
    name = f"{package.name.replace('/', '+')}-{package.version}-{mark}"
    folder = dependencies_folder(dependencies, cache) / name
    if folder.is_dir():
        require_sealed(folder)
        return folder
    with made_folder(folder) as part, tempfile.TemporaryDirectory(dir=part.parent) as downloads:
        archive = npm.fetch(package, Path(downloads))
        verify(archive, package)
        unpack(archive, part)
        seal(part)
    # Here, because the cache grows here only, and a search through it is short beside npm's work.
    remove_unused(cache)
    return folder


def remove_unused(cache: Path) -> None:
    """Remove the releases, and the dependencies, that were not used in the last 30 days."""
    for file in cache.glob(f"harness-*/*/{SEAL}"):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > UNUSED:
                # Each use of a release is one of the dependencies beside it.
                whole = file.parent.name == "node_modules"
                shutil.rmtree(file.parents[1] if whole else file.parent, ignore_errors=True)


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


def digest_of_tree(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of all files of a folder but its seal."""
    files = sorted(
        os.path.join(place, name)  # noqa: PTH118 - thousands of files, and Path is slow
        for place, _, names in os.walk(folder)
        for name in names
        if name != SEAL
    )
    digest = hashlib.sha256()
    for file in files:
        # Relative, because a folder is renamed after it was sealed.
        name = os.path.relpath(file, folder)
        digest.update(f"{sha256(Path(file))} {name}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


@contextmanager
def made_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the wanted one, and put it in place once it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside it, because a rename is atomic only within one file system.
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        yield part
        try:
            part.rename(folder)
        except OSError:
            # Another process was quicker; what it made is the same.
            if not folder.is_dir():
                raise
    except OSError as error:
        raise UnobtainableError(f"cannot make {folder}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def verify(archive: Path, package: Package) -> None:
    """Raise UnobtainableError unless the archive is the one that was pinned."""
    with archive.open("rb") as content:
        digest = hashlib.file_digest(content, "sha512").digest()
    found = f"sha512-{base64.b64encode(digest).decode()}"
    if found != package.integrity:
        raise UnobtainableError(
            f"the archive of {package.label} is not the pinned one: "
            f"its digest is {found}, pinned is {package.integrity}"
        )


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the code of an archive, and nothing that leads out of the folder."""
    size = 0
    try:
        with tarfile.open(archive, "r:gz") as content:
            for member in content:
                if not is_code(member):
                    continue
                size += member.size
                if size > LARGEST:
                    raise UnobtainableError(f"{archive.name} unpacks to more than {LARGEST} bytes")
                member.name = str(PurePosixPath(member.name).relative_to("package"))
                # "data" refuses names and links that lead out of the folder (PEP 706).
                content.extract(member, folder, filter="data")
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise UnobtainableError(f"{archive.name} cannot be unpacked: {error}") from error


def is_code(member: tarfile.TarInfo) -> bool:
    """Tell whether a member of an archive is a file that Node may load."""
    wanted = member.name.startswith("package/dist/") and PurePosixPath(member.name).suffix in CODE
    return member.isfile() and (wanted or member.name == "package/package.json")
