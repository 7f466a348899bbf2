"""The terminal as a value: the only place that decides width, colour and signs."""

import os
from collections.abc import Mapping
from typing import TextIO

from rich.console import Console
from rich.theme import Theme

THEME = Theme(
    {
        "good": "green",
        "bad": "bold red",
        "unsure": "yellow",
        "quiet": "dim",
        "name": "bold",
        "step": "",
        "changed": "cyan",
        "added": "green",
        "removed": "red",
        "state": "dim",
        "then": "",
        "moral": "bold",
    },
    inherit=False,
)
PIPED_WIDTH = 100  # columns, if there is no terminal


def make_console(stream: TextIO, colour: bool | None, environment: Mapping[str, str]) -> Console:
    """Return a console; with `colour` None, the terminal and NO_COLOR decide (no-color.org)."""
    # A dumb terminal can only print: it knows no escape sequences.
    is_terminal = stream.isatty() and not dumb(environment)
    if colour is None:
        colour = is_terminal and not environment.get("NO_COLOR")
    return Console(
        file=stream,
        theme=THEME,
        width=width_of(stream, environment),
        color_system="standard" if colour else None,
        no_color=not colour,
        force_terminal=is_terminal or colour,
        # Text stays as it is: rich would colour numbers, and take [a] for markup, :x: for an emoji.
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        # All that depends on the environment is decided above. rich would read COLUMNS, NO_COLOR,
        # FORCE_COLOR and others itself.
        _environ={},
    )


def progress_console(printed: Console, stream: TextIO, environment: Mapping[str, str]) -> Console:
    """Return the console for a line of progress: `printed` if `stream` is a terminal as well.

    Two consoles on one terminal know nothing of each other: what one prints stays in the line of
    the other.
    """
    own = make_console(stream, None, environment)
    return printed if printed.is_terminal and own.is_terminal else own


def width_of(stream: TextIO, environment: Mapping[str, str]) -> int:
    """Return the columns to use: COLUMNS if set, else the terminal's, else a fixed number."""
    columns = environment.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        # A terminal that was given no size has 0 columns.
        return os.get_terminal_size(stream.fileno()).columns or PIPED_WIDTH
    except (OSError, ValueError):
        # Not a terminal (OSError), or a closed stream (ValueError).
        return PIPED_WIDTH


def dumb(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal declares that it can only print."""
    return environment.get("TERM") == "dumb"


def speaks_unicode(stream: TextIO) -> bool:
    """Tell whether characters outside ASCII can be written to the stream."""
    return (getattr(stream, "encoding", None) or "ascii").lower().startswith("utf")
