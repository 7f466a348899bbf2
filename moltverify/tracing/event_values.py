"""Events as records of TLA+, with the fields that a mapping can use and no others.

Most fields of a log, such as times, say nothing about a model. Without them more events are equal,
and numbers that TLC does not have do no harm.
"""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from moltverify.registry.entry_types import NAME
from moltverify.registry.trace_records import TraceMapping
from moltverify.tla.value_format import format_string
from moltverify.tracing.event_log import (
    LoggedEvent,
    UnreadableLogError,
    short_json,
    unreadable,
)

DEEPEST_VALUE = 40
LARGEST = 2**31 - 1  # TLC's integers have 32 bits
# Which fields an event has does not depend on those that nobody names.
DOMAIN_OF = r"(?<!\bDOMAIN )"
WHOLE_EVENT = re.compile(rf"{DOMAIN_OF}\bevent\b(?!\s*\.)")
# Members of Events by name: `e \in Events`. Any other use is of whole events.
MEMBERS = re.compile(rf"\b({NAME})\s*\\in\s+Events\b")
WORD = re.compile(r"\w+")
IDENTIFIER = re.compile(NAME)
# TLC replaces %1% in the states that it prints by other text, and its lexer has no control
# characters.
UNSAFE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|%(?=\d+%)|\\(?=u)")


class UsedFields(Struct, frozen=True):
    """The top-level fields of events that a mapping can use; all of them with `all_fields`."""

    names: frozenset[str]
    all_fields: bool

    def has(self, name: str) -> bool:
        """Tell whether a mapping can use a field."""
        # A name with hyphens stands in a string.
        return self.all_fields or self.names.issuperset(WORD.findall(name))


def used_fields(mapping: TraceMapping) -> UsedFields:
    """Return the fields that a mapping can use: more than it does, where a text is unclear."""
    texts = list(mapping.expressions())
    # By words, not by the parsed expression: a field may also be named in a string.
    words = {word for text in texts for word in WORD.findall(text)}
    constants = list(mapping.constants.values())
    everything = any(map(uses_whole_events, constants)) or any(map(WHOLE_EVENT.search, texts))
    return UsedFields(frozenset(words), everything)


def uses_whole_events(text: str) -> bool:
    """Tell whether an expression uses members of Events other than by their fields."""
    members = MEMBERS.findall(text)
    rest = MEMBERS.sub("", text)
    bare = (re.search(rf"{DOMAIN_OF}\b{name}\b(?!\s*\.)", rest) for name in members)
    return bool(re.search(r"\bEvents\b", rest)) or any(bare)


def event_record(event: LoggedEvent, used: UsedFields, null: str | None) -> str:
    """Return an event as a TLA+ expression; raises UnreadableLogError for a value without one."""
    used_ones = {name: value for name, value in event.fields.items() if used.has(name)}
    return EventWriter(event, used, null).record(used_ones, "")


def is_no_integer(value: Any) -> bool:
    """Tell whether a value is a number that TLC does not have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value != value // 1 or abs(value) > LARGEST


class EventWriter(Struct, frozen=True):
    """Writes the values of one event."""

    event: LoggedEvent
    used: UsedFields
    null: str | None

    def record(self, fields: Mapping[str, Any], path: str, level: int = 0) -> str:
        """Return an object as a record; `path` is where the event has it."""
        self.require_shallow(level)
        return record_text(
            {
                name: self.value(value, f"{path}{name}", level + 1)
                for name, value in fields.items()
                if not self.is_left_out(name, value)
            }
        )

    def is_left_out(self, name: str, value: Any) -> bool:
        """Tell whether a record lacks a field.

        Of a whole event nobody knows which fields are used; TLC names one that is missing.
        """
        if value is None:
            return self.null is None
        return name not in self.used.names and is_no_integer(value)

    def value(self, value: Any, path: str, level: int) -> str:
        """Return a JSON value as a TLA+ expression."""
        match value:
            case None if self.null is not None:
                return string_text(self.null)
            case None:
                raise self.refused(f"'{path}' has null in a list; give 'null' a string")
            case bool():
                return "TRUE" if value else "FALSE"
            case int() | float():
                if is_no_integer(value):
                    what = f"'{path}' is {short_json(value)}, and TLC has"
                    raise self.refused(f"{what} integers up to {LARGEST} only")
                return f"({int(value)})" if value < 0 else str(int(value))
            case str():
                return string_text(value)
            case list():
                self.require_shallow(level)
                items = [
                    self.value(one, f"{path}[{at}]", level + 1) for at, one in enumerate(value)
                ]
                return f"<<{', '.join(items)}>>"
            case _:
                return self.record(value, f"{path}.", level)

    def require_shallow(self, level: int) -> None:
        """Raise the error about a value inside more others than TLC's parser is asked to read."""
        if level > DEEPEST_VALUE:
            raise self.refused(f"a value is inside more than {DEEPEST_VALUE} others, the limit")

    def refused(self, why: str) -> UnreadableLogError:
        """Return the error about a value."""
        return unreadable(self.event.place, why)


def record_text(fields: Mapping[str, str]) -> str:
    """Return a record, as a function over strings where a name is none of TLA+."""
    # TLA+'s keywords are in capitals.
    if fields and all(IDENTIFIER.fullmatch(name) and not name.isupper() for name in fields):
        return f"[{', '.join(f'{name} |-> {text}' for name, text in fields.items())}]"
    pairs = " @@ ".join(f"{string_text(name)} :> {text}" for name, text in fields.items())
    # TLA+ has one empty function; as a record it has no fields.
    return f"({pairs})" if pairs else "<<>>"


def string_text(text: str) -> str:
    """Return a string in quotes; characters that TLC does not read become escapes in JSON's form.

    Different strings stay different: what looks like an escape is escaped as well.
    """
    return format_string(UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
