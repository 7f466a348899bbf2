"""TLA+ values as TLC prints them: the kinds, their parts, reading, writing and comparing."""

from moltverify.tla.frozen_dict import FrozenDict
from moltverify.tla.value_format import format_value
from moltverify.tla.value_identity import ValueNumbers, identity, same
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
    children,
    depth,
    folded,
    python_value,
    rebuilt,
)

__all__ = [
    "FrozenDict",
    "FunctionValue",
    "Interval",
    "ModelValue",
    "RecordValue",
    "SequenceValue",
    "SetValue",
    "Symbolic",
    "Unreadable",
    "Value",
    "ValueNumbers",
    "ValueSyntaxError",
    "children",
    "depth",
    "folded",
    "format_value",
    "identity",
    "parse_value",
    "python_value",
    "read_value",
    "rebuilt",
    "same",
]
