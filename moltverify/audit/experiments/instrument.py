r"""A module's text with conditions that note their truth, and the way back to the text's places.

A condition X becomes `((X) /\ MoltverifyHeld(n))`. Lists of conjuncts are read by their columns, so
X stands in lines of its own, as far to the right as it must, and what was behind it keeps its
column in a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from moltverify.audit.experiments.tlc_registers import FIRST
from moltverify.audit.findings.vacuity_conditions import Mark, Want
from moltverify.tla.parsed_modules import ParsedModule
from moltverify.tla.syntax_tree import named_children
from moltverify.tlc.trace import Place

HELD = "MoltverifyHeld"
HELD_IN = "MoltverifyHeldIn"
EXTENDS = 0  # the depth of the edit that is about no condition
STEP = 2  # columns by which a condition moves to the right

WRAPS = {
    Want.TRUE: ("((", f") /\\ {HELD}({{}}))"),
    Want.FALSE: ("((", f") \\/ ~{HELD}({{}}))"),
    Want.REACHED: (f"({HELD}({{}}) /\\ (", "))"),
}


class Origin(Struct, frozen=True):
    """Where a line comes from: a line of the text, moved to the right by so many columns.

    A line that was put in has the column, counted from 1, of the condition's end instead.
    """

    line: int
    moved: int = 0
    column: int | None = None


class Instrumented(Struct, frozen=True):
    """A module's new text, and the origin of each of its lines."""

    text: bytes
    origins: tuple[Origin, ...]

    def place(self, place: Place) -> Place | None:
        """Return where something was before, or None if it was not there."""
        first = self.origins[place.line - 1]
        last = self.origins[(place.end_line or place.line) - 1]
        if first.column is not None:
            return None
        return Place(
            place.module,
            first.line,
            (place.column or 1) - first.moved,
            last.line,
            last.column or (place.end_column or 1) - last.moved,
        )


class Insertion(Struct, frozen=True, order=True):
    """Something to put in at a byte: before a condition, or behind it."""

    at: int
    opens: bool  # what ends comes before what begins
    depth: int  # of two that begin, the longer one is first; of two that end, the shorter
    text: str
    column: int  # of the condition's begin, or end, counted from 0


class Writer:
    """Writes a text line by line and notes where each line comes from."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.origins: list[Origin] = []
        self.line = 1
        self.moved = 0
        self.begin("")

    def begin(self, text: str) -> None:
        """Begin a line that comes from the text."""
        self.lines.append(text)
        self.origins.append(Origin(self.line, self.moved))

    def copy(self, text: str) -> None:
        """Write what is in the text."""
        first, *rest = text.split("\n")
        self.lines[-1] += first
        for one in rest:
            self.line += 1
            self.begin(" " * self.moved + one)

    def put(self, edit: Insertion) -> None:
        """Write what is not in the text."""
        if edit.opens:
            self.lines[-1] += edit.text
            self.moved += STEP
        else:
            self.lines.append(" " * (edit.column + self.moved) + edit.text)
            self.origins.append(Origin(self.line, column=edit.column))
            self.moved -= STEP
        self.begin(" " * (edit.column + self.moved))


def instrumented(source: ParsedModule, marks: Iterable[tuple[int, Mark]]) -> Instrumented:
    """Return a module with its marked conditions; the marks are numbered for the whole model."""
    writer = Writer()
    done = 0
    for edit in sorted([*extending(source), *(one for mark in marks for one in edits(*mark))]):
        writer.copy(source.text[done : edit.at].decode("utf-8", "surrogateescape"))
        done = edit.at
        if edit.depth == EXTENDS:
            writer.lines[-1] += edit.text
        else:
            writer.put(edit)
    writer.copy(source.text[done:].decode("utf-8", "surrogateescape"))
    text = "\n".join(writer.lines).encode("utf-8", "surrogateescape")
    return Instrumented(text, tuple(writer.origins))


def extending(source: ParsedModule) -> list[Insertion]:
    """Return the edit that lets a module extend the one that notes."""
    own = named_children(source.tree)
    for unit in own:
        if unit.type == "extends":
            return [Insertion(unit.end_byte, True, EXTENDS, f", {HELD}", 0)]
    heads = [one for one in own if one.type == "header_line"]
    return [Insertion(heads[-1].end_byte, True, EXTENDS, f" EXTENDS {HELD}", 0)] if heads else []


def edits(number: int, mark: Mark) -> tuple[Insertion, Insertion]:
    """Return what comes before a condition and behind it."""
    before, after = WRAPS[mark.want]
    node = mark.node
    # TLC evaluates what is constant in a temporal formula before anything can be noted.
    index = f"{FIRST + number}, {mark.variable}" if mark.variable else str(FIRST + number)
    if mark.variable:
        before, after = before.replace(HELD, HELD_IN), after.replace(HELD, HELD_IN)
    length = node.end_byte - node.start_byte
    # Two marks of one condition stand one around the other.
    rank = len(Want) * length + list(Want).index(mark.want)
    return (
        Insertion(node.start_byte, True, -rank, before.format(index), column(node.start_point)),
        Insertion(node.end_byte, False, rank, after.format(index), column(node.end_point)),
    )


def column(point: Sequence[int]) -> int:
    """Return the column of a point, counted from 0."""
    return point[1]


def held_module(count: int) -> str:
    """Return the module that notes which conditions held, and prints each the first time."""
    return "\n".join(
        [
            f"---- MODULE {HELD} ----",
            "LOCAL INSTANCE Naturals",
            "LOCAL INSTANCE TLC",
            f"ASSUME \\A i \\in {FIRST}..{FIRST + count} : TLCSet(i, FALSE)",
            f"{HELD}(i) ==",
            '  TLCGet(i) \\/ (TLCSet(i, TRUE) /\\ PrintT(<<"moltverify saw", i>>))',
            f"{HELD_IN}(i, variable) == variable = variable /\\ {HELD}(i)",
            "====",
            "",
        ]
    )


def origin_of(modules: Mapping[str, Instrumented], place: Place) -> Place | None:
    """Return where something was before the modules were changed."""
    module = modules.get(place.module or "")
    return module.place(place) if module else place
