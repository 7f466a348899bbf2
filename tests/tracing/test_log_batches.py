"""Segments and the parts of a log for one run of TLC each."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.trace_records import EventMapping, TraceMapping
from moltverify.tla.dependencies import DependencyReader
from moltverify.tracing.event_log import LineOfLog, LoggedEvent
from moltverify.tracing.follow_run import Follower
from moltverify.tracing.followed_design import followed_design
from moltverify.tracing.following import Following
from moltverify.tracing.log_batches import MOST_EVENTS_OF_RUN, bounded, constant_groups
from moltverify.tracing.log_follow import follow_all
from moltverify.tracing.log_module import log_module, sequence_lines, told_segments
from moltverify.tracing.log_segments import LogSegment, log_segments, numbered_records
from tests.tracing.shops import write_shop

LOOK = TraceMapping(events=(EventMapping("count", "Count(event.n)"),), per="shop")


def counts(segment: str, *numbers: int) -> list[LoggedEvent]:
    """Return events of one segment."""
    return [
        LoggedEvent("count", segment, {"n": one, "at": 0.5}, LineOfLog("shop.log", place))
        for place, one in enumerate(numbers, start=1)
    ]


def segments(*events: Sequence[LoggedEvent]) -> tuple[LogSegment, ...]:
    """Return the segments of some events."""
    return log_segments([one for part in events for one in part], LOOK)


def test_segments_keep_their_order_and_equal_ones_are_one() -> None:
    found = segments(counts("a", 1, 2), counts("b", 2), counts("c", 1, 2))
    assert [(one.keys, len(one.events)) for one in found] == [(("a", "c"), 2), (("b",), 1)]
    assert found[0].records == ((1, "[n |-> 1]"), (1, "[n |-> 2]"))


def test_events_of_several_segments_may_be_mixed() -> None:
    mixed = [*counts("a", 1), *counts("b", 5), *counts("a", 2), *counts("b", 6)]
    assert [one.records for one in log_segments(mixed, LOOK)] == [
        ((1, "[n |-> 1]"), (1, "[n |-> 2]")),
        ((1, "[n |-> 5]"), (1, "[n |-> 6]")),
    ]


def test_a_record_is_written_once() -> None:
    records, numbers = numbered_records(segments(counts("a", 1, 1, 2), counts("b", 2)))
    assert records == ((1, "[n |-> 1]"), (1, "[n |-> 2]"))
    assert numbers == ((1, 1, 2), (2,))


def test_a_part_has_a_bounded_number_of_events() -> None:
    half = MOST_EVENTS_OF_RUN // 2
    found = segments(
        counts("a", *range(half)),
        counts("b", *range(half, 2 * half)),
        counts("c", 1),
        counts("d", *range(3 * half)),
        counts("e", 2),
    )
    parts = [[one.keys[0] for one in part] for part in bounded(found)]
    assert parts == [["a", "b"], ["c"], ["d"], ["e"]]


def test_a_long_sequence_is_written_in_pieces() -> None:
    lines = list(sequence_lines("Long", [str(number) for number in range(1200)]))
    assert sum(line.startswith("LongPiece") and line.endswith("<<") for line in lines) == 3
    assert "[i \\in 1..1200 |->" in "\n".join(lines)
    assert list(sequence_lines("Empty", [])) == ["Empty == <<", "", ">>"]


def test_what_tlc_prints_over_several_lines_is_read() -> None:
    printed = (
        '<<"moltverify over", 2, <<1, 0>>>>',
        '<< "moltverify over",',
        "   11,",
        "   <<1,",
        "     27>> >>",
        '<<"moltverify over", 3, 2>>',
        '<<"moltverify at", 4, 17>>',
        '<<"moltverify at", 4, 18>>',
        ' <<"moltverify over", 9, <<5>>>>',
    )
    told = told_segments(printed)
    assert told.counts == {1: (1, 0), 10: (1, 27)}
    assert told.broken == {2: {2}}
    assert told.reached == {3: 18}


def asked(folder: Path, mapping: TraceMapping, events: Sequence[LoggedEvent]) -> Following:
    """Return the question whether events of the shop fit."""
    green = load_registry(write_shop(folder) / "registry.yaml").claim("shop").green
    assert green is not None
    design = followed_design(green, DependencyReader())
    return Following(design=design, mapping=mapping, segments=log_segments(events, mapping))


@pytest.mark.tlc
def test_segments_with_the_same_constants_are_in_one_run(
    tmp_path: Path, follower: Follower
) -> None:
    mapping = TraceMapping(
        events=(EventMapping("count", "Close"),),
        per="shop",
        constants={"Stock": "Cardinality({e.n : e \\in Events})", "Buyers": '{"ann"}'},
    )
    events = [*counts("a", 1, 2), *counts("b", 1), *counts("c", 7, 9), *counts("d", 3)]
    groups = constant_groups(asked(tmp_path, mapping, events), follower)
    assert [[one.keys[0] for one in group] for group in groups] == [["a", "c"], ["b", "d"]]


@pytest.mark.tlc
def test_many_parts_have_the_answers_of_one(
    tmp_path: Path, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = TraceMapping(
        events=(EventMapping("count", "left = event.n /\\ UNCHANGED vars"),), per="shop"
    )
    events = [one for n in range(12) for one in counts(f"shop{n}", n % 4, n % 4, n % 3 + n)]
    following = asked(tmp_path, mapping, events)
    whole = follow_all(following, follower, 1)
    monkeypatch.setattr("moltverify.tracing.log_batches.MOST_EVENTS_OF_RUN", 5)
    parts = follow_all(following, follower, 2)
    assert {one.keys for one in parts.counts} == {one.keys for one in whole.counts}
    assert {one.keys for one in parts.others} == {one.keys for one in whole.others}
    assert whole.counts
    assert whole.others


@pytest.mark.tlc
def test_a_segment_longer_than_a_trace_of_tlc_fits_or_is_told_without_its_states(
    tmp_path: Path, follower: Follower
) -> None:
    mapping = TraceMapping(
        events=(EventMapping("count", "left = event.n /\\ UNCHANGED vars"),), per="shop"
    )
    following = asked(tmp_path, mapping, counts("a", *[1] * 70_000))
    assert [len(one.events) for one in follow_all(following, follower, 1).counts] == [70_000]


def test_the_module_of_a_log_has_what_the_cursor_needs() -> None:
    text = log_module(segments(counts("a", 1, 2), counts("b", 2)))
    assert "MoltverifyLog == <<\n<<1, 2>>,\n<<2>>\n>>" in text
    assert "MoltverifyLengths == <<\n2,\n1\n>>" in text
    assert "MoltverifySegments == 1..2" in text
