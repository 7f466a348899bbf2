"""Where a release has a symbol: in a file of its own, in a public subpath, or in a chunk.

A bundled release has no file per module: its files are chunks with hashed names. Symbols that the
package exports under a subpath of its own, such as plugin-sdk/routing, have names that last.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct

# A bundler adds a hash of eight characters to a chunk's name.
CHUNK = re.compile(r"-[\w-]{8}\.m?js$")
EXPORTS = b"\nexport {"
REGION = b"//#region "  # begins the text of a source file, which the bundler names behind it


Code: TypeAlias = Mapping[str, bytes]  # the files below dist/, by name


class Wanted(Struct, frozen=True):
    """Symbols of a module: its file below dist/ in a release that is not bundled.

    `public` is a subpath of the package, such as `plugin-sdk/routing`, that exports them too.
    """

    file: str
    symbols: tuple[str, ...]
    public: str = ""


class SymbolPlace(Struct, frozen=True, omit_defaults=True):
    """The file below dist/ that exports a symbol, and the name that it exports it by.

    If its file keeps it to itself, it is `hidden`, and the alias is its name there: the harness
    exports it. Without a file, `reason` says why there is none.
    """

    file: str = ""
    alias: str = ""
    reason: str = ""
    hidden: bool = False


class SymbolDefinition(Struct, frozen=True):
    """A symbol in a chunk: its name there, and the source file that the bundler names.

    A bundler numbers names that several source files have. `exported` is empty if the chunk keeps
    the symbol to itself.
    """

    chunk: str
    name: str
    source: str
    exported: str


def symbol_places(dist: Code, wanted: Iterable[Wanted]) -> dict[str, SymbolPlace]:
    """Return the place of each symbol, by `FILE#SYMBOL`; `dist` has the files below dist/."""
    places: dict[str, SymbolPlace] = {}
    missing: list[tuple[Wanted, str]] = []
    for module in wanted:
        for symbol in module.symbols:
            found = own_place(dist, module, symbol)
            if found:
                places[place_key(module.file, symbol)] = found
            else:
                missing.append((module, symbol))
    return places | dict(in_chunks(dist, missing))


def place_key(file: str, symbol: str) -> str:
    """Return the key of a symbol's place."""
    return f"{file}#{symbol}"


def own_place(dist: Code, module: Wanted, symbol: str) -> SymbolPlace | None:
    """Return a symbol's place in its module's own file, or in its public subpath."""
    if module.file in dist:
        # Without a look into it: the file may export what another one defines.
        return SymbolPlace(module.file, symbol)
    public = f"{module.public}.js"
    # A subpath has a symbol from a chunk, under the chunk's short name for it.
    if public in dist and exports_as(dist[public], symbol):
        return SymbolPlace(public, symbol)
    return None


def in_chunks(
    dist: Code, wanted: Sequence[tuple[Wanted, str]]
) -> Iterator[tuple[str, SymbolPlace]]:
    """Yield the place of each symbol in the chunks, all of which are read once."""
    names = {symbol for _, symbol in wanted}
    found: dict[str, list[SymbolDefinition]] = {name: [] for name in names}
    for chunk in chunks(dist) if names else ():
        text = dist[chunk]
        for name in names:
            # The plain search first: most chunks have none of the names.
            if name.encode() in text:
                found[name] += definitions(chunk, text, name)
    for module, symbol in wanted:
        yield place_key(module.file, symbol), best_place(found[symbol], module.file, symbol)


def chunks(dist: Code) -> list[str]:
    """Return the names of the chunks at the top of dist/, in alphabetical order."""
    return sorted(name for name in dist if "/" not in name and CHUNK.search(name))


def best_place(found: Iterable[SymbolDefinition], file: str, symbol: str) -> SymbolPlace:
    """Return the place of a symbol of a module.

    The definition from the module's own source file comes first, then one that is exported, then
    that of the nearest folder, then that in the chunk which is named like the module.
    """
    stem = PurePosixPath(file).stem
    possible = [one for one in found if may_be_from(one, file, symbol)]
    order = sorted(
        possible,
        key=lambda one: (
            not is_source_of(one.source, file),
            not one.exported,
            len(PurePosixPath(one.source).parts),
            not one.chunk.startswith(f"{stem}-"),
            one.chunk,
        ),
    )
    if not order:
        return SymbolPlace(reason=f"no chunk defines {symbol}")
    best = order[0]
    return SymbolPlace(best.chunk, best.exported or best.name, hidden=not best.exported)


def may_be_from(found: SymbolDefinition, file: str, symbol: str) -> bool:
    """Tell whether a definition may be that of a module, which may have been moved."""
    if is_source_of(found.source, file):
        return True
    # Under its own name, but not from a file of the same name for another channel.
    alike = PurePosixPath(found.source).stem == PurePosixPath(file).stem
    return found.name == symbol and not alike


def is_source_of(source: str, file: str) -> bool:
    """Tell whether a source file, such as src/house/door.ts, is that of house/door.js."""
    own, wanted = PurePosixPath(source), PurePosixPath(file)
    return own.stem == wanted.stem and set(wanted.parts[:-1]) <= set(own.parts[:-1])


def definitions(chunk: str, text: bytes, name: str) -> Iterator[SymbolDefinition]:
    """Yield the definitions of a name, and of its numbered doubles, at a chunk's top level."""
    kinds = rb"^(?:export )?(?:async )?(?:function\*?|class|const|let|var) "
    pattern = kinds + b"(" + re.escape(name.encode()) + rb"(?:\$\d+)?)(?![\w$])"
    for found in re.finditer(pattern, text, re.MULTILINE):
        own = found[1].decode()
        yield SymbolDefinition(chunk, own, source_at(text, found.start()), exported_name(text, own))


def source_at(text: bytes, place: int) -> str:
    """Return the source file that a bundler names above a place; empty if it names none."""
    region = text.rfind(REGION, 0, place)
    if region < 0:
        return ""
    start = region + len(REGION)
    return text[start : text.find(b"\n", start)].decode("utf-8", "replace").strip()


def exported_name(source: bytes, name: str) -> str:
    """Return the name by which a file exports one of its names; empty if it does not."""
    own = re.escape(name.encode())
    found = re.search(rb"[{,]\s*" + own + rb"(?: as ([\w$]+))?\s*[,}]", export_list(source))
    return (found[1] or name.encode()).decode() if found else ""


def exports_as(source: bytes, name: str) -> bool:
    """Tell whether a file exports something by a name, whatever it calls that itself."""
    own = re.escape(name.encode())
    return (
        re.search(rb"[{,]\s*(?:[\w$]+ as )?" + own + rb"\s*[,}]", export_list(source)) is not None
    )


def export_list(source: bytes) -> bytes:
    """Return the export statement of a bundled file, the last one; empty without one."""
    place = source.rfind(EXPORTS)
    return source[place:] if place >= 0 else b""
