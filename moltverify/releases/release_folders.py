"""Releases on disk: fetched, verified, reduced to what is loaded, kept beside their packages.

    <cache>/releases/code-<digest>/<name>-<version>-<..>/   what is kept of a release
    <cache>/releases/packages-<set>/node_modules/           links to the packages that it imports

A link leads from a release to its packages, where Node looks for them. Each folder carries a seal,
a digest over all of its files, which is compared before the folder is used: code that was cut
short, or changed since it was unpacked, is not run.
"""

import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock

from msgspec import Struct, field

from moltverify.releases import npm
from moltverify.releases.archives import read_code, verify
from moltverify.releases.import_closure import package_name
from moltverify.releases.made_folder import made_folder
from moltverify.releases.package import Package
from moltverify.releases.package_lock import (
    PackageLock,
    PackageSet,
    resolved,
    write_manifest,
)
from moltverify.releases.package_store import PackageStore
from moltverify.releases.release_code import asked_versions, keep_code, kept_name, read_imports
from moltverify.releases.seals import MODULES, SEAL, require_sealed_once, seal
from moltverify.releases.symbol_search import Wanted
from moltverify.store.pruning import UNUSED


class ReleaseStore(Struct):
    """Where releases are kept, what is kept of them, and their pinned packages.

    Of a release, what the `wanted` symbols load is kept, or all of its code if `whole`. `lock`
    grows when a release imports packages that it does not have. `archives` is a folder with
    `NAME-VERSION.tgz` files that are taken instead of npm's. Nothing is fetched any more once
    `stop` is set. Threads may share a store.
    """

    cache: Path
    wanted: Sequence[Wanted] = ()
    whole: bool = False
    lock: PackageLock = PackageLock()
    archives: Path | None = None
    stop: Event = field(default_factory=Event)
    guard: Lock = field(default_factory=Lock)
    checked: set[Path] = field(default_factory=set)
    linked: set[Path] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        """The folder of everything that is kept."""
        return self.cache / "releases"

    @property
    def modules(self) -> PackageStore:
        """The packages that all sets share."""
        return PackageStore(self.folder / "modules", self.checked, self.stop)

    def release(self, package: Package) -> Path:
        """Return a release's folder with its packages, fetching and verifying what is missing.

        Raises UnobtainableError when it cannot be fetched, or is not the one that was pinned.
        """
        code = self.code(package)
        with self.guard:
            if code not in self.linked:
                link_modules(code, self.packages(dict(self.lock.used.get(package.label, {}))))
                self.linked.add(code)
        return code

    def likely_packages(self, code: Path) -> set[str]:
        """Return the packages that some release uses and this one imports.

        It is likely to use them too, and each package that a replay misses costs an installation.
        """
        used = {name for packages in self.lock.used.values() for name in packages}
        return used & read_imports(code).keys()

    def used(self, package: Package) -> frozenset[str]:
        """Return the names of the packages that are installed for a release."""
        return frozenset(self.lock.used.get(package.label, {}))

    def add_packages(self, package: Package, names: Iterable[str]) -> None:
        """Install packages that a release turned out to use.

        Of those that a release imports, few are used by the code that is replayed. What its
        package.json does not name is not installed.
        """
        code = self.code(package)
        asked = asked_versions(code)
        with self.guard:
            used = dict(self.lock.used.get(package.label, {}))
            missing = set(map(package_name, names)) - used.keys()
            if missing & asked.keys():
                missing |= self.likely_packages(code) - used.keys()
                more = {name: asked[name] for name in missing if name in asked}
                wanted = dict(sorted({**used, **more}.items()))
                link_modules(code, self.packages(wanted))
                self.lock = self.lock.with_used(package.label, wanted)

    def code(self, package: Package) -> Path:
        """Return the folder with what is kept of a release."""
        folder = self.folder / kept_name(self.wanted, self.whole) / package.folder_name
        if folder.is_dir():
            require_sealed_once(folder, self.checked)
            return folder
        with made_folder(folder) as part, tempfile.TemporaryDirectory(dir=part.parent) as place:
            archive = self.archive(package, Path(place))
            verify(archive, package)
            keep_code(
                read_code(archive),
                self.wanted,
                part,
                product=package.name.rpartition("/")[2],
                whole=self.whole,
            )
            seal(part)
        # Here, because the cache grows here only, and a search is short beside npm's work.
        remove_unused(self.folder)
        return folder

    def archive(self, package: Package, place: Path) -> Path:
        """Return a release's archive: from the folder of archives, or fetched."""
        if self.archives:
            given = (
                self.archives
                / f"{package.name.replace('/', '-').lstrip('@')}-{package.version}.tgz"
            )
            if given.is_file():
                return given
        return npm.fetch(package, place, self.stop)

    def packages(self, imports: dict[str, str]) -> Path | None:
        """Return the folder with the packages of a set, installed if it is missing."""
        if not imports:
            return None
        chosen = self.pinned(imports)
        folder = self.folder / f"packages-{chosen.id}"
        if folder.is_dir():
            require_sealed_once(folder / MODULES, self.checked)
            return folder
        with made_folder(folder) as part:
            # The harness reads there which packages a release may load.
            write_manifest(chosen.wanted, part)
            (part / MODULES).mkdir()
            self.modules.put(chosen, self.lock, part)
            seal(part / MODULES)
        return folder

    def pinned(self, imports: dict[str, str]) -> PackageSet:
        """Return the pinned set of what a release imports; the index is asked for a new one."""
        known = self.lock.set_for(imports)
        if known is None:
            with tempfile.TemporaryDirectory() as place:
                known, packages = resolved(imports, Path(place), self.stop)
            self.lock = self.lock.with_set(known, packages)
        return known


def link_modules(code: Path, packages: Path | None) -> None:
    """Let a release's imports find its packages."""
    link = code / MODULES
    target = packages / MODULES if packages else None
    if link.is_symlink() and target and link.readlink() == target:
        return
    with suppress(FileNotFoundError):
        link.unlink()
    if target:
        link.symlink_to(target, target_is_directory=True)


def remove_unused(folder: Path) -> None:
    """Remove the releases, and the packages, that were not used in the last 30 days."""
    places = (f"code-*/*/{SEAL}", f"modules/*/{SEAL}", f"packages-*/{MODULES}/{SEAL}")
    for file in (file for place in places for file in folder.glob(place)):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > UNUSED:
                whole = file.parent.name == MODULES
                shutil.rmtree(file.parents[1] if whole else file.parent, ignore_errors=True)
