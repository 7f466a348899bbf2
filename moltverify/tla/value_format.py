"""A value as one line of TLA+, the inverse of `value_reader`."""

from __future__ import annotations

from collections.abc import Sequence

from moltverify.tla.value_types import (
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Symbolic,
    Unreadable,
    Value,
    folded,
)

# The six escapes of tlc2.value.impl.StringValue; every other character is printed raw.
ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_ESCAPING = str.maketrans(ESCAPES)


def format_string(text: str) -> str:
    """Return a string as TLC prints it, in quotes, with its six escapes."""
    return f'"{text.translate(_ESCAPING)}"'


def format_value(value: Value) -> str:
    """Return the one-line TLA+ text of a value; reading it back gives an equal value."""
    return folded(value, _with_texts)


def _with_texts(value: Value, texts: Sequence[str]) -> str:
    match value:
        case str():
            return format_string(value)
        # Before `int`, because Python's booleans are integers.
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case SetValue():
            return f"{{{', '.join(texts)}}}"
        # TLC prints the empty function as the empty sequence.
        case SequenceValue() | FunctionValue(pairs=()):
            return f"<<{', '.join(texts)}>>"
        case RecordValue(fields=fields):
            named = (f"{name} |-> {text}" for (name, _), text in zip(fields, texts, strict=True))
            return f"[{', '.join(named)}]"
        case FunctionValue():
            pairs = (f"{key} :> {text}" for key, text in zip(texts[::2], texts[1::2], strict=True))
            return f"({' @@ '.join(pairs)})"
        case Interval(low=low, high=high):
            return f"{low}..{high}"
        case ModelValue(name=text) | Symbolic(text=text) | Unreadable(text=text):
            return text
