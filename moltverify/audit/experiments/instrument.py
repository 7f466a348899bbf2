r"""A module's text with probes on conditions, and the way back to places in the original text.

A condition X becomes `((X) /\ MoltverifyHeld(n))`, where Held prints n when TLC first evaluates it.
Held is TRUE and TLC evaluates operands from left to right, so the expression has the value of X and
prints n when X is true. The states and steps stay the same, unlike their places in TLC's coverage:
lists of conjuncts are read by their columns, so X stands in lines of its own, moved to the right,
and what was behind X keeps its column in a further line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from moltverify.audit.experiments.tlc_registers import FIRST
from moltverify.audit.findings.vacuity_conditions import Mark, Want
from moltverify.tla.module import ParsedModule
from moltverify.tla.syntax_tree import last_token_of, named_children
from moltverify.tlc.trace import Place

HELD = "MoltverifyHeld"
HELD_IN = "MoltverifyHeldIn"
EXTENDS = 0  # the depth of the insertion into EXTENDS, which is no condition's
STEP = 2  # columns by which a condition moves to the right, the length of the longest opening

# Text before a condition and behind it, with `{}` for the probe's arguments. A condition whose
# falsehood is wanted is one of IF: TLC evaluates that as a value and skips `~Held` where it is
# true. In an action TLC follows both sides of a disjunction, so the probe would always print.
WRAPS = {
    Want.TRUE: ("((", f") /\\ {HELD}({{}}))"),
    Want.FALSE: ("((", f") \\/ ~{HELD}({{}}))"),
    Want.REACHED: (f"({HELD}({{}}) /\\ (", "))"),
}


class LineOrigin(Struct, frozen=True):
    """Origin of an instrumented line: an original line, moved to the right by `moved` columns.

    A line with nothing original has in `column` the column where the condition before it ends.
    """

    line: int
    moved: int = 0
    column: int | None = None


class InstrumentedText(Struct, frozen=True):
    """A module's text with probes, and the origin of each of its lines."""

    text: bytes
    origins: tuple[LineOrigin, ...]

    def original_place(self, place: Place) -> Place | None:
        """Return the place in the original text, or None if the place begins in inserted text."""
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
    """Text to insert at a byte, before a condition or behind it.

    The order of the fields is the order of insertions at one byte: an end comes before a begin; of
    two begins the outer condition comes first, of two ends the inner one.
    """

    at: int
    opens: bool
    depth: int
    text: str
    column: int  # of the condition's begin, or end, counted from 0


class LineWriter:
    """Writes a text line by line and keeps the origin of each line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.origins: list[LineOrigin] = []
        self.line = 1
        self.moved = 0
        self.begin("")

    def begin(self, text: str) -> None:
        """Begin a line of original text."""
        self.lines.append(text)
        self.origins.append(LineOrigin(self.line, self.moved))

    def copy(self, text: str) -> None:
        """Write original text; its lines move to the right inside a condition."""
        first, *rest = text.split("\n")
        self.lines[-1] += first
        for one in rest:
            self.line += 1
            self.begin(" " * self.moved + one)

    def insert(self, insertion: Insertion) -> None:
        """Write inserted text, and begin a line in which the original text goes on.

        What follows a condition goes on in its own column, whatever the condition was moved by.
        """
        if insertion.opens:
            self.lines[-1] += insertion.text
            self.moved += STEP
        else:
            self.lines.append(" " * (insertion.column + self.moved) + insertion.text)
            self.origins.append(LineOrigin(self.line, column=insertion.column))
            self.moved -= STEP
        self.begin(" " * (insertion.column + self.moved))


def instrumented_text(source: ParsedModule, marks: Iterable[tuple[int, Mark]]) -> InstrumentedText:
    """Return a module's text with a probe per mark; marks come with their numbers in the model."""
    writer = LineWriter()
    done = 0
    insertions = [one for mark in marks for one in mark_insertions(*mark)]
    for one in sorted([*extends_insertions(source), *insertions]):
        # Comments may have bytes that are not UTF-8; surrogates restore them at the end.
        writer.copy(source.text[done : one.at].decode("utf-8", "surrogateescape"))
        done = one.at
        if one.depth == EXTENDS:
            writer.lines[-1] += one.text
        else:
            writer.insert(one)
    writer.copy(source.text[done:].decode("utf-8", "surrogateescape"))
    text = "\n".join(writer.lines).encode("utf-8", "surrogateescape")
    return InstrumentedText(text, tuple(writer.origins))


def extends_insertions(source: ParsedModule) -> list[Insertion]:
    """Return the insertion that makes a module extend HELD; none for a text without a header."""
    own = named_children(source.tree)
    for unit in own:
        if unit.type == "extends":
            return [Insertion(unit.end_byte, True, EXTENDS, f", {HELD}", 0)]
    heads = [one for one in own if one.type == "header_line"]
    return [Insertion(heads[-1].end_byte, True, EXTENDS, f" EXTENDS {HELD}", 0)] if heads else []


def mark_insertions(number: int, mark: Mark) -> tuple[Insertion, Insertion]:
    """Return the insertions before a mark's condition and behind it."""
    before, after = WRAPS[mark.want]
    node = mark.node
    arguments = str(FIRST + number)
    if mark.variable:
        # TLC evaluates an expression without variables in a temporal formula once, when it reads
        # the formula, and nothing would be printed; so the probe gets a variable.
        arguments += f", {mark.variable}"
        before, after = before.replace(HELD, HELD_IN), after.replace(HELD, HELD_IN)
    # Not the node's own end: behind a list, a comment would be taken for a part of it.
    last = last_token_of(node)
    length = last.end_byte - node.start_byte
    # A condition may have two marks, which stand one around the other.
    depth = len(Want) * length + list(Want).index(mark.want)
    return (
        Insertion(node.start_byte, True, -depth, before.format(arguments), node.start_point[1]),
        Insertion(last.end_byte, False, depth, after.format(arguments), last.end_point[1]),
    )


def held_module(count: int) -> str:
    """Return the text of the module HELD, which has the probes of `count` marks."""
    return "\n".join(
        [
            f"---- MODULE {HELD} ----",
            # LOCAL: a module that extends this one may define the same names.
            "LOCAL INSTANCE Naturals",
            "LOCAL INSTANCE TLC",
            f"ASSUME \\A i \\in {FIRST}..{FIRST + count} : TLCSet(i, FALSE)",
            # No disjunction: in an action TLC follows both of its sides, so that each probe would
            # double the steps from there on, and print at each.
            f"{HELD}(i) ==",
            "  IF TLCGet(i)",
            '  THEN TRUE ELSE TLCSet(i, TRUE) /\\ PrintT(<<"moltverify saw", i>>)',
            f"{HELD_IN}(i, variable) == variable = variable /\\ {HELD}(i)",
            "====",
            "",
        ]
    )


def original_place_of(texts: Mapping[str, InstrumentedText], place: Place) -> Place | None:
    """Return a place in the original text of its module; in a module without probes, itself."""
    text = texts.get(place.module or "")
    return text.original_place(place) if text else place
