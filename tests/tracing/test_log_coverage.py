"""How often something occurs in a log: events, actions, hidden actions and states."""

from pathlib import Path

from moltverify.registry.load import load_registry
from moltverify.registry.trace_records import EventMapping, TraceMapping
from moltverify.tracing.event_log import LineOfLog, LoggedEvent
from moltverify.tracing.log_coverage import counted_states, coverage_rows
from moltverify.tracing.log_segments import log_segments
from tests.tracing.shops import write_shop

MAPPING = TraceMapping(
    events=(EventMapping("take", "Take(event.n)"), EventMapping("grab", "Take(9)")),
    per="shop",
    hidden={"Refill": 2},
    cover={"Take": 3, "Refill": 3, "sold-out": 4, "open": 1, "grab": 1},
)


def event(kind: str, shop: str, n: int) -> LoggedEvent:
    """Return an event."""
    return LoggedEvent(kind, shop, {"n": n}, LineOfLog("shop.log", 1))


def test_witnesses_and_predicates_are_counted_up_to_what_is_needed(tmp_path: Path) -> None:
    claim = load_registry(write_shop(tmp_path) / "registry.yaml").claim("shop")
    states = counted_states(claim, MAPPING)
    assert [(one.name, one.predicate, one.most) for one in states] == [
        ("sold-out", "SoldOut", 4),
        ("open", "open", 1),
    ]


def test_a_row_has_what_all_segments_have_together(tmp_path: Path) -> None:
    claim = load_registry(write_shop(tmp_path) / "registry.yaml").claim("shop")
    events = [event("take", "a", 1), event("take", "b", 1), event("take", "c", 2)]
    two, one = log_segments(events, MAPPING)
    assert two.keys == ("a", "b")
    states = counted_states(claim, MAPPING)
    rows = coverage_rows(MAPPING, states, {two: (1, 2, 0), one: (0, 1, 1)})
    found = {row.name: (row.what, row.occurred, row.at_least, row.is_thin) for row in rows}
    assert found == {
        "take": ("event", 3, 0, False),
        "grab": ("event", 0, 1, True),
        "Refill": ("hidden action", 2, 3, True),
        "sold-out": ("state", 5, 4, False),
        "open": ("state", 1, 1, False),
        "Take": ("action", 3, 3, False),
    }
