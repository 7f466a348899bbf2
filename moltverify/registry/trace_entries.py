"""How events of a log map to steps of a claim's green, as a user writes it."""

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from msgspec import UNSET, UnsetType, field

from moltverify.registry.entry_reader import Entry, given, is_read
from moltverify.registry.entry_types import Count, OperatorName, Text, Texts, described, matching
from moltverify.registry.model_entries import config_text
from moltverify.registry.trace_records import EventMapping, ShownValue, TraceMapping
from moltverify.registry.yaml_reader import YamlNode

PATH = r"[^.\s]+(\.[^.\s]+)*"  # of keys in an event

EventPath: TypeAlias = Annotated[str, matching(PATH, "keys with dots between them")]
Shown: TypeAlias = dict[Text, Text | int | bool]


class EventEntry(Entry, frozen=True):
    """What one kind of event says about the model's behaviour."""

    action: Annotated[
        Text | UnsetType,
        described(
            "The step that the event reports: an action of the model, in which `event` is the "
            "event as a record. Without this key the event reports no step, only what is.",
            "Ask(event.sender)",
        ),
    ] = UNSET
    before: Annotated[
        Shown,
        described(
            "What the event shows of the state before the step: variables, or expressions over "
            "them, and their values as expressions over `event`.",
            {"Cardinality(links)": "event.count"},
        ),
    ] = field(default_factory=dict)
    after: Annotated[
        Shown,
        described(
            "The same for the state after the step. A value may also name variables, which are "
            "those before the step.",
            {"links": "links \\cup {event.link}"},
        ),
    ] = field(default_factory=dict)


class TraceEntry(Entry, frozen=True):
    """What the events of a log are in a claim's green model, for `moltverify trace`."""

    events: Annotated[
        dict[Text, EventEntry],
        described(
            "The kinds of events, and what each says.", {"open": {"action": "Open(event.link)"}}
        ),
    ]
    kind: Annotated[
        EventPath, described("Where an event has its kind: keys with dots between them.", "type")
    ] = "event"
    per: Annotated[
        EventPath | UnsetType,
        described(
            "Where an event has the key of its segment. Each segment is a behaviour of its own; "
            "without this key, the whole log is one.",
            "channel",
        ),
    ] = UNSET
    ignore: Annotated[
        Texts,
        described(
            "Kinds, or globs of kinds, that say nothing about the model. A kind that is neither "
            "here nor in `events` is an error.",
            ["heartbeat", "debug-*"],
        ),
    ] = ()
    initial: Annotated[
        Shown,
        described(
            "What the first state must be among the model's initial ones: as `before`, where "
            "`event` is the segment's first event.",
            {"links": "{}"},
        ),
    ] = field(default_factory=dict)
    hidden: Annotated[
        dict[Text, Count],
        described(
            "Actions that the log does not show, and how often each may be taken between two "
            "events.",
            {"PassTime": 2},
        ),
    ] = field(default_factory=dict)
    constants: Annotated[
        dict[OperatorName, Text | int | bool],
        described(
            "Constants of the model that must fit the log, instead of the config's values: "
            "expressions over `Events`, the set of the segment's events.",
            {"Senders": "{e.sender : e \\in Events}"},
        ),
    ] = field(default_factory=dict)
    ids: Annotated[
        tuple[EventPath, ...],
        described(
            "Where events have names that need only be told apart: in each segment they become "
            "`id1`, `id2` in the order in which they occur, so that segments with other names are "
            "alike. For a model that treats all of them in the same way.",
            ["sender", "request.owner"],
        ),
    ] = ()
    cover: Annotated[
        dict[Text, Count],
        described(
            "How often something must occur in the log, else it is too thin to show anything: "
            "kinds of events, actions, witnesses, or operators of the model that are true of a "
            "state.",
            {"Open": 1, "used-twice": 1},
        ),
    ] = field(default_factory=dict)
    null: Annotated[
        Text | UnsetType,
        described(
            "The string that stands for JSON's null. Without this key, a field that is null is "
            "missing in the record.",
            "none",
        ),
    ] = UNSET

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield mistakes for events that say nothing, and for a kind with two meanings."""
        at = node.child("events")
        if at is None or not is_read(self.events):
            return
        if not self.events:
            yield at, "expected at least one kind of event"
        for kind, event in self.events.items():
            if is_read(event) and event == EventEntry():
                yield at.child(kind) or at, f"the event says nothing; put '{kind}' under 'ignore'"
            if is_read(self.ignore) and kind in self.ignore:
                yield at.child(kind) or at, f"'{kind}' is under 'ignore' too"


def trace_mapping(entry: TraceEntry) -> TraceMapping:
    """Return the record of a mapping."""
    return TraceMapping(
        events=tuple(event_mapping(kind, one) for kind, one in entry.events.items()),
        kind=entry.kind,
        per=given(entry.per, ""),
        ignore=entry.ignore,
        initial=shown_values(entry.initial),
        hidden=entry.hidden,
        constants={name: config_text(value) for name, value in entry.constants.items()},
        ids=entry.ids,
        cover=entry.cover,
        null=given(entry.null, None),
    )


def event_mapping(kind: str, entry: EventEntry) -> EventMapping:
    """Return the record of one kind of event."""
    return EventMapping(
        kind, given(entry.action, ""), shown_values(entry.before), shown_values(entry.after)
    )


def shown_values(shown: Shown) -> tuple[ShownValue, ...]:
    """Return the records of what an event shows."""
    return tuple(ShownValue(text, config_text(value)) for text, value in shown.items())
