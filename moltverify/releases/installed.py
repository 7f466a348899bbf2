"""Installed packages: in a folder, in `node_modules` upward, and where npm installs globally.

No program is started: npm takes longer to name its folder than all of this.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from shutil import which

from msgspec import Struct

from moltverify.store.json_records import read_json

MODULES = "node_modules"
MANIFEST = "package.json"
PREFIX = re.compile(r"^\s*prefix\s*=\s*(.+?)\s*$", re.MULTILINE)


class Installed(Struct, frozen=True):
    """An installed package: its name, its version, and its folder."""

    name: str
    version: str
    folder: Path

    @property
    def label(self) -> str:
        """The release as npm writes it."""
        return f"{self.name}@{self.version}"


class PackageManifest(Struct, frozen=True):
    """What is read of a package.json."""

    name: str = ""
    version: str = ""


def installed_packages(
    names: Collection[str], start: Path, environment: Mapping[str, str]
) -> list[Installed]:
    """Return the packages with these names that a command in a folder may use, nearest first."""
    found: dict[Path, Installed] = {}
    for folder in (
        *(above / MODULES / name for above in (start, *start.parents) for name in names),
        *(folder / name for folder in global_folders(environment) for name in names),
        *folders_of_commands(names, environment),
    ):
        one = package_in(folder, names)
        if one:
            found.setdefault(one.folder, one)
    return list(found.values())


def packages_at(path: Path, names: Collection[str]) -> list[Installed]:
    """Return the packages with these names that are a folder, or installed in it."""
    places = [path, path.parent] if path.name == MANIFEST else [path]
    folders = [
        place
        for top in places
        for place in (top, *(top / name for name in names), *(top / MODULES / n for n in names))
    ]
    found = [one for one in (package_in(folder, names) for folder in folders) if one]
    return list({one.folder: one for one in found}.values())


def package_in(folder: Path, names: Collection[str]) -> Installed | None:
    """Return the package in a folder if it has one of these names and a version."""
    try:
        manifest = read_json((folder / MANIFEST).read_bytes(), PackageManifest)
    except (OSError, ValueError):
        return None
    if manifest.name not in names or not manifest.version:
        return None
    # pnpm and npm link install by symbolic links.
    return Installed(manifest.name, manifest.version, folder.resolve())


def global_folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders into which npm may install globally, the configured ones first."""
    for prefix in prefixes(environment):
        yield prefix / "lib" / MODULES
        yield prefix / MODULES  # on Windows


def prefixes(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield npm's prefix, as far as the environment, ~/.npmrc and the place of Node show it."""
    for name in ("NPM_CONFIG_PREFIX", "npm_config_prefix"):
        if environment.get(name):
            yield Path(environment[name])
    home = environment.get("HOME") or environment.get("USERPROFILE") or ""
    if home:
        yield from configured_prefix(Path(home))
    if environment.get("APPDATA"):
        yield Path(environment["APPDATA"]) / "npm"
    for program in ("npm", "node"):
        found = which(program, path=environment.get("PATH", ""))
        if found:
            # As it is on the path, and where the link leads, as version managers make them.
            yield Path(found).parent.parent
            yield Path(os.path.realpath(found)).parent.parent


def configured_prefix(home: Path) -> Iterator[Path]:
    """Yield the prefix that the .npmrc of a home folder names."""
    try:
        text = (home / ".npmrc").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for value in PREFIX.findall(text):
        yield Path(value.strip("\"'").replace("${HOME}", str(home)).replace("~", str(home), 1))


def folders_of_commands(names: Collection[str], environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders above the commands that have the packages' names."""
    for name in names:
        found = which(name, path=environment.get("PATH", ""))
        if found:
            yield from Path(os.path.realpath(found)).parents
