"""The packages that releases import: each version is unpacked once, and linked into many sets.

    <cache>/releases/modules/<name>-<version>-<digest>/   a package, sealed

The sets of two releases differ in a few versions among some hundred packages. npm writes each set
anew, 14,000 files in half a minute; links to what is there take about a second.
"""

import base64
import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field

from moltverify.releases.archives import read_package
from moltverify.releases.made_folder import made_folder
from moltverify.releases.npm import UnobtainableError, pack
from moltverify.releases.package import Package
from moltverify.releases.package_lock import PackageLock, PackageSet
from moltverify.releases.seals import SEAL, require_sealed, seal

AT_ONCE = 40  # packages per call of npm, which takes up to half a second for each


class PackageStore(Struct):
    """The folder of unpacked packages, and those whose seals were compared already."""

    folder: Path
    checked: set[Path] = field(default_factory=set)

    def put(self, chosen: PackageSet, lock: PackageLock, folder: Path) -> None:
        """Put the packages of a set where Node looks for them; fetch what is missing.

        Raises UnobtainableError, and leaves out what npm leaves out with --omit=optional.
        """
        pinned = {key: pinned_package(key, entry) for key, entry in lock.packages.items()}
        needed = {
            path: pinned[key]
            for path, key in chosen.tree.items()
            if not lock.packages[key].get("optional")
        }
        self.fetch(needed.values())
        for path, package in needed.items():
            self.require_once(self.place(package))
            link_files(self.place(package), folder / inner_path(path))

    def fetch(self, packages: Iterable[Package]) -> None:
        """Unpack the packages that are not here yet."""
        missing = {one.label: one for one in packages if not self.place(one).is_dir()}
        labels = sorted(missing)
        for start in range(0, len(labels), AT_ONCE):
            some = labels[start : start + AT_ONCE]
            with tempfile.TemporaryDirectory() as place:
                pack(some, Path(place))
                archives = by_integrity(Path(place))
                for label in some:
                    self.unpack(missing[label], archives)

    def unpack(self, package: Package, archives: Mapping[str, Path]) -> None:
        """Unpack a package from the archive that has its digest."""
        archive = archives.get(package.integrity)
        if archive is None:
            raise UnobtainableError(f"the index has another {package.label} than the pinned one")
        with made_folder(self.place(package)) as part:
            for name, content in read_package(archive).items():
                file = part / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            seal(part)

    def place(self, package: Package) -> Path:
        """Return the folder of a package, which differs by its digest."""
        mark = hashlib.sha256(package.integrity.encode()).hexdigest()[:16]
        # A scoped name has a slash.
        return self.folder / f"{package.name.replace('/', '+')}-{package.version}-{mark}"

    def require_once(self, folder: Path) -> None:
        """Raise UnobtainableError unless a package is what it was sealed with."""
        if folder not in self.checked:
            require_sealed(folder)
            self.checked.add(folder)


def pinned_package(key: str, entry: Mapping[str, Any]) -> Package:
    """Return the package of an entry of the lock, whose key is `name@version`."""
    name, _, version = key.rpartition("@")
    return Package(name, version, entry["integrity"])


def by_integrity(folder: Path) -> dict[str, Path]:
    """Return the archives of a folder by their digests: npm's names for them vary by release."""
    found = {}
    for archive in folder.glob("*.tgz"):
        with archive.open("rb") as content:
            digest = hashlib.file_digest(content, "sha512").digest()
        found[f"sha512-{base64.b64encode(digest).decode()}"] = archive
    return found


def inner_path(path: str) -> str:
    """Return a path of a set's tree; raises UnobtainableError if it leads out of the set."""
    parts = PurePosixPath(path).parts
    if not parts or parts[0] != "node_modules" or ".." in parts:
        raise UnobtainableError(f"the lock file has the path {path!r}, which leads elsewhere")
    return path


def link_files(package: Path, target: Path) -> None:
    """Link a package's files into a folder; a file system without links gets copies."""
    for place, _, names in os.walk(package):
        folder = target / Path(place).relative_to(package)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            if name == SEAL:
                continue
            file = Path(place, name)
            try:
                (folder / name).hardlink_to(file)
            except OSError:
                (folder / name).write_bytes(file.read_bytes())
