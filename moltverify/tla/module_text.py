"""TLA+ as text, where parsing it takes too long or loses the text.

Scanning for the names of modules blanks comments and strings, and reports show a module's opening
comment.
"""

from __future__ import annotations

import re
from textwrap import dedent

# Strings too, because the marks of a comment in a string begin no comment.
_OPENING = re.compile(r'\\\*[^\n]*|\(\*|"(?:[^"\\\n]|\\[^\n])*"')
_EDGE = re.compile(r"\(\*|\*\)")
# A blank line ends the opening comment; a boxed one is many comments on adjacent lines.
_GAP = re.compile(r"[ \t\r]*\n?[ \t]*")


def _end(text: str, opening: re.Match[str]) -> int:
    """Return the end of the comment or string that begins with this match; comments nest."""
    if opening[0] != "(*":
        return opening.end()
    depth = 0
    for edge in _EDGE.finditer(text, opening.start()):
        depth += 1 if edge[0] == "(*" else -1
        if depth == 0:
            return edge.end()
    # A comment that is never closed: the rest of the text is no code.
    return len(text)


def blank(text: str) -> str:
    """Return a text of blanks with the same length and line breaks."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def blanked(text: str) -> str:
    """Return the text with blanks for comments and strings; all else keeps its place."""
    kept: list[str] = []
    at = 0
    while found := _OPENING.search(text, at):
        end = _end(text, found)
        kept += [text[at : found.start()], blank(text[found.start() : end])]
        at = end
    return "".join(kept) + text[at:]


def _plain(comment: str) -> str:
    if comment.startswith("\\*"):
        return comment[2:].lstrip("*").removeprefix(" ").rstrip()
    inside = comment[2:].removesuffix("*)").strip("*")
    first, _, others = inside.partition("\n")
    return f"{first.removeprefix(' ').rstrip()}\n{dedent(others)}".rstrip()


def header_comment(text: str) -> str:
    """Return the first comment of a module's text without its frame, or nothing if it has none."""
    # A string before it is code, not the beginning of a comment.
    found = next((each for each in _OPENING.finditer(text) if not each[0].startswith('"')), None)
    kind = found[0][:2] if found else ""
    parts: list[str] = []
    while found and found[0][:2] == kind:
        end = _end(text, found)
        parts.append(_plain(text[found.start() : end]))
        gap = _GAP.match(text, end)
        found = _OPENING.match(text, gap.end() if gap else end)
    lines = [line.rstrip() for line in "\n".join(parts).split("\n")]
    return "\n".join(lines).strip("\n")
