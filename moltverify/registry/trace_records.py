"""The mapping from a log's events to a model's steps, as frozen records."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct


class ShownValue(Struct, frozen=True):
    """An expression over the state, and the value that an event shows of it."""

    shown: str
    value: str


class EventMapping(Struct, frozen=True):
    """What one kind of event says; without an action it reports no step."""

    kind: str
    action: str = ""
    before: tuple[ShownValue, ...] = ()
    after: tuple[ShownValue, ...] = ()


class TraceMapping(Struct, frozen=True, kw_only=True):
    """What the events of a log are in a model; `kind` and `per` are paths in an event.

    Without `per` the whole log is one behaviour. `ids` are paths to names that need only be told
    apart. `null` is the string for JSON's null, if any.
    """

    events: tuple[EventMapping, ...]
    kind: str = "event"
    per: str = ""
    ignore: tuple[str, ...] = ()
    initial: tuple[ShownValue, ...] = ()
    hidden: Mapping[str, int] = {}  # msgspec makes a new dict for each mapping
    constants: Mapping[str, str] = {}
    ids: tuple[str, ...] = ()
    cover: Mapping[str, int] = {}
    null: str | None = None

    def ignores(self, kind: str) -> bool:
        """Tell whether events of a kind say nothing about the model."""
        return any(fnmatchcase(kind, one) for one in self.ignore)

    def expressions(self) -> Iterator[str]:
        """Yield all texts in which `event` or `Events` may stand."""
        for event in self.events:
            yield event.action
            yield from (one.value for one in (*event.before, *event.after))
        yield from (one.value for one in self.initial)
        yield from self.constants.values()
