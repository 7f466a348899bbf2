"""What is kept of a release: the files that its replayed symbols load, and where each symbol is.

The archive of one release is up to 95 MB, and 250 MB unpacked; of these a replay loads 8 MB.
"""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.releases.code_facts import FACTS, FileFacts, file_facts
from moltverify.releases.import_closure import import_closure
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.symbol_search import SymbolPlace, Wanted, symbol_places

PLACES = "symbols.json"  # where each symbol is, which the harness reads
IMPORTS = "imports.json"  # the packages that the kept files import, with the versions asked for
FORM = 1  # counted up when other files are kept


class Manifest(Struct, frozen=True):
    """The parts of a release's package.json that are read here."""

    dependencies: Mapping[str, str] = {}
    optional: Mapping[str, str] = msgspec.field(name="optionalDependencies", default={})
    engines: Mapping[str, str] = {}


def kept_name(wanted: Sequence[Wanted], whole: bool) -> str:
    """Return the name of the folder for releases of which these symbols, or all, are kept."""
    content = msgspec.json.encode([FORM, whole, sorted(wanted, key=lambda one: one.file)])
    return f"code-{hashlib.sha256(content).hexdigest()[:16]}"


def keep_code(
    unpacked: Path, wanted: Sequence[Wanted], folder: Path, *, product: str, whole: bool
) -> None:
    """Copy from an unpacked release what the wanted symbols load, or all of dist/ if `whole`.

    `product` is the name of the package.
    """
    dist = unpacked / "dist"
    dist.mkdir(exist_ok=True)  # a release may have no code
    places = symbol_places(dist, wanted)
    entries = [one.file for one in places.values() if one.file]
    closure = import_closure(dist, all_files(dist) if whole else entries)
    for file in closure.files:
        (folder / "dist" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dist / file, folder / "dist" / file)
    (folder / "dist").mkdir(exist_ok=True)
    (folder / PLACES).write_bytes(encoded(places))
    (folder / FACTS).write_bytes(encoded(file_facts(dist, closure.files, product)))
    (folder / IMPORTS).write_bytes(encoded(imports_of_release(unpacked, closure.packages)))
    shutil.copyfile(unpacked / "package.json", folder / "package.json")


def all_files(dist: Path) -> list[str]:
    """Return the names of all files below dist/."""
    return [one.relative_to(dist).as_posix() for one in dist.rglob("*") if one.is_file()]


def encoded(value: Mapping[str, SymbolPlace | FileFacts | str]) -> bytes:
    """Return the JSON of a mapping, sorted."""
    return msgspec.json.encode(value, order="sorted")


def imports_of_release(unpacked: Path, packages: Sequence[str]) -> dict[str, str]:
    """Return the versions that a release asks for of the packages that its files import."""
    release = read_manifest(unpacked)
    asked = {**release.optional, **release.dependencies}
    # What it does not ask for is a fault of the release, or a part of it that no one installs.
    return {name: asked[name] for name in packages if name in asked}


def read_manifest(folder: Path) -> Manifest:
    """Return a release's package.json; raises UnobtainableError if it cannot be read."""
    try:
        return msgspec.json.decode((folder / "package.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UnobtainableError(f"{folder.name}/package.json cannot be read: {error}") from error


def read_imports(folder: Path) -> dict[str, str]:
    """Return the packages that a kept release imports, with the versions asked for."""
    return msgspec.json.decode((folder / IMPORTS).read_bytes(), type=dict[str, str])
