"""The terminal as a value."""

import io
import os
import pty
from collections.abc import Iterator
from typing import TextIO

import pytest
from rich.text import Text

from moltverify.report.terminal.terminal import (
    PIPED_WIDTH,
    make_console,
    progress_console,
    speaks_unicode,
)


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    """A real terminal, 90 columns wide."""
    controller, line = pty.openpty()
    with open(line, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor has no path
        import fcntl  # noqa: PLC0415 - POSIX only, as terminals are
        import struct  # noqa: PLC0415
        import termios  # noqa: PLC0415

        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
        yield stream
    os.close(controller)


@pytest.mark.parametrize(
    ("environment", "colour"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm"}, True),
    ],
)
def test_a_terminal_gets_colour_unless_it_is_unwanted(
    terminal: TextIO, environment: dict[str, str], colour: bool
) -> None:
    console = make_console(terminal, None, environment)
    assert (console.color_system == "standard") is colour
    assert console.is_terminal is (environment.get("TERM") != "dumb")


@pytest.mark.parametrize("environment", [{}, {"TERM": "xterm-256color", "FORCE_COLOR": "1"}])
def test_a_pipe_gets_no_colour(environment: dict[str, str]) -> None:
    stream = io.StringIO()
    console = make_console(stream, None, environment)
    console.print(Text("words", style="bad"))
    assert stream.getvalue() == "words\n"


def test_colour_may_be_asked_for() -> None:
    stream = io.StringIO()
    make_console(stream, True, {}).print(Text("words", style="bad"))
    assert "\x1b[" in stream.getvalue()


def test_a_terminal_is_as_wide_as_it_is(terminal: TextIO) -> None:
    assert make_console(terminal, None, {}).width == 90
    assert make_console(terminal, None, {"COLUMNS": "70"}).width == 70


@pytest.mark.parametrize(
    ("columns", "width"), [("80", 80), ("120", 120), ("0", None), ("", None), ("x", None)]
)
def test_a_pipe_is_as_wide_as_columns_says(columns: str, width: int | None) -> None:
    console = make_console(io.StringIO(), None, {"COLUMNS": columns})
    assert console.width == (width or PIPED_WIDTH)


def test_text_is_printed_as_it_is_without_markup_or_emoji() -> None:
    stream = io.StringIO()
    make_console(stream, None, {}).print("[bold]x[/bold] :smile: 123")
    assert stream.getvalue() == "[bold]x[/bold] :smile: 123\n"


@pytest.mark.parametrize(
    ("encoding", "speaks"), [("utf-8", True), ("UTF-8", True), ("ascii", False), ("cp1252", False)]
)
def test_signs_beyond_ascii_need_unicode(encoding: str, speaks: bool) -> None:
    assert speaks_unicode(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) is speaks


def test_one_terminal_has_one_console_for_words_and_progress(terminal: TextIO) -> None:
    printed = make_console(terminal, None, {})
    assert progress_console(printed, terminal, {}) is printed


def test_progress_beside_a_pipe_has_the_console_of_its_own_stream(terminal: TextIO) -> None:
    piped = make_console(io.StringIO(), None, {})
    assert progress_console(piped, terminal, {}).file is terminal


def test_no_terminal_for_progress_makes_none_of_the_one_for_words(terminal: TextIO) -> None:
    console = progress_console(make_console(terminal, None, {}), io.StringIO(), {})
    assert not console.is_terminal
