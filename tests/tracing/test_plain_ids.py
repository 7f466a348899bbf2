"""Names that need only be told apart, in each segment."""

from moltverify.registry.trace_records import EventMapping, TraceMapping
from moltverify.tracing.event_log import LineOfLog, LoggedEvent
from moltverify.tracing.log_segments import log_segments
from moltverify.tracing.plain_ids import with_plain_ids


def event(segment: str, **fields: object) -> LoggedEvent:
    """Return an event of the kind `ask`."""
    return LoggedEvent("ask", segment, fields, LineOfLog("app.log", 1))


def test_the_same_name_is_the_same_id_in_every_field() -> None:
    events = [event("a", sender="ann", to=["bob", "ann"]), event("a", request={"owner": "bob"})]
    plain, names = with_plain_ids(events, ["sender", "to", "request.owner", "missing.too"])
    assert [one.fields for one in plain] == [
        {"sender": "id1", "to": ["id2", "id1"]},
        {"request": {"owner": "id2"}},
    ]
    assert names == {"id1": "ann", "id2": "bob"}


def test_what_is_no_text_stays_as_it_is() -> None:
    [plain], names = with_plain_ids([event("a", sender=None, owner=7)], ["sender", "owner.name"])
    assert plain.fields == {"sender": None, "owner": 7}
    assert names == {}


def test_segments_that_differ_in_names_only_are_one() -> None:
    mapping = TraceMapping(
        events=(EventMapping("ask", "Ask(event.sender)"),), per="channel", ids=("sender",)
    )
    events = [event("a", sender="ann"), event("b", sender="bob"), event("b", sender="bob")]
    assert [one.keys for one in log_segments(events[:2], mapping)] == [("a", "b")]
    assert [one.keys for one in log_segments(events, mapping)] == [("a",), ("b",)]
