"""Logs as events: what is read, what is refused, and where."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from moltverify.registry.trace_records import EventMapping, TraceMapping
from moltverify.tracing import event_log
from moltverify.tracing.event_log import UnreadableLogError, read_event_log

MAPPING = TraceMapping(
    events=(EventMapping("open", "Open"), EventMapping("shut", "Shut")),
    kind="what.kind",
    per="house",
    ignore=("debug-*", "heartbeat"),
)
OPEN = '{"what": {"kind": "open"}, "house": "a", "n": 1}\n'


def write(folder: Path, text: str | bytes, name: str = "app.log") -> str:
    """Write a log, and return its name."""
    content = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(content)
    return str(folder / name)


def refusal(folder: Path, text: str | bytes) -> str:
    """Return why a log is refused, without its folder."""
    with pytest.raises(UnreadableLogError) as error:
        read_event_log([write(folder, text)], MAPPING)
    return str(error.value).replace(f"{folder}/", "")


def test_events_have_their_kinds_segments_and_places(tmp_path: Path) -> None:
    other = '{"what": {"kind": "shut"}, "house": 7}'
    log = read_event_log(
        [write(tmp_path, OPEN + "\n  \n" + OPEN), write(tmp_path, other, "b.log")], MAPPING
    )
    assert [(one.kind, one.segment, one.place.line) for one in log.events] == [
        ("open", "a", 1),
        ("open", "a", 4),
        ("shut", "7", 1),
    ]
    assert log.events[0].fields["n"] == 1
    assert [Path(one.name).name for one in log.files] == ["app.log", "b.log"]
    assert len({one.sha256 for one in log.files}) == 2


def test_kinds_to_ignore_need_no_segment_and_are_counted(tmp_path: Path) -> None:
    ignored = '{"what": {"kind": "debug-7"}}\n{"what": {"kind": "heartbeat"}}\n'
    log = read_event_log([write(tmp_path, ignored + OPEN)], MAPPING)
    assert (len(log.events), log.ignored) == (1, 2)


def test_the_standard_input_is_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(OPEN.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert len(read_event_log(["-"], MAPPING).events) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1, 2]\n", "app.log:1: expected a JSON object, found [1,2]"),
        ("null\n", "app.log:1: expected a JSON object, found null"),
        (OPEN + "{}\n", "app.log:2: expected the event's kind, a text, at 'what.kind', found none"),
        (
            '{"what": {"kind": 3}}\n',
            "app.log:1: expected the event's kind, a text, at 'what.kind', found 3",
        ),
        (
            '{"what": {"kind": "open"}, "house": [1]}\n',
            "app.log:1: expected the event's segment's key, a text, at 'house', found [1]",
        ),
        (OPEN + '{"what": ', "app.log:2: the last line has no end and is no JSON"),
        (OPEN + "no json\n" + OPEN, "app.log:2: is no JSON"),
        (b"\xff\xfe\n", "app.log:1: is no JSON"),
        ("[" * 100_000 + "\n", "app.log:1: is no JSON"),
        (
            '{"what": {"kind": "opn"}, "house": "a"}\n',
            'app.log:1: the registry maps no event of kind "opn"; it has: open, shut; kinds',
        ),
    ],
)
def test_what_is_no_event_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    assert refusal(tmp_path, text).startswith(why)


def test_a_long_value_is_cut_in_a_message(tmp_path: Path) -> None:
    assert len(refusal(tmp_path, '["' + "x" * 5000 + '"]\n')) < 200


def test_a_line_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    why = refusal(tmp_path, b"x" * (event_log.LONGEST_EVENT + 7))
    assert why == "app.log:1: the line is longer than 1 MiB, the limit"


def lines_without_end() -> Iterator[bytes]:
    """Yield the same ignored line for ever."""
    while True:
        yield b'{"what": {"kind": "heartbeat"}, "more": "' + b"x" * 100_000 + b'"}\n'


class EndlessStream:
    """A standard input that never ends."""

    def __init__(self) -> None:
        self.lines = lines_without_end()
        self.buffer = self
        self.given = 0

    def readline(self, most: int) -> bytes:
        """Return the next line."""
        line = next(self.lines)[:most]
        self.given += len(line)
        return line


def test_an_endless_log_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = EndlessStream()
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(UnreadableLogError, match="has more than 128 MiB, which is the limit"):
        read_event_log(["-"], MAPPING)
    assert stream.given <= event_log.MOST_BYTES + event_log.LONGEST_EVENT


def test_more_events_than_the_limit_are_refused(tmp_path: Path) -> None:
    why = refusal(tmp_path, OPEN * (event_log.MOST_EVENTS + 1))
    assert why.startswith("app.log:200001: the log has more than 200,000 events")
