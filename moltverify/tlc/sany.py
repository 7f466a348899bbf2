"""The mistakes that SANY, TLA+'s parser, reports; it prints plain text without codes.

Source: tla2sany.drivers.SANY and tla2sany.semantic.Errors of TLC 2.15 (d5b5a7f).
"""

from __future__ import annotations

import re

from msgspec import Struct

from moltverify.tlc.trace import Place
from moltverify.tlc.trace_reader import read_place

_PARSE_ERROR = re.compile(
    r"\*\*\*\s*Parse Error\s*\*\*\*\n(.*?)(?=\n\s*\n|\nResidual stack|\Z)", re.DOTALL
)
_LEXICAL_ERROR = re.compile(r"^Lexical error at .*$", re.MULTILINE)
# 2.15 prints the brace (tla2sany.parser.TLAplusParserTokenManager).
_OPEN_COMMENT = re.compile(
    r"^Lexical \{?error: (EOF reached, possibly open comment starting around line (\d{1,9}))",
    re.MULTILINE,
)
_POINT = re.compile(r"line (\d{1,9}), column (\d{1,9})")
_COUNT = re.compile(
    r"\*\*\* (?:Errors|Abort messages): \d+\n(.*?)(?=^\*\*\* |\Z)", re.DOTALL | re.MULTILINE
)
_ITEM = re.compile(
    r"^(line \d+, col \d+ to line \d+, col \d+ of module \w+|Unknown location|In module \w+)"
    r"[ \t]*\n\s*\n(.*?)(?=\n\s*\n|\n\*\*\*|\Z)",
    re.DOTALL | re.MULTILINE,
)
_PARSED_FILE = re.compile(r"^Parsing file (.*?)\.tla\b", re.MULTILINE)
_UNPARSED = re.compile(r"Could not parse module (\w+)")


class SanyErrors(Struct, frozen=True):
    """All mistakes, one a line, and the place of the first; `is_syntax` if it does not parse."""

    is_syntax: bool
    message: str
    place: Place | None = None


def _module(text: str, end: int) -> str | None:
    """Return the module that SANY was parsing, because a syntax error does not name it."""
    if unparsed := _UNPARSED.search(text, end):
        return unparsed[1]
    files = _PARSED_FILE.findall(text, 0, end)
    return re.split(r"[/\\]", files[-1])[-1] if files else None


def _syntax_error(text: str, found: re.Match[str], message: str) -> SanyErrors:
    point = _POINT.search(message)
    module = _module(text, found.start())
    place = Place(module, int(point[1]), int(point[2])) if point else None
    return SanyErrors(True, message.strip(), place)


def _semantic_errors(text: str) -> SanyErrors:
    items: list[tuple[str, str]] = []
    for block in _COUNT.findall(text):
        items += [(where, " ".join(what.split())) for where, what in _ITEM.findall(block)]
    # Newer jars print an abort twice, so each mistake is kept once.
    items = list(dict.fromkeys(items))
    lines = [what if where == "Unknown location" else f"{where}: {what}" for where, what in items]
    places = filter(None, (read_place(where) for where, _ in items))
    return SanyErrors(False, "\n".join(lines), next(places, None))


def read_sany(text: str) -> SanyErrors:
    """Return the mistakes in SANY's output; the message is empty if it reports none."""
    # SANY analyses semantics only after a module parses.
    if found := _PARSE_ERROR.search(text):
        return _syntax_error(text, found, found[1])
    if found := _LEXICAL_ERROR.search(text):
        return _syntax_error(text, found, found[0])
    if found := _OPEN_COMMENT.search(text):
        return SanyErrors(True, found[1], Place(_module(text, found.start()), int(found[2])))
    return _semantic_errors(text)
