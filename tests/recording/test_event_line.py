"""An event as a line: JSON reads back what was given, and the rest is refused by its path."""

import json
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.errors import EventError
from moltverify.recording.event_line import DEEPEST, event_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # No text with half of a surrogate pair: JSON in UTF-8 cannot hold it.
    | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=8,
)


def read_back(kind: str, fields: dict[str, Any]) -> Any:
    return json.loads(event_json(kind, fields) + b"}")


@given(
    TEXTS.filter(bool),
    st.dictionaries(TEXTS.filter(lambda n: n not in ("event", "recorded")), VALUES),
)
def test_json_reads_back_the_kind_and_the_fields(kind: str, fields: dict[str, Any]) -> None:
    assert read_back(kind, fields) == {"event": kind, **fields}


@given(TEXTS.filter(bool), VALUES)
def test_an_event_is_one_line_without_characters_that_control_a_terminal(
    kind: str, value: object
) -> None:
    line = event_json(kind, {"value": value})
    assert not [byte for byte in line if byte < 0x20]


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


def test_members_of_enumerations_and_tuples_are_written_as_their_values() -> None:
    fields = {"colour": Colour.RED, "level": Level.HIGH, "pair": (1, "a")}
    assert read_back("paint", fields) == {
        "event": "paint",
        "colour": "red",
        "level": 3,
        "pair": [1, "a"],
    }


class Name(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({1, 2}, "sender is of type set"),
        (b"raw", "sender is of type bytes"),
        (datetime.now(UTC), "sender is of type datetime"),
        (Path("a"), "sender is of type PosixPath"),
        (object(), "sender is of type object"),
        (float("nan"), "sender is the number nan"),
        (float("-inf"), "sender is the number -inf"),
        ({1: "a"}, "sender is a dict with the key 1"),
        ([0, {"name": [{"b"}]}], r"sender\[1\].name\[0\] is of type set"),
        ({"name": float("inf")}, "sender.name is the number inf"),
        ("\ud800", "half of a surrogate pair"),
        (["\udfff"], "half of a surrogate pair"),
        (Name("ann"), "type Name is unsupported"),
    ],
)
def test_a_value_that_json_cannot_hold_is_refused_by_its_path(value: object, says: str) -> None:
    with pytest.raises(EventError, match=f"^event 'ask': .*{says}") as refused:
        event_json("ask", {"channel": "c", "sender": value})
    assert refused.value.__notes__ == [refused.value.hint]
    assert refused.value.hint.startswith("pass strings, numbers")


def test_a_value_may_be_nested_and_may_not_contain_itself() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(EventError, match=f"nested more than {DEEPEST} levels deep"):
        event_json("ask", {"sender": endless})
    deep: object = "ann"
    for _ in range(DEEPEST - 1):
        deep = [deep]
    assert read_back("ask", {"sender": deep})["sender"] == deep


@pytest.mark.parametrize("name", ["event", "recorded"])
def test_names_that_the_recorder_writes_itself_are_refused(name: str) -> None:
    with pytest.raises(EventError, match=f"the recorder writes '{name}' itself") as refused:
        event_json("ask", {name: 1})
    assert refused.value.hint == "give the field another name"


@pytest.mark.parametrize("kind", ["", None, 3, {"event": "ask"}])
def test_a_kind_that_is_no_name_is_refused(kind: Any) -> None:
    with pytest.raises(EventError, match="the kind of an event is a string, not"):
        event_json(kind, {})
