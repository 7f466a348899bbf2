"""The text of a value as it is shown: as TLA+ writes it, unless nobody could read that."""

from moltverify.tla.value_reader import MAX_DEPTH
from moltverify.tla.values import Unreadable, Value, depth, format_value

LONGEST = 2000  # characters of a value that is cut


def shown_value(value: Value) -> str:
    """Return a value's TLA+ text; what the reader could not have read is cut, with a note.

    That is a value nested deeper than the reader goes, and text that the reader kept as it came.
    Every other value is shown whole, however long it is.
    """
    text = format_value(value)
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
