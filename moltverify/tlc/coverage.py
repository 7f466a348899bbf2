"""The counts of TLC's option -coverage: actions taken and expressions evaluated.

The messages are codes 2201, 2202, 2221, 2772 to 2775 of tlc2.output.EC, their texts those of
tlc2.tool.coverage.ActionWrapper and CostModelNode (TLC 2.15, d5b5a7f).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from moltverify.tlc.codes import Code
from moltverify.tlc.messages import Message
from moltverify.tlc.trace import Place
from moltverify.tlc.trace_reader import read_place

# Digits have limits everywhere, because Python refuses to convert numbers of 4,300 digits and more.
_ACTION = re.compile(
    r"<(?P<name>.+?) (?P<place>line \d{1,9}, col [^<>()]{1,99} of module \w+)"
    r"(?: \((?P<part>\d{1,9} \d{1,9} \d{1,9} \d{1,9})\))?>"
    r": (?P<distinct>\d{1,18}):(?P<generated>\d{1,18})"
)
# Code 2775 prints a second number, the cost (how many elements of sets were visited).
_EXPRESSION = re.compile(r" *(?P<depth>\|*)(?P<place>line .+ of module \w+): (?P<count>\d{1,18})")


class ActionCount(Struct, frozen=True):
    """The number of states that an action generated, and of those that were new.

    `place` is the head of the definition. `part` is a disjunct in the definition, where TLC counts
    disjuncts separately. `is_initial` marks the initial predicate.
    """

    name: str
    place: Place
    distinct: int
    generated: int
    part: Place | None = None
    is_initial: bool = False


class ExpressionCount(Struct, frozen=True):
    """The number of evaluations of an expression; `depth` is its nesting in the action, from 0."""

    place: Place
    count: int
    depth: int


class Coverage(Struct, frozen=True):
    """The counts of one run, in TLC's order; an expression has an entry per path to it."""

    actions: tuple[ActionCount, ...] = ()
    expressions: tuple[ExpressionCount, ...] = ()


def _action(message: Message) -> ActionCount | None:
    found = _ACTION.search(message.text)
    place = read_place(found["place"]) if found else None
    if not found or not place:
        return None
    numbers = [int(number) for number in (found["part"] or "").split()]
    return ActionCount(
        name=found["name"],
        place=place,
        distinct=int(found["distinct"]),
        generated=int(found["generated"]),
        part=Place(place.module, *numbers) if numbers else None,
        is_initial=message.code == Code.TLC_COVERAGE_INIT,
    )


def _expression(message: Message) -> ExpressionCount | None:
    found = _EXPRESSION.match(message.text)
    place = read_place(found["place"]) if found else None
    if not found or not place:
        return None
    return ExpressionCount(place, int(found["count"]), len(found["depth"]))


def read_coverage(messages: Iterable[Message]) -> Coverage | None:
    """Return the last counts that a run's messages report, or None without a report.

    TLC reports each minute and at the end. After a violation, the counts include the
    reconstruction of the trace.
    """
    actions: list[ActionCount] = []
    expressions: list[ExpressionCount] = []
    reported = False
    for message in messages:
        match message.code:
            case Code.TLC_COVERAGE_START:
                # Counts are cumulative, so a report replaces the one before it.
                reported = True
                actions, expressions = [], []
            case Code.TLC_COVERAGE_INIT | Code.TLC_COVERAGE_NEXT:
                actions += filter(None, [_action(message)])
            case Code.TLC_COVERAGE_VALUE | Code.TLC_COVERAGE_VALUE_COST:
                expressions += filter(None, [_expression(message)])
    return Coverage(tuple(actions), tuple(expressions)) if reported else None
