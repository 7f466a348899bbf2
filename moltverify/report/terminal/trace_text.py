"""A story as lines of text, for the terminal, for files and for other tools' reports."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.report.story.changes import change_text, path_text
from moltverify.report.story.escaping import display_width, inert, inert_line
from moltverify.report.story.value_text import shown_value
from moltverify.tla.value_diff import Change, How

if TYPE_CHECKING:
    # The module imports jinja2, which is slow; a caller that has a story has imported it.
    from moltverify.report.story.story import Story, StoryStep

NARROWEST = 40  # columns: below this, wrapping makes text harder to read, not easier
STYLES = {How.ADDED: "added", How.REMOVED: "removed", How.CHANGED: "changed"}


class Line(Struct, frozen=True):
    """A line and its style: step, changed, added, removed, state, then, moral or empty."""

    text: str
    style: str


def trace_lines(story: "Story", width: int, full: bool = False) -> Iterator[Line]:
    """Yield a story's lines, none wider than `width` columns unless a single word is.

    Each step shows its sentence and what changed, or with `full` the whole state.
    """
    width = max(width, NARROWEST)
    digits = len(str(len(story.steps)))
    for step in story.steps:
        yield from step_lines(step, width, digits, full)
    for text, style in ((story.then, "then"), (story.moral, "moral")):
        if text:
            yield from wrapped(text, width, " " * (digits + 2), " " * (digits + 2), style)


def step_lines(step: "StoryStep", width: int, digits: int, full: bool) -> Iterator[Line]:
    """Yield the lines of one step."""
    margin = " " * (digits + 2)
    yield from wrapped(step.sentence, width, f"{step.number:>{digits}}  ", margin, "step")
    inner = margin + "  "
    if full or not step.changes:
        rows = [(name, shown_value(value), "state") for name, value in step.state]
        # The first state has no changes because no state is before it, so its values are shown.
        if step.number > 1 and not full:
            rows = [("", "nothing changes", "state")]
    else:
        rows = [change_row(change) for change in step.changes]
    # A long path must leave columns for its values.
    column = min(max((display_width(name) for name, _, _ in rows), default=0), width // 3)
    for name, text, style in rows:
        label = f"{inner}{inert_line(name):<{column}}  " if name else inner
        yield from wrapped(keep_together(inert_line(text)), width, label, inner + "    ", style)


def change_row(change: Change) -> tuple[str, str, str]:
    """Return a change's path, text and style."""
    return path_text(change), change_text(change), STYLES[change.how]


# Blanks at which no line ends, so that a name stays with its value.
JOINTS = (" |-> ", " :> ", " -> ")
UNBREAKABLE = "\u00a0"


def keep_together(value: str) -> str:
    """Return a value's text with no-break spaces where a line must not end."""
    for joint in JOINTS:
        value = value.replace(joint, joint.replace(" ", UNBREAKABLE))
    return value


def wrapped(text: str, width: int, first: str, later: str, style: str) -> Iterator[Line]:
    """Yield the text in lines that end at blanks only, each after its indentation.

    Unlike textwrap it counts the columns of a terminal, where some characters take two.
    """
    line, used, words = first, display_width(first), 0
    # One by one, because some callers want the first line only.
    for found in re.finditer(r"( *)([^ ]+)", inert(text).replace("\n", " ")):
        gap, word = found.groups()
        needed = display_width(word)
        if words and used + len(gap) + needed > width:
            yield Line(line.replace(UNBREAKABLE, " "), style)
            line, used, words = later, display_width(later), 0
        joint = gap if words else ""
        line, used, words = line + joint + word, used + len(joint) + needed, words + 1
    # Not an indentation alone, if the text is empty.
    if words:
        yield Line(line.replace(UNBREAKABLE, " "), style)
