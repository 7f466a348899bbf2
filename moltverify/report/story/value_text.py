"""The text of a value as it is shown: TLA+ syntax, cut if the value could not be parsed."""

from moltverify.tla.value_reader import MAX_DEPTH
from moltverify.tla.values import Unreadable, Value, depth, format_value

LONGEST = 2000  # characters of a value that is cut


def shown_value(value: Value) -> str:
    """Return a value's TLA+ text; a long text that the reader cannot parse is cut, with a note.

    That is a value with more levels than the reader reads, and text that it kept unchanged. Every
    other value is shown in full, however long it is.
    """
    text = format_value(value)
    # Also what was not parsed: people can read a short text.
    if len(text) <= LONGEST:
        return text
    if isinstance(value, Unreadable):
        why = "not read as a value"
    elif is_too_deep(value):
        why = f"more than {MAX_DEPTH} levels"
    else:
        return text
    return f"{text[:LONGEST]} ... (cut: {len(text):,} characters, {why})"


def is_too_deep(value: Value) -> bool:
    """Tell whether a value has more levels than the reader reads."""
    return depth(value) > MAX_DEPTH
