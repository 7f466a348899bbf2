"""The witnesses that one run found, with the counts of the search at each.

Such a run goes on after a violation (option -continue). Its root module prints a mark for each
witness that a state is the first to show, and then violates one invariant in that state, so that
TLC prints the trace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from moltverify.tlc.codes import STATES, Code, ExitStatus
from moltverify.tlc.messages import Message, Unframed, read_messages
from moltverify.tlc.outcome import Statistics, Violated
from moltverify.tlc.sorted_output import SortedOutput, sorted_output
from moltverify.tlc.statistics import read_statistics
from moltverify.tlc.trace_reader import TraceSyntaxError
from moltverify.tlc.violations import violation, violation_rule

MARK = "moltverify found"
# Print breaks a long line at any comma. The numbers are those of `WitnessMark`.
_MARK = re.compile(rf'<<\s*"{MARK}"' + r",\s*(\d{1,18})" * 5 + r"\s*>>")
# TLC 2.15 prints the number of generated states first, if it differs from that of distinct ones.
_INITIAL = re.compile(r"Finished computing initial states: (\d{1,18}) ")
_OF_A_TRACE = STATES | {Code.TLC_BEHAVIOR_UP_TO_THIS_POINT}
_INVARIANT = {Code.TLC_INVARIANT_VIOLATED_INITIAL, Code.TLC_INVARIANT_VIOLATED_BEHAVIOR}


class WitnessMark(Struct, frozen=True):
    """What the module prints: the witness's number, and the counts at the state that shows it.

    `steps` are the states that Next has generated, without the initial ones.
    """

    number: int
    distinct: int
    queue: int
    depth: int
    steps: int


class FoundWitness(Struct, frozen=True):
    """The violation that a run for this witness alone ends with, and its counts."""

    violated: Violated
    statistics: Statistics


class FoundWitnesses(Struct, frozen=True):
    """The witnesses that a run found, by number, and the run's version line and warnings."""

    found: dict[int, FoundWitness]
    version: str | None
    warnings: tuple[str, ...]


class _Sight(Struct):
    """A violation with its marks before it and its states after it."""

    marks: tuple[WitnessMark, ...]
    message: Message
    states: list[Message] = field(default_factory=list)


def read_found_witnesses(
    stdout: str | Iterable[str], exit_code: int, stderr: str, invariant: str
) -> FoundWitnesses | None:
    """Return what a run found; None if it did not end well, or its output is not understood."""
    parts = read_messages(stdout)
    run = sorted_output(parts, exit_code, stderr)
    sights = list(_sights(parts))
    if not _ended_well(run, len(sights)):
        return None
    try:
        violated = [_violated(sight, invariant) for sight in sights]
    except (TraceSyntaxError, ValueError):
        return None
    found = {
        mark.number: FoundWitness(one, _statistics(mark, one, run))
        for sight, one in zip(sights, violated, strict=True)
        for mark in sight.marks
    }
    return FoundWitnesses(found, run.version, run.warnings)


def _ended_well(run: SortedOutput, sights: int) -> bool:
    # With -continue TLC reports success and status 0 after violations too.
    succeeded = run.exit_code == ExitStatus.SUCCESS and run.has(Code.TLC_SUCCESS)
    only_sights = len(run.errors) == sights and all(one.code in _INVARIANT for one in run.errors)
    return run.is_finished and not run.is_torn and succeeded and only_sights


def _sights(parts: Sequence[Message | Unframed]) -> Iterator[_Sight]:
    """Yield each violation of an invariant, in order."""
    marks: list[WitnessMark] = []
    open_sight: _Sight | None = None
    for part in parts:
        if isinstance(part, Unframed):
            marks += [WitnessMark(*map(int, one)) for one in _MARK.findall(part.text)]
        elif part.code in _INVARIANT:
            if open_sight:
                yield open_sight
            open_sight, marks = _Sight(tuple(marks), part), []
        elif open_sight and part.code in _OF_A_TRACE:
            open_sight.states.append(part)
    if open_sight:
        yield open_sight


def _violated(sight: _Sight, invariant: str) -> Violated:
    """Return a violation; raises ValueError if it is not one that a witness was noted for."""
    rule = violation_rule(sight.message)
    assert rule is not None  # each of these codes has a rule
    found = violation(rule, sight.message, (sight.message, *sight.states))
    if found.property != invariant or not sight.marks:
        raise ValueError(f"no witness was noted before: {found.message}")
    return found


def _statistics(mark: WitnessMark, violated: Violated, run: SortedOutput) -> Statistics:
    if len(violated.trace.steps) == 1:
        # A run that ends in an initial state prints no counts.
        return Statistics()
    final = read_statistics(run.messages)
    texts = (_INITIAL.match(one.text) for one in run.messages)
    initial = next((int(one[1]) for one in texts if one), 0)
    return Statistics(
        generated=initial + mark.steps,
        distinct=mark.distinct,
        queue=mark.queue,
        depth=mark.depth,
        initial_distinct=final.initial_distinct,
    )
