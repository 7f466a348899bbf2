"""One run's output, separated into messages, unframed text and printed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from moltverify.tlc.codes import AFTERWORDS, HEADERS, Code
from moltverify.tlc.messages import Message, Severity, Unframed, read_messages
from moltverify.tlc.violations import RULES

# SANY of later releases prints it outside all messages, where an algorithm or its translation has
# changed. A model cannot print it: a printed string begins with a quote.
STALE_TRANSLATION = re.compile(r"^!! WARNING: (.*\b(?:PlusCal|translation)\b.*?)\s*$", re.MULTILINE)


class SortedOutput(Struct, frozen=True):
    """A run's output: `unframed` is all text outside messages, `printed` its part after SANY."""

    messages: tuple[Message, ...]
    unframed: str
    printed: tuple[str, ...]
    is_torn: bool
    exit_code: int
    stderr: str

    @property
    def errors(self) -> tuple[Message, ...]:
        """The messages that report an error or a violation, in order."""
        return tuple(filter(_is_error, self.messages))

    @property
    def warnings(self) -> tuple[str, ...]:
        """The texts of the warnings, in order: TLC's, then SANY's about translations."""
        framed = (m.text.strip() for m in self.messages if m.severity is Severity.WARNING)
        return (*framed, *STALE_TRANSLATION.findall(self.unframed))

    @property
    def version(self) -> str | None:
        """TLC's version line, or None if it was not printed."""
        texts = [message.text for message in self.messages if message.code == Code.TLC_VERSION]
        return texts[0].strip() if texts else None

    @property
    def is_finished(self) -> bool:
        """Whether the closing banner is the last message and occurs exactly once."""
        codes = [message.code for message in self.messages if message.code not in AFTERWORDS]
        return codes[-1:] == [Code.TLC_FINISHED] and codes.count(Code.TLC_FINISHED) == 1

    def has(self, code: Code) -> bool:
        """Return whether a message has this code; embedded messages do not count."""
        return any(message.code == code for message in self.messages)


def _is_error(message: Message) -> bool:
    if message.code in HEADERS:
        return False
    # A violation's code counts with any class, so that a damaged digit cannot hide it.
    return message.severity in (Severity.ERROR, Severity.BUG) or message.code in RULES


def read_run(stdout: str | Iterable[str], exit_code: int, stderr: str) -> SortedOutput:
    """Return a run's output in its parts; never raises."""
    return sorted_output(read_messages(stdout), exit_code, stderr)


def sorted_output(parts: Sequence[Message | Unframed], exit_code: int, stderr: str) -> SortedOutput:
    """Return messages and the text between them, which are in the order of a run, sorted."""
    messages = tuple(part for part in parts if isinstance(part, Message))
    loose = tuple(part for part in parts if isinstance(part, Unframed))
    sany_ends = [at for at, part in enumerate(parts) if _ends_sany(part)]
    # Unframed text before SANY's last closing message is SANY's. Without that message the run did
    # not get to a search, and all of it is.
    after = parts[sany_ends[-1] :] if sany_ends else ()
    printed = [part.text.split("\n") for part in after if isinstance(part, Unframed)]
    return SortedOutput(
        messages=messages,
        unframed="\n".join(part.text for part in loose),
        printed=tuple(line for lines in printed for line in lines if line.strip()),
        is_torn=any(part.is_torn() for part in loose),
        exit_code=exit_code,
        stderr=stderr,
    )


def _ends_sany(part: Message | Unframed) -> bool:
    return isinstance(part, Message) and part.code == Code.TLC_SANY_END
