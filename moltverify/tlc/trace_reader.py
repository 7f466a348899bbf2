"""The trace in TLC's state messages.

The texts are those of tlc2.output.MP, codes 2216, 2217, 2218 and 2122 (TLC 2.15, d5b5a7f).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from moltverify.tla.value_reader import read_value
from moltverify.tla.value_types import Value
from moltverify.tlc.codes import STATES, Code
from moltverify.tlc.messages import Message
from moltverify.tlc.trace import Action, Ending, LoopsBack, Place, Step, Stops, Stutters, Trace

State = tuple[tuple[str, Value], ...]

INITIAL_PREDICATE = "<Initial predicate>"
_RANGE = r"line (\d{1,9}), col (\d{1,9}) to line (\d{1,9}), col (\d{1,9}) of module (\w+)"
_PLACE = re.compile(_RANGE)
# Greedy, so that the last place is found: an argument can contain `>`, `)` and " line ".
_HEADER = re.compile(rf"<(.+) ({_RANGE})>", re.DOTALL)
_NUMBERED = re.compile(r"(\d{1,9}):(?: (.*))?")
_BACK = re.compile(r"(\d{1,9}): Back to state(?:: (.*))?", re.DOTALL)
_STUTTERING = re.compile(r"(\d{1,9}): Stuttering")
# TLC indents every continuation line, so a conjunct at a line's start begins a variable.
_VARIABLE = re.compile(r"^/\\ (\w+) = ", re.MULTILINE)
_ONLY_VARIABLE = re.compile(r"(\w+) = (.*)", re.DOTALL)
# Printed after the state under -Dtlc2.output.MP.noDebug=true.
_FINGERPRINT = re.compile(r"\nfp: -?\d+\s*\Z")


class TraceSyntaxError(ValueError):
    """The state messages are damaged: a number, a state or the end of the trace is missing."""


def read_place(text: str) -> Place | None:
    """Return the first `line .. col .. of module ..` of a text, or None."""
    found = _PLACE.search(text)
    if not found:
        return None
    line, column, end_line, end_column = map(int, found.groups()[:4])
    return Place(found[5], line, column, end_line, end_column)


def read_action(header: str) -> Action | None:
    """Return the action of a state's header; None for the initial predicate or an empty header."""
    header = header.strip()
    if header in ("", INITIAL_PREDICATE):
        return None
    located = _HEADER.fullmatch(header)
    call, place = (located[1], read_place(located[2])) if located else (header.strip("<>"), None)
    name, bracket, arguments = call.partition("(")
    if bracket and arguments.endswith(")"):
        return Action(name, place, arguments[:-1])
    return Action(call, place)


def read_state(body: str) -> State:
    r"""Return the variables of a printed state in TLC's order; never raises.

    A state of one variable has no `/\`, and one printed under a view is a bare value.
    """
    body = _FINGERPRINT.sub("", body).strip("\r\n")
    pieces = _VARIABLE.split(body)
    if len(pieces) > 1 and not pieces[0].strip():
        return tuple(
            (name, read_value(text.strip()))
            for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
        )
    if only := _ONLY_VARIABLE.fullmatch(body):
        return ((only[1], read_value(only[2].strip())),)
    return (("", read_value(body.strip())),) if body.strip() else ()


def read_step(text: str) -> Step:
    """Return the step that a message 2216 or 2217 prints; raises TraceSyntaxError."""
    first, _, body = text.partition("\n")
    numbered = _NUMBERED.fullmatch(first.rstrip())
    if not numbered:
        raise TraceSyntaxError(f"a state without a number: {first[:60]!r}")
    return Step(int(numbered[1]), read_action(numbered[2] or ""), read_state(body))


def _completed(steps: Iterable[Step]) -> tuple[Step, ...]:
    # Under -difftrace a state has only the variables that changed; the others keep their value.
    complete: list[Step] = []
    for step in steps:
        known = dict(complete[-1].state) if complete else {}
        known.update(step.state)
        complete.append(Step(step.number, step.action, tuple(known.items())))
    return tuple(complete)


def _ending(message: Message, length: int) -> Ending:
    text = message.text.strip()
    if message.code == Code.TLC_STATE_PRINT3:
        stutters = _STUTTERING.fullmatch(text)
        if stutters and int(stutters[1]) == length + 1:
            return Stutters()
    elif (back := _BACK.fullmatch(text)) and 1 <= int(back[1]) <= length:
        return LoopsBack(int(back[1]), read_action(back[2] or ""))
    raise TraceSyntaxError(f"the end does not fit a trace of {length} states: {text[:60]!r}")


def read_trace(messages: Iterable[Message]) -> Trace:
    """Return the trace in a run's messages, without steps if they have no states.

    Other messages are skipped. Raises TraceSyntaxError if the states are not numbered 1, 2, 3 and
    so on, or do not fit the end of the trace.
    """
    messages = tuple(messages)
    steps = _completed(read_step(each.text) for each in messages if each.code in STATES)
    # A lost or doubled state would make a trace that TLC did not print.
    numbers = [step.number for step in steps]
    if numbers != list(range(1, len(steps) + 1)):
        raise TraceSyntaxError(f"the states are numbered {numbers[:20]}")
    ends = (Code.TLC_STATE_PRINT3, Code.TLC_BACK_TO_STATE)
    endings = [_ending(each, len(steps)) for each in messages if each.code in ends]
    if len(endings) > 1:
        raise TraceSyntaxError("the trace ends more than once")
    return Trace(steps, endings[0] if endings else Stops())
