"""The module that holds a log as a value of TLA+, with operators that the cursor needs.

It has its own instances of the standard modules, because the design need not extend them, and may
define operators of the same names.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from moltverify.tracing.log_segments import LogSegment, numbered_records

LOG = "MoltverifyLog"
FIRST_REGISTER = 9001  # the models' own registers are more likely to have small numbers
MOST_KNOWN = 2000  # states and steps; with more, to remember one takes longer than it saves
PIECE = 500  # elements of one definition: SANY reads many small ones faster than a large one

OPERATORS = f"""\
MoltverifySegments == 1..{{count}}
MoltverifyEventsOf(segment) ==
    {{{{MoltverifyRecords[MoltverifyLog[segment][i]] : i \\in 1..MoltverifyLengths[segment]}}}}
\\* Those of the first segment: the constants of one run are the same for all of its segments.
MoltverifyEvents == MoltverifyEventsOf(1)
MoltverifyPrint(value) == PrintT(value)
MoltverifySum(a, b) == a + b
MoltverifyBelow(a, b) == a < b
MoltverifyCountUpTo(n, holds, most) == IF n < most /\\ holds THEN n + 1 ELSE n
MoltverifyEnds(segment, at) == at = MoltverifyLengths[segment]
\\* Registers: whether a segment is over, and how many of its events have fitted.
MoltverifyOverAt(segment) == {FIRST_REGISTER} + 2 * segment
MoltverifyBestAt(segment) == {FIRST_REGISTER} + 2 * segment + 1
ASSUME \\A segment \\in MoltverifySegments :
    TLCSet(MoltverifyOverAt(segment), {{{{}}}}) /\\ TLCSet(MoltverifyBestAt(segment), 0)
\\* What is known to keep the properties, so that it need not be evaluated again: the same state of
\\* the design occurs at many places of a log. As text, because TLC compares no values of all kinds.
MoltverifyStates == {FIRST_REGISTER}
MoltverifySteps == {FIRST_REGISTER} + 1
ASSUME TLCSet(MoltverifyStates, {{{{}}}}) /\\ TLCSet(MoltverifySteps, {{{{}}}})
MoltverifyKeeps(register, what, keeps) ==
    LET text == ToString(what) IN
    \\/ text \\in TLCGet(register)
    \\/ /\\ keeps
       /\\ \\/ Cardinality(TLCGet(register)) >= {MOST_KNOWN}
          \\/ TLCSet(register, TLCGet(register) \\cup {{{{text}}}})
MoltverifyEvent(segment, at) == MoltverifyRecords[MoltverifyLog[segment][at + 1]]
\\* The number of the next event's kind: 0 after the last one, and where an explanation is known.
MoltverifyKind(segment, at) ==
    IF MoltverifyEnds(segment, at) \\/ 0 \\in TLCGet(MoltverifyOverAt(segment)) THEN 0
    ELSE MoltverifyKinds[MoltverifyLog[segment][at + 1]]
MoltverifyTold(segment, what, told) ==
    \\/ what \\in TLCGet(MoltverifyOverAt(segment))
    \\/ /\\ TLCSet(MoltverifyOverAt(segment), TLCGet(MoltverifyOverAt(segment)) \\cup {{{{what}}}})
       /\\ PrintT(<<"moltverify over", segment, told>>)
MoltverifyOver(segment, at, counts) ==
    MoltverifyEnds(segment, at) => MoltverifyTold(segment, 0, counts)
MoltverifyOverWith(segment, at, broken) ==
    MoltverifyEnds(segment, at) => MoltverifyTold(segment, broken + 1, broken)
MoltverifyReached(segment, at) ==
    \\/ at <= TLCGet(MoltverifyBestAt(segment))
    \\/ /\\ TLCSet(MoltverifyBestAt(segment), at)
       /\\ PrintT(<<"moltverify at", segment, at>>)
"""
# TLC breaks long values into lines, whose continuations begin with a blank.
OVER = re.compile(
    r'^<<\s*"moltverify over",\s*(\d+),\s*(?:(\d+)|<<([\d,\s]*)>>)\s*>>', re.MULTILINE
)
REACHED = re.compile(r'^<<\s*"moltverify at",\s*(\d+),\s*(\d+)\s*>>', re.MULTILINE)


class ToldSegments(Struct, frozen=True):
    """What TLC printed about segments, by their numbers from 0.

    `counts` are those of the first explanation of each segment that fits; `broken` are the numbers
    of broken properties, 0 for none, that explanations of a segment have; `reached` is how many
    events fit.
    """

    counts: dict[int, tuple[int, ...]]
    broken: dict[int, set[int]]
    reached: dict[int, int]


def told_segments(printed: Sequence[str]) -> ToldSegments:
    """Return what TLC printed in a run."""
    text = "\n".join(printed)
    counts, broken = dict[int, tuple[int, ...]](), dict[int, set[int]]()
    for segment, mark, numbers in OVER.findall(text):
        if mark:
            broken.setdefault(int(segment) - 1, set()).add(int(mark))
        else:
            counts[int(segment) - 1] = tuple(map(int, re.findall(r"\d+", numbers)))
    reached = {int(segment) - 1: int(at) for segment, at in REACHED.findall(text)}
    return ToldSegments(counts, broken, reached)


def log_module(segments: Sequence[LogSegment]) -> str:
    """Return the text of the module for some segments."""
    records, numbers = numbered_records(segments)
    lines = [
        f"---- MODULE {LOG} ----",
        "LOCAL INSTANCE FiniteSets",
        "LOCAL INSTANCE Naturals",
        "LOCAL INSTANCE Sequences",
        "LOCAL INSTANCE TLC",
        *sequence_lines("MoltverifyRecords", [text for _, text in records]),
        *sequence_lines("MoltverifyKinds", [str(kind) for kind, _ in records]),
        *segment_lines(numbers),
        # Not by `Len`, which makes a tuple of a long sequence each time.
        *sequence_lines("MoltverifyLengths", [str(len(one)) for one in numbers]),
        OPERATORS.format(count=len(segments)),
        "====",
    ]
    return "\n".join(lines) + "\n"


def segment_lines(numbers: Sequence[Sequence[int]]) -> Iterator[str]:
    """Yield the definition of the segments as sequences of the numbers of records."""
    long = [n for n, one in enumerate(numbers) if len(one) > PIECE]
    for number in long:
        yield from sequence_lines(f"MoltverifySegment{number}", list(map(str, numbers[number])))
    texts = [
        f"MoltverifySegment{n}" if len(one) > PIECE else f"<<{', '.join(map(str, one))}>>"
        for n, one in enumerate(numbers)
    ]
    yield from sequence_lines("MoltverifyLog", texts)


def sequence_lines(name: str, elements: Sequence[str]) -> Iterator[str]:
    """Yield the definition of a sequence, of a long one in pieces that are joined."""
    parts = [elements[at : at + PIECE] for at in range(0, len(elements), PIECE)] or [[]]
    for number, part in enumerate(parts):
        own = f"{name}Piece{number}" if len(parts) > 1 else name
        yield f"{own} == <<"
        yield ",\n".join(part)
        yield ">>"
    if len(parts) > 1:
        # By index, not by `\o`: joining one after the other copies the first ones each time.
        names = ", ".join(f"{name}Piece{number}" for number in range(len(parts)))
        yield f"{name}Pieces == <<{names}>>"
        length = f"{PIECE * (len(parts) - 1) + len(parts[-1])}"
        yield f"{name} == [i \\in 1..{length} |->"
        yield f"  {name}Pieces[((i - 1) \\div {PIECE}) + 1][((i - 1) % {PIECE}) + 1]]"
