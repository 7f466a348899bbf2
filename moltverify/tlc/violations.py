"""The messages that report a violation, and the exit status that must agree with each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from moltverify.tlc.codes import Code, ExitStatus
from moltverify.tlc.failures import call_stack_place
from moltverify.tlc.messages import Message
from moltverify.tlc.outcome import Violated, ViolationKind
from moltverify.tlc.trace import Step, Stops, Trace
from moltverify.tlc.trace_reader import TraceSyntaxError, read_place, read_state, read_trace


class ViolationRule(Struct, frozen=True):
    """A kind of violation, the exit statuses that agree, and the pattern of the property's name.

    `has_states` says that messages with the states of a trace must follow. `prefix_exits` agree
    where the trace is finite although the kind's traces are not.
    """

    kind: ViolationKind
    exits: frozenset[int]
    has_states: bool = False
    name: re.Pattern[str] | None = None
    prefix_exits: frozenset[int] = frozenset()


def _rule(kind: ViolationKind, status: int, states: bool = False, name: str = "") -> ViolationRule:
    return ViolationRule(kind, frozenset({status}), states, re.compile(name) if name else None)


# Statuses: tlc2.output.EC.ExitStatus.errorConstantToExitStatus; texts: tlc2.output.MP.
RULES: Mapping[int, ViolationRule] = MappingProxyType(
    {
        Code.TLC_INVARIANT_VIOLATED_INITIAL: _rule(
            ViolationKind.INVARIANT,
            ExitStatus.VIOLATION_SAFETY,
            name=r"Invariant (.+) is violated by the initial state:",
        ),
        Code.TLC_INVARIANT_VIOLATED_BEHAVIOR: _rule(
            ViolationKind.INVARIANT,
            ExitStatus.VIOLATION_SAFETY,
            states=True,
            name=r"Invariant (.+) is violated\.",
        ),
        Code.TLC_PROPERTY_VIOLATED_INITIAL: _rule(
            ViolationKind.TEMPORAL_PROPERTY,
            ExitStatus.VIOLATION_LIVENESS,
            name=r"Property (.+) is violated by the initial state:",
        ),
        Code.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR: _rule(
            ViolationKind.ACTION_PROPERTY,
            ExitStatus.VIOLATION_LIVENESS,
            states=True,
            name=r"Action property (.+) is violated\.",
        ),
        Code.TLC_TEMPORAL_PROPERTY_VIOLATED: replace(
            _rule(
                ViolationKind.TEMPORAL_PROPERTY,
                ExitStatus.VIOLATION_LIVENESS,
                states=True,
                name=r"Temporal propert(?:y|ies) (.+) (?:was|were) violated\.",
            ),
            # Builds since 2022-02-01 end their search where a prefix violates a property.
            prefix_exits=frozenset({ExitStatus.VIOLATION_SAFETY}),
        ),
        Code.TLC_DEADLOCK_REACHED: _rule(
            ViolationKind.DEADLOCK, ExitStatus.VIOLATION_DEADLOCK, states=True
        ),
        Code.TLC_ASSUMPTION_FALSE: _rule(
            ViolationKind.ASSUMPTION,
            ExitStatus.VIOLATION_ASSUMPTION,
            name=r"Assumption (.+) is false",
        ),
        Code.TLC_POSTCONDITION_FALSE: _rule(
            ViolationKind.POSTCONDITION,
            ExitStatus.VIOLATION_ASSUMPTION,
            name=r"Postcondition (\S+) at ",
        ),
        Code.TLC_CONFIG_ID_HAS_VALUE: _rule(
            ViolationKind.CONSTANT_INVARIANT,
            ExitStatus.ERROR_CONFIG_PARSE,
            name=r"The (?:invariant|property) of (.+) is equal to FALSE",
        ),
        Code.TLC_VALUE_ASSERT_FAILED: _rule(
            ViolationKind.ASSERTION, ExitStatus.VIOLATION_ASSERT, states=True
        ),
    }
)
# A failed Assert is an exception, and other messages can embed it; the exit status is then theirs.
ASSERT_CARRIERS: Mapping[int, ViolationRule] = MappingProxyType(
    {
        Code.GENERAL: _rule(ViolationKind.ASSERTION, ExitStatus.FAILURE_SPEC_EVAL),
        Code.TLC_INITIAL_STATE: _rule(ViolationKind.ASSERTION, ExitStatus.FAILURE_SPEC_EVAL),
        # The second status is that of the message with the nested expressions, if TLC prints it.
        Code.TLC_INVARIANT_EVALUATION_FAILED: ViolationRule(
            ViolationKind.ASSERTION,
            frozenset({ExitStatus.FAILURE_SAFETY_EVAL, ExitStatus.FAILURE_SPEC_EVAL}),
            has_states=True,
        ),
    }
)
# "A and B", "A, B, and C": cc6b616 names all properties that may be violated.
_LIST = re.compile(r", and |, | and ")


def violation_rule(message: Message) -> ViolationRule | None:
    """Return the rule of the violation that a message reports, or None for another message."""
    if message.code == Code.TLC_CONFIG_ID_HAS_VALUE and not _names(RULES[message.code], message):
        # With another text this code reports a mistake in the configuration.
        return None
    if message.inner and message.cause().code == Code.TLC_VALUE_ASSERT_FAILED:
        return ASSERT_CARRIERS.get(message.code)
    return RULES.get(message.code)


def _names(rule: ViolationRule, message: Message) -> tuple[str, ...]:
    found = rule.name.match(message.text) if rule.name else None
    # TLC prints a place instead of a name for a formula without one, such as a conjunct of Spec.
    if not found or read_place(found[1]):
        return ()
    if message.code == Code.TLC_TEMPORAL_PROPERTY_VIOLATED:
        return tuple(_LIST.split(found[1]))
    return (found[1],)


def _kind(rule: ViolationRule, messages: tuple[Message, ...]) -> ViolationKind:
    # 2.20 reports a false postcondition as an assumption. TLC checks assumptions before the search
    # and postconditions after it, when counts of states have been printed.
    searched = any(each.code == Code.TLC_STATS for each in messages)
    assumption = rule.kind is ViolationKind.ASSUMPTION
    return ViolationKind.POSTCONDITION if assumption and searched else rule.kind


def _initial_trace(message: Message) -> Trace:
    _, marker, body = message.text.partition("initial state:\n")
    state = read_state(body) if marker else ()
    return Trace((Step(1, None, state),)) if state else Trace()


def _trace(
    rule: ViolationRule, message: Message, messages: tuple[Message, ...], is_prefix: bool
) -> Trace:
    printed = read_trace(messages)
    if rule.has_states and not printed.steps:
        raise TraceSyntaxError("no state follows")
    # A finite trace shows nothing about liveness, unless TLC says by its status that it is enough.
    cyclic = message.code == Code.TLC_TEMPORAL_PROPERTY_VIOLATED and not is_prefix
    if cyclic and printed.ending == Stops():
        raise TraceSyntaxError("the behaviour neither loops nor stutters")
    trace = printed if printed.steps else _initial_trace(message)
    if "by the initial state" in message.text and not trace.steps:
        raise TraceSyntaxError("the initial state is missing")
    return trace


def violation(
    rule: ViolationRule, message: Message, messages: tuple[Message, ...], is_prefix: bool = False
) -> Violated:
    """Return the violation that a message reports.

    `is_prefix` says that a finite trace is enough for a kind whose traces are infinite otherwise.
    Raises TraceSyntaxError if the states are damaged or missing.
    """
    names = _names(rule, message)
    return Violated(
        kind=_kind(rule, messages),
        property=names[0] if len(names) == 1 else None,
        trace=_trace(rule, message, messages, is_prefix),
        place=read_place(message.text.partition("\n")[0]) or call_stack_place(messages),
        message=message.cause().text.strip(),
        candidates=names if len(names) > 1 else (),
    )
