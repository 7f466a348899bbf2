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

    A symbol that its file keeps to itself is `hidden`, and has no alias: the harness exports it.
    Without a file, `reason` says why there is none.
    """

    file: str = ""
    alias: str = ""
    reason: str = ""
    hidden: bool = False


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
    definers: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for chunk in chunks(dist) if names else ():
        source = dist[chunk]
        for name in names:
            # The plain search first: most chunks have none of the names.
            if name.encode() in source and defines(source, name):
                definers[name].append((chunk, exported_name(source, name)))
    for module, symbol in wanted:
        yield place_key(module.file, symbol), best_place(definers[symbol], module.file, symbol)


def chunks(dist: Code) -> list[str]:
    """Return the names of the chunks at the top of dist/, in alphabetical order."""
    return sorted(name for name in dist if "/" not in name and CHUNK.search(name))


def best_place(definers: list[tuple[str, str]], file: str, symbol: str) -> SymbolPlace:
    """Return the chunk that exports a symbol, or else defines it.

    Of several it is the one that is named like the symbol's module.
    """
    stem = PurePosixPath(file).stem
    order = sorted(definers, key=lambda one: (not one[0].startswith(f"{stem}-"), one[0]))
    for chunk, alias in order:
        if alias:
            return SymbolPlace(chunk, alias)
    if order:
        return SymbolPlace(order[0][0], hidden=True)
    return SymbolPlace(reason=f"no chunk defines {symbol}")


def defines(source: bytes, name: str) -> bool:
    """Tell whether a chunk defines a name at its top level."""
    kinds = rb"^(?:export )?(?:async )?(?:function\*?|class|const|let|var) "
    return re.search(kinds + re.escape(name.encode()) + rb"\b", source, re.MULTILINE) is not None


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
