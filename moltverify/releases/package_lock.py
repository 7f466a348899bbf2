"""The packages that releases import, pinned: exact versions and digests in one file.

Each release imports some of the packages that its own package.json names. Releases that import the
same packages at the same versions share a set. The file has no addresses: npm finds a package by
its name, and its digest says whether it is the one.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from threading import Event

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.releases.npm import NOT_AGAIN, npm
from moltverify.store.json_records import read_json
from moltverify.store.record_files import write_atomically

FORMAT = 2
MANIFEST, LOCK = "package.json", "package-lock.json"


class PackageSet(Struct, frozen=True, kw_only=True):
    """What releases import: `wanted` with the versions asked for, and where each package lies.

    `tree` has for each path below the folder, such as `node_modules/chalk`, a key of `packages`.
    """

    wanted: Mapping[str, str]
    tree: Mapping[str, str]

    @property
    def id(self) -> str:
        """A short digest of what is wanted and what was resolved."""
        content = msgspec.json.encode(self, order="deterministic")
        return hashlib.sha256(content).hexdigest()[:16]


class PackageLock(Struct, frozen=True, kw_only=True):
    """All sets, and the digests of their packages by `name@version`.

    `used` has for each release, by its label, the packages that its replayed code uses, with the
    versions asked for.
    """

    format: int = FORMAT
    packages: Mapping[str, str] = {}
    sets: tuple[PackageSet, ...] = ()
    used: Mapping[str, Mapping[str, str]] = {}

    def set_for(self, wanted: Mapping[str, str]) -> PackageSet | None:
        """Return the set of what a release wants, if it is pinned."""
        return next((one for one in self.sets if one.wanted == wanted), None)

    def with_set(self, added: PackageSet, packages: Mapping[str, str]) -> "PackageLock":
        """Return the lock with one more set; what is pinned already stays."""
        known = {**packages, **self.packages}
        ordered = sorted((*self.sets, added), key=lambda one: one.id)
        return replace(self, packages=dict(sorted(known.items())), sets=tuple(ordered))

    def with_used(self, label: str, wanted: Mapping[str, str]) -> "PackageLock":
        """Return the lock with what a release uses."""
        return replace(self, used=dict(sorted({**self.used, label: dict(wanted)}.items())))

    def tidy(self) -> "PackageLock":
        """Return the lock without sets that no release uses, and without their packages."""
        sets = tuple(one for one in self.sets if one.wanted in self.used.values())
        keys = {key for one in sets for key in one.tree.values()}
        packages = {key: digest for key, digest in self.packages.items() if key in keys}
        return replace(self, sets=sets, packages=packages)


def read_package_lock(file: Path | None) -> PackageLock:
    """Return the lock in a file; an empty one if there is no file. Raises UsageError."""
    if file is None:
        return PackageLock()
    try:
        lock = read_json(file.read_bytes(), PackageLock)
    except FileNotFoundError:
        return PackageLock()
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {file}: {error}", "remove it; conform writes it") from error
    if lock.format != FORMAT:
        raise UsageError(f"{file} has format {lock.format}, not {FORMAT}", "update moltverify")
    return lock


def write_package_lock(file: Path, lock: PackageLock) -> None:
    """Write a lock, indented for diffs. Raises StoreError."""
    content = msgspec.json.encode(lock.tidy(), order="deterministic")
    write_atomically(file, msgspec.json.format(content, indent=1) + b"\n")


def resolved(
    wanted: Mapping[str, str], folder: Path, stop: Event | None = None
) -> tuple[PackageSet, dict[str, str]]:
    """Ask npm which packages the wanted ones need, and their digests; nothing is installed.

    What is needed by optional dependencies only is left out. `folder` is empty and temporary.
    Raises UnobtainableError, also once `stop` is set.
    """
    write_manifest(wanted, folder)
    npm(["install", "--package-lock-only", NOT_AGAIN, "--no-audit", "--no-fund"], folder, stop)
    lock = msgspec.json.decode((folder / LOCK).read_bytes())
    packages: dict[str, str] = {}
    tree: dict[str, str] = {}
    for path, entry in lock["packages"].items():
        # Of a place in this set, not of the package: another set may need the same version.
        if path and "integrity" in entry and not entry.get("optional"):
            # An alias says what it stands for.
            name = entry.get("name") or path.rpartition("node_modules/")[2]
            key = f"{name}@{entry['version']}"
            packages[key] = entry["integrity"]
            tree[path] = key
    return PackageSet(wanted=dict(wanted), tree=tree), packages


def write_manifest(wanted: Mapping[str, str], folder: Path) -> None:
    """Write the package.json of a folder into which packages are put."""
    content = {"name": "moltverify-releases", "private": True, "dependencies": dict(wanted)}
    (folder / MANIFEST).write_bytes(msgspec.json.encode(content))
