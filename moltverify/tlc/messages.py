"""TLC's framed messages (option -tool) and the text between them.

The frame is that of tlc2.output.MP.getMessage (TLC 2.15, d5b5a7f): a START line with the code and
the class, the text, an END line with the code. An exception that carries a message of its own is
embedded whole, always with class 0, at the start of a line or after `: `.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from enum import IntEnum

import msgspec
from msgspec import Struct

_START = re.compile(r"@!@!@STARTMSG (-?[0-9]{1,9}):([0-9]) @!@!@\r?")
_NESTED = re.compile(r"(.*: )?@!@!@STARTMSG (-?[0-9]{1,9}):0 @!@!@\r?")
_END = re.compile(r"@!@!@ENDMSG (-?[0-9]{1,9}) @!@!@\r?")
# TLC embeds one message in another, rarely more. The limit bounds the recursion over messages for
# any input.
MAX_NESTING = 20
FRAME_MARK = "@!@!@"
# Characters of text outside messages that are kept: at first, and of the end. SANY's part is at the
# start, a crash's at the end, and what a model prints between them can have hundreds of megabytes.
MOST_PRINTED = 8_000_000
LAST_PRINTED = 100_000


class Severity(IntEnum):
    """The class digit of a message (tlc2.output.MP.NONE, ERROR, TLCBUG, WARNING, STATE)."""

    INFO = 0
    ERROR = 1
    BUG = 2
    WARNING = 3
    STATE = 4


_SEVERITIES = {str(int(severity)): severity for severity in Severity}
# An embedded message is the cause of an exception, so only these classes have one.
_CARRIERS = (Severity.ERROR, Severity.BUG, Severity.WARNING)


class Message(Struct, frozen=True):
    """One message of TLC: code, class, text without frames, and the messages embedded in it."""

    code: int
    severity: Severity
    text: str
    inner: tuple[Message, ...] = ()

    def codes(self) -> Iterator[int]:
        """Yield this message's code and those of all embedded messages, outermost first."""
        yield self.code
        for message in self.inner:
            yield from message.codes()

    def cause(self) -> Message:
        """Return the innermost embedded message, which has an exception's reason, or this one."""
        return self.inner[0].cause() if self.inner else self


class Unframed(Struct, frozen=True):
    """Text outside complete messages: SANY's output, Print, and the remains of torn messages."""

    text: str

    def is_torn(self) -> bool:
        """Return whether a frame's mark starts a line, so that the output is damaged."""
        # Print cannot do that: it prints a string with its quotes.
        return any(line.startswith(FRAME_MARK) for line in self.text.split("\n"))


class _Open(Struct):
    code: int
    severity: Severity
    # The original lines, which become unframed text if the frame is never closed.
    raw: list[str]
    prefix: str = ""
    lines: list[str] = msgspec.field(default_factory=list)
    inner: list[Message] = msgspec.field(default_factory=list)

    def close(self) -> Message:
        return Message(self.code, self.severity, "\n".join(self.lines), tuple(self.inner))

    def embed(self, child: _Open) -> None:
        message = child.close()
        self.inner.append(message)
        self.lines.extend((child.prefix + message.text).split("\n"))


class _Frames:
    """A stack machine over lines: the open frames, and the messages that are complete."""

    def __init__(self) -> None:
        self.done: list[Message | Unframed] = []
        self.stack: list[_Open] = []
        self.loose: list[str] = []
        self.room = MOST_PRINTED
        self.last: deque[str] = deque()
        self.last_size = 0

    def keep(self, line: str) -> None:
        """Keep a line outside messages, as far as there is room; else the last ones."""
        self.room -= len(line) + 1
        # A torn message shows that the output is damaged, wherever it is.
        if self.room >= 0 or line.startswith(FRAME_MARK):
            self.loose.append(line)
            return
        self.last.append(line)
        self.last_size += len(line) + 1
        while self.last_size > LAST_PRINTED and len(self.last) > 1:
            self.last_size -= len(self.last.popleft()) + 1

    def line(self, line: str) -> None:
        if self.stack:
            self.inside(line)
        elif start := _START.fullmatch(line):
            self.flush()
            self.open(start[1], start[2], line)
        else:
            self.keep(line)

    def inside(self, line: str) -> None:
        if (start := _START.fullmatch(line)) and not self.may_nest(start[2]):
            # The END of the open message is missing: a message that is not embedded begins here.
            self.abandon()
            self.flush()
            self.open(start[1], start[2], line)
            return
        # At the bottom of the stack: without its END the whole message becomes text again.
        self.stack[0].raw.append(line)
        if self.may_nest("0") and (nested := _NESTED.fullmatch(line)):
            self.open(nested[2], "0", line, nested[1] or "")
        elif (end := _END.fullmatch(line)) and self.closes(int(end[1])):
            self.close(int(end[1]))
        else:
            self.stack[-1].lines.append(line)

    def may_nest(self, severity: str) -> bool:
        carries = self.stack[0].severity in _CARRIERS and len(self.stack) < MAX_NESTING
        return carries and severity == "0"

    def open(self, code: str, severity: str, line: str, prefix: str = "") -> None:
        # An unknown class counts as an error, so that it can never support a success.
        level = _SEVERITIES.get(severity, Severity.BUG)
        self.stack.append(_Open(int(code), level, [line], prefix))

    def closes(self, code: int) -> bool:
        return any(frame.code == code for frame in self.stack)

    def close(self, code: int) -> None:
        # An END can lack those of the messages embedded in its own: they are closed with it.
        while True:
            frame = self.stack.pop()
            if not self.stack:
                self.done.append(frame.close())
                return
            self.stack[-1].embed(frame)
            if frame.code == code:
                return

    def abandon(self) -> None:
        if self.stack:
            self.loose.extend(self.stack[0].raw)
            self.stack.clear()

    def flush(self) -> None:
        if text := "\n".join(self.loose):
            self.done.append(Unframed(text))
        self.loose.clear()


def read_messages(text: str | Iterable[str]) -> tuple[Message | Unframed, ...]:
    """Return TLC's messages and the text between them, in order; never raises.

    The text may come as the lines of a file. A message without its end is returned as Unframed text
    that is torn. Of very much text outside messages the middle is left out.
    """
    frames = _Frames()
    for line in lines_of(text):
        frames.line(line)
    frames.abandon()
    frames.loose.extend(frames.last)
    frames.flush()
    return tuple(frames.done)


def lines_of(text: str | Iterable[str]) -> Iterator[str]:
    """Yield lines without their ends, which are line feeds only; the last one may be empty."""
    # Not splitlines(): it also splits at characters that TLC prints inside strings, such as U+2028.
    if isinstance(text, str):
        yield from text.split("\n")
        return
    line = "\n"
    for line in text:
        yield line.removesuffix("\n")
    if line.endswith("\n"):
        yield ""
