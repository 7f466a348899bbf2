"""What is kept of a release: the files that its replayed symbols load, and where each symbol is.

The archive of one release is up to 95 MB, and 250 MB unpacked; of these a replay loads 8 MB.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.releases.archives import MANIFEST
from moltverify.releases.code_facts import FACTS, FileFacts, file_facts
from moltverify.releases.import_closure import import_closure
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.symbol_search import SymbolPlace, Wanted, symbol_places

PLACES = "symbols.json"  # where each symbol is, which the harness reads
IMPORTS = "imports.json"  # the packages that the kept files import, with the versions asked for
DIST = "dist/"
READ = (".json", ".wasm")  # suffixes of files that code reads by their paths
FORM = 5  # counted up when other files are kept


class ReleaseManifest(Struct, frozen=True):
    """The parts of a release's package.json that are read here."""

    dependencies: Mapping[str, str] = {}
    optional: Mapping[str, str] = msgspec.field(name="optionalDependencies", default={})
    engines: Mapping[str, str] = {}


def kept_name(wanted: Sequence[Wanted], whole: bool) -> str:
    """Return the name of the folder for releases of which these symbols, or all, are kept."""
    content = msgspec.json.encode([FORM, whole, sorted(wanted, key=lambda one: one.file)])
    return f"code-{hashlib.sha256(content).hexdigest()[:16]}"


def keep_code(
    code: Mapping[str, bytes],
    wanted: Sequence[Wanted],
    folder: Path,
    *,
    product: str,
    whole: bool,
) -> None:
    """Write what the wanted symbols of a release load, or all of its code if `whole`.

    `code` has the files of the package, and `product` is the package's name.
    """
    dist = {name[len(DIST) :]: text for name, text in code.items() if name.startswith(DIST)}
    places = symbol_places(dist, wanted)
    entries = [one.file for one in places.values() if one.file]
    closure = import_closure(dist, dist if whole else entries)
    (folder / DIST).mkdir()  # a release may have no code
    # No import names these: code reads them when it is loaded or called.
    for file in (*closure.files, *(name for name in dist if name.endswith(READ))):
        (folder / DIST / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / DIST / file).write_bytes(dist[file])
    release = decoded_manifest(code.get(MANIFEST, b""), product)
    (folder / MANIFEST).write_bytes(code[MANIFEST])
    (folder / PLACES).write_bytes(encoded(places))
    (folder / FACTS).write_bytes(encoded(file_facts(dist, closure.files, product)))
    (folder / IMPORTS).write_bytes(encoded(versions_asked(release, closure.packages)))


def encoded(value: Mapping[str, SymbolPlace | FileFacts | str]) -> bytes:
    """Return the JSON of a mapping, sorted."""
    return msgspec.json.encode(value, order="sorted")


def versions_asked(release: ReleaseManifest, packages: Sequence[str]) -> dict[str, str]:
    """Return the versions that a release asks for of the packages that its files import."""
    asked = {**release.optional, **release.dependencies}
    # What it does not ask for is a fault of the release, or a part of it that no one installs.
    return {name: asked[name] for name in packages if name in asked}


def asked_versions(folder: Path) -> dict[str, str]:
    """Return the versions of all packages that a kept release asks for."""
    release = read_manifest(folder)
    return {**release.optional, **release.dependencies}


def read_manifest(folder: Path) -> ReleaseManifest:
    """Return the package.json of a kept release; raises UnobtainableError if it is damaged."""
    return decoded_manifest((folder / MANIFEST).read_bytes(), folder.name)


def decoded_manifest(content: bytes, name: str) -> ReleaseManifest:
    """Return a package.json; raises UnobtainableError if it cannot be read."""
    try:
        return msgspec.json.decode(content, type=ReleaseManifest)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UnobtainableError(f"the package.json of {name} cannot be read: {error}") from error


@cache  # a claim after the other asks about the same release
def read_places(folder: Path) -> dict[str, SymbolPlace]:
    """Return where a kept release has each symbol that some adapter needs, by `FILE#SYMBOL`."""
    return msgspec.json.decode((folder / PLACES).read_bytes(), type=dict[str, SymbolPlace])


@cache
def read_imports(folder: Path) -> dict[str, str]:
    """Return the packages that a kept release imports, with the versions asked for."""
    return msgspec.json.decode((folder / IMPORTS).read_bytes(), type=dict[str, str])
