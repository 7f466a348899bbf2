"""A light look into a TLA+ module: names and lines, not expressions.

The words are those of Lamport, Specifying Systems, chapter 15. Comments and strings are blanked
first, so their content is never taken for code.
"""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from moltverify.tla.module_text import blank, blanked, header_comment

_HEAD = re.compile(r"-{4,}[ \t]*MODULE[ \t]+(\w+)[ \t]*-{4,}")
_EDGE = re.compile(r"-{4,}[ \t]*MODULE[ \t]+\w+[ \t]*-{4,}|={4,}")
_NAMES = r"\w+(?:\s*,\s*\w+)*"
_EXTENDS = re.compile(rf"\bEXTENDS\s+({_NAMES})")
_INSTANCE = re.compile(r"\bINSTANCE\s+(\w+)")
_VARIABLES = re.compile(rf"\bVARIABLES?\s+({_NAMES})")
_PARAMETER = r"\w+(?:\s*\(\s*_(?:\s*,\s*_)*\s*\))?"
_CONSTANTS = re.compile(rf"\bCONSTANTS?\s+({_PARAMETER}(?:\s*,\s*{_PARAMETER})*)")
_OPERATOR_SHAPE = re.compile(r"\s*\([^)]*\)")
_SCOPE = re.compile(
    r"(?P<let>\bLET\b)|(?P<in>\bIN\b)"
    r"|(?P<unit>\b(?:CONSTANTS?|VARIABLES?|ASSUME|ASSUMPTION|AXIOM|THEOREM|LEMMA|RECURSIVE)\b"
    r"|^[ \t]*(?:LOCAL[ \t]+)?INSTANCE\b|^[ \t]*-{4,}|={4,})"
    r"|^[ \t]*(?:LOCAL[ \t]+)?(?P<name>\w+)[ \t]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|\[[^][]*(?:\[[^][]*\][^][]*)*\])?\s*==(?!=)",
    re.MULTILINE,
)


class Definition(Struct, frozen=True):
    """A top-level definition: its name, its first and last line, counted from 1."""

    name: str
    line: int
    end_line: int

    def lines(self, text: str) -> list[str]:
        """Return the definition's lines out of its module's text."""
        return text.split("\n")[self.line - 1 : self.end_line]


class Module(Struct, frozen=True):
    """What a module is called, depends on, declares and defines; `comment` is its opening text."""

    name: str
    line: int
    extends: tuple[str, ...]
    instances: tuple[str, ...]
    variables: tuple[str, ...]
    constants: tuple[str, ...]
    definitions: tuple[Definition, ...]
    comment: str

    def definition(self, name: str) -> Definition | None:
        """Return the top-level definition of a name, or None if the module has none."""
        return next((each for each in self.definitions if each.name == name), None)


class ModuleSyntaxError(ValueError):
    """A text is no TLA+ module: it has no `---- MODULE Name ----` line."""


def _names(pattern: re.Pattern[str], code: str) -> tuple[str, ...]:
    lists = (_OPERATOR_SHAPE.sub("", found[1]) for found in pattern.finditer(code))
    names = (name.strip() for each in lists for name in each.split(","))
    return tuple(dict.fromkeys(names))


def _body(code: str) -> str:
    """Return the code of the module itself, with modules inside it and all after it blanked."""
    depth, at = 1, 0
    kept: list[str] = []
    for edge in _EDGE.finditer(code):
        piece = code[at : edge.start()]
        kept += [piece if depth == 1 else blank(piece), " " * len(edge[0])]
        depth += -1 if edge[0].startswith("=") else 1
        at = edge.end()
        if depth == 0:
            return "".join(kept)
    return "".join(kept) + code[at:]


def _units(code: str) -> list[tuple[str, int]]:
    """Return where each top-level unit begins, with its name if it is a definition."""
    units: list[tuple[str, int]] = []
    depth = 0
    for found in _SCOPE.finditer(code):
        if found["let"]:
            depth += 1
        elif found["in"]:
            depth = max(0, depth - 1)
        elif depth == 0:
            units.append((found["name"] or "", found.start()))
    return units


def _definitions(code: str, first_line: int) -> tuple[Definition, ...]:
    units = [*_units(code), ("", len(code))]
    definitions = []
    for (name, start), (_, end) in pairwise(units):
        line = first_line + code.count("\n", 0, start)
        if name:
            height = code[start:end].rstrip().count("\n")
            definitions.append(Definition(name, line, line + height))
    return tuple(definitions)


def read_module(text: str) -> Module:
    """Return what a module's text declares and defines; raises ModuleSyntaxError without a head."""
    head = _HEAD.search(text)
    if not head:
        raise ModuleSyntaxError("no line of the form ---- MODULE Name ----")
    # What stands before the head is prose; the quotes in it are no strings.
    rest = text[head.end() :]
    code = _body(blanked(rest))
    line = text.count("\n", 0, head.start()) + 1
    return Module(
        name=head[1],
        line=line,
        extends=_names(_EXTENDS, code),
        instances=_names(_INSTANCE, code),
        variables=_names(_VARIABLES, code),
        constants=_names(_CONSTANTS, code),
        definitions=_definitions(code, line),
        comment=header_comment(rest),
    )
