"""The terminal as a value: width, colour and signs are decided once, here."""

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
PIPED_WIDTH = 100  # columns, where there is no terminal to ask


def make_console(stream: TextIO, colour: bool | None, environment: Mapping[str, str]) -> Console:
    """Return a console; `colour` None means what terminal and NO_COLOR say (no-color.org)."""
    # A dumb terminal is a printer: nothing on it can be moved or coloured.
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
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        _environ={},
    )


def width_of(stream: TextIO, environment: Mapping[str, str]) -> int:
    """Return the columns to use: COLUMNS if set, else the terminal's, else a fixed number."""
    columns = environment.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or PIPED_WIDTH
    except (OSError, ValueError):
        return PIPED_WIDTH


def dumb(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal says that it can do nothing but print."""
    return environment.get("TERM") == "dumb"


def speaks_unicode(stream: TextIO) -> bool:
    """Tell whether signs beyond ASCII can be written to the stream."""
    return (getattr(stream, "encoding", None) or "ascii").lower().startswith("utf")
