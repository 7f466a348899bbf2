"""The packages that releases import: each version is unpacked once, and linked into many sets.

    <cache>/releases/modules/<name>-<version>-<digest>/   a package, sealed

The sets of two releases differ in a few versions among some hundred packages. npm writes each set
anew, 14,000 files in half a minute; links to what is there take about a second.
"""

import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from threading import Event

from msgspec import Struct, field

from moltverify.releases.archives import integrity_of, read_package
from moltverify.releases.made_folder import made_folder
from moltverify.releases.npm import UnobtainableError, pack
from moltverify.releases.package import Package
from moltverify.releases.package_lock import PackageLock, PackageSet
from moltverify.releases.seals import SEAL, require_sealed_once, seal

AT_ONCE = 40  # packages per call of npm, which takes up to half a second for each


class PackageStore(Struct):
    """The folder of unpacked packages, and those whose seals were compared already.

    Nothing more is fetched once `stop` is set.
    """

    folder: Path
    checked: set[Path] = field(default_factory=set)
    stop: Event = field(default_factory=Event)

    def put(self, chosen: PackageSet, lock: PackageLock, folder: Path) -> None:
        """Put the packages of a set where Node looks for them; fetch what is missing.

        Raises UnobtainableError.
        """
        needed = {
            path: pinned_package(key, lock.packages[key]) for path, key in chosen.tree.items()
        }
        self.fetch(needed.values())
        for path, package in needed.items():
            place = self.folder / package.folder_name
            require_sealed_once(place, self.checked)
            link_files(place, folder / inner_path(path))

    def fetch(self, packages: Collection[Package]) -> None:
        """Unpack the packages that are not here yet."""
        missing = {
            one.label: one for one in packages if not (self.folder / one.folder_name).is_dir()
        }
        labels = sorted(missing)
        for start in range(0, len(labels), AT_ONCE):
            some = labels[start : start + AT_ONCE]
            with tempfile.TemporaryDirectory() as place:
                pack(some, Path(place), self.stop)
                # By their digests: npm's names for archives differ from release to release.
                archives = {integrity_of(one): one for one in Path(place).glob("*.tgz")}
                for label in some:
                    self.unpack(missing[label], archives)

    def unpack(self, package: Package, archives: Mapping[str, Path]) -> None:
        """Unpack a package from the archive that has its digest."""
        archive = archives.get(package.integrity)
        if archive is None:
            raise UnobtainableError(f"the index has another {package.label} than the pinned one")
        with made_folder(self.folder / package.folder_name) as part:
            for name, content in read_package(archive).items():
                file = part / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            seal(part)


def pinned_package(key: str, integrity: str) -> Package:
    """Return the package of an entry of the lock, whose key is `name@version`."""
    name, _, version = key.rpartition("@")
    return Package(name, version, integrity)


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
