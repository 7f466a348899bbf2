"""A story as lines of text: the same in the terminal, in files and in other tools' reports."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.report.story.changes import change_text, path_text
from moltverify.report.story.escaping import display_width, inert, inert_line
from moltverify.report.story.value_text import shown_value
from moltverify.tla.value_diff import Change, How

if TYPE_CHECKING:
    # Only who has a story needs what tells one, which is slow to import.
    from moltverify.report.story.story import Story, StoryStep

NARROWEST = 40  # columns: below this, wrapping makes text harder to read, not easier
STYLES = {How.ADDED: "added", How.REMOVED: "removed", How.CHANGED: "changed"}


class Line(Struct, frozen=True):
    """A line and what it is: step, changed, added, removed, state, then, moral or blank."""

    text: str
    style: str


def trace_lines(story: "Story", width: int, full: bool = False) -> Iterator[Line]:
    """Yield a story's lines, none wider than `width` columns where words allow it.

    Each step shows its sentence and what changed; `full` shows every state whole instead.
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
        if step.number > 1 and not full:
            rows = [("", "nothing changes", "state")]
    else:
        rows = [change_row(change) for change in step.changes]
    column = min(max((display_width(name) for name, _, _ in rows), default=0), width // 3)
    for name, text, style in rows:
        label = f"{inner}{inert_line(name):<{column}}  " if name else inner
        yield from wrapped(keep_together(inert_line(text)), width, label, inner + "    ", style)


def change_row(change: Change) -> tuple[str, str, str]:
    """Return a change's path, text and style."""
    return path_text(change), change_text(change), STYLES[change.how]


# Blanks that a value must not be broken at: a name stays with what it maps to.
JOINTS = (" |-> ", " :> ", " -> ")
UNBREAKABLE = "\u00a0"


def keep_together(value: str) -> str:
    """Return a value's text with unbreakable blanks where a line must not end."""
    for joint in JOINTS:
        value = value.replace(joint, joint.replace(" ", UNBREAKABLE))
    return value


def wrapped(text: str, width: int, first: str, later: str, style: str) -> Iterator[Line]:
    """Yield the text in lines, broken at blanks only, behind an indentation.

    Unlike textwrap it counts the columns of a terminal, where some characters take two.
    """
    line, used, words = first, display_width(first), 0
    for gap, word in re.findall(r"( *)([^ ]+)", inert(text).replace("\n", " ")):
        needed = display_width(word)
        if words and used + len(gap) + needed > width:
            yield Line(line.replace(UNBREAKABLE, " "), style)
            line, used, words = later, display_width(later), 0
        joint = gap if words else ""
        line, used, words = line + joint + word, used + len(joint) + needed, words + 1
    if words:
        yield Line(line.replace(UNBREAKABLE, " "), style)
