"""What hypothesis draws for the reader of TLC's output, and how steadily."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from moltverify.tla.values import (
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
)

# The same examples each time, so that a failure in CI is a failure at home.
steady = settings(
    derandomize=True,
    max_examples=settings().max_examples * 3 // 2,  # fewer where campaigns are left out
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

_INTEGERS = st.integers(-(2**31), 2**31 - 1)
_NAMES = st.from_regex(r"[a-z0-9_]{0,3}[A-Z][A-Za-z0-9_]{0,3}", fullmatch=True).filter(
    # Words that TLA+ keeps for itself are no names of model values.
    lambda name: name not in {"TRUE", "FALSE", "SUBSET", "UNION", "STRING"}
)
_LEAVES: st.SearchStrategy[Value] = st.one_of(
    st.booleans(),
    _INTEGERS,
    st.text(max_size=8),
    _NAMES.map(ModelValue),
    st.builds(Interval, _INTEGERS, _INTEGERS),
)


def _larger(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    several = st.lists(inner, max_size=3).map(tuple)
    fields = st.lists(st.tuples(_NAMES, inner), min_size=1, max_size=3).map(tuple)
    pairs = st.lists(st.tuples(inner, inner), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(SetValue),
        several.map(SequenceValue),
        fields.map(RecordValue),
        pairs.map(FunctionValue),
    )


values: st.SearchStrategy[Value] = st.recursive(_LEAVES, _larger, max_leaves=12)

_VALUE_PIECES = ("{", "}", "[", "]", "(", ")", "<<", ">>", "|->", "->", ":>", "@@", "..", ",", ":")
_MORE_PIECES = ("\\X", "\\in", "SUBSET ", "-", "1", "2b", "x", '"', '"a"', "\\", "\n", " ", "Nat")
value_like: st.SearchStrategy[str] = st.lists(
    st.sampled_from(_VALUE_PIECES + _MORE_PIECES), max_size=20
).map("".join)

_LINES = (
    "@!@!@STARTMSG 2110:1 @!@!@",
    "@!@!@ENDMSG 2110 @!@!@",
    "@!@!@STARTMSG 2193:0 @!@!@",
    "@!@!@ENDMSG 2193 @!@!@",
    "@!@!@STARTMSG 1000:1 @!@!@",
    ": @!@!@STARTMSG 2132:0 @!@!@",
    "@!@!@ENDMSG 2132 @!@!@",
    "@!@!@ENDMSG 1000 @!@!@",
    "@!@!@STARTMSG 2217:4 @!@!@",
    "1: <Initial predicate>",
    "/\\ x = 1",
    "@!@!@ENDMSG 2217 @!@!@",
    "@!@!@STARTMSG 2186:0 @!@!@",
    "@!@!@ENDMSG 2186 @!@!@",
    "@!@!@",
    "",
    "1 states generated, 1 distinct states found, 0 states left on queue.",
)
message_like: st.SearchStrategy[str] = st.lists(st.sampled_from(_LINES), max_size=25).map("\n".join)
