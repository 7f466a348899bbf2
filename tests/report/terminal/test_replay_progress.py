"""The line that shows which replays go on."""

import io

import pytest

from moltverify.conformance.records import Status
from moltverify.conformance.replay_events import Exploring, Fetching, ReplayEvent, Replaying
from moltverify.conformance.results import ReplayFinding
from moltverify.report.terminal.replay_progress import ReplayProgressLine
from moltverify.report.terminal.terminal import make_console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def finding(model: str) -> ReplayFinding:
    return ReplayFinding(
        claim=model, model=model, package="house", version="1", status=Status.CONFORMS
    )


def line(*events: ReplayEvent) -> str:
    progress = ReplayProgressLine(make_console(io.StringIO(), None, {}), total=2)
    with progress:
        for event in events:
            progress(event)
    return progress.line().plain


EXPLORING, REPLAYING = Exploring("door"), Replaying("door", "house@1")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "0 of 2 replays  "),
        ([Fetching("house@1")], "0 of 2 replays  fetching house@1"),
        ([Fetching("house@1"), EXPLORING], "0 of 2 replays  door explored by TLC"),
        ([EXPLORING, REPLAYING], "0 of 2 replays  door against house@1"),
        ([EXPLORING, REPLAYING, finding("door")], "1 of 2 replays  "),
        # A claim without counterpart has its finding at once.
        ([Fetching("house@1"), finding("gate")], "1 of 2 replays  "),
        (
            [EXPLORING, Exploring("gate"), REPLAYING],
            "0 of 2 replays  door against house@1; gate explored by TLC",
        ),
    ],
)
def test_the_line_says_what_is_done_and_what_goes_on(
    events: list[ReplayEvent], expected: str
) -> None:
    assert line(*events) == expected


def test_hostile_names_do_nothing_to_a_terminal() -> None:
    assert "\x1b" not in line(Replaying("door", "house\x1b[31m@1"))


def test_a_pipe_gets_no_line() -> None:
    stream = io.StringIO()
    with ReplayProgressLine(make_console(stream, None, {}), total=2) as progress:
        progress(EXPLORING)
    assert stream.getvalue() == ""


def test_a_terminal_is_written_to_only_when_something_changes() -> None:
    stream = Terminal()
    with ReplayProgressLine(make_console(stream, None, {"COLUMNS": "80"}), total=2) as progress:
        first = stream.getvalue()
        assert "0 of 2 replays" in first
        # Nothing redraws the line by itself.
        assert progress.live is not None
        assert progress.live.auto_refresh is False
        progress(REPLAYING)
        second = stream.getvalue()[len(first) :]
    assert "door against house@1" in second


def test_the_line_is_gone_at_the_end() -> None:
    stream = Terminal()
    with ReplayProgressLine(make_console(stream, None, {"COLUMNS": "80"}), total=1) as progress:
        progress(REPLAYING)
    # The last thing written erases the line.
    assert stream.getvalue().rstrip("\r").endswith("\x1b[2K")


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_time_left_is_told_once_it_can_be_estimated() -> None:
    clock = Clock()
    progress = ReplayProgressLine(make_console(io.StringIO(), None, {}), total=4, clock=clock)
    progress(finding("door"))
    assert progress.line().plain == "1 of 4 replays  "
    clock.now = 20.0
    assert progress.line().plain == "1 of 4 replays, 60 s left  "
    clock.now = 200.0
    assert progress.line().plain == "1 of 4 replays, 10 min left  "


def test_without_a_terminal_a_line_is_printed_from_time_to_time() -> None:
    clock, output = Clock(), io.StringIO()
    progress = ReplayProgressLine(make_console(output, None, {}), total=4, clock=clock)
    progress(finding("door"))
    assert output.getvalue() == ""
    clock.now = 11.0
    progress(finding("gate"))
    progress(finding("wall"))
    assert output.getvalue().splitlines() == ["2 of 4 replays, 11 s left"]
