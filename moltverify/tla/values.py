"""TLA+ values as TLC prints them: the kinds, reading, writing and comparing."""

from moltverify.tla.value_reader import ValueSyntaxError, parse_value, read_value
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
    format_value,
    identity,
    same,
)

__all__ = [
    "FunctionValue",
    "Interval",
    "ModelValue",
    "RecordValue",
    "SequenceValue",
    "SetValue",
    "Symbolic",
    "Unreadable",
    "Value",
    "ValueSyntaxError",
    "format_value",
    "identity",
    "parse_value",
    "read_value",
    "same",
]
