"""A dict that a set may hold."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import pytest

from moltverify.tla.frozen_dict import CHANGING, FrozenDict

ROW = FrozenDict(id="a", seen=frozenset({1}))


def test_it_is_a_dict_and_equal_to_one() -> None:
    """So whatever takes a dict takes it."""
    assert isinstance(ROW, dict)
    assert {"id": "a", "seen": frozenset({1})} == ROW
    assert json.dumps(FrozenDict(a=FrozenDict(b=1))) == '{"a": {"b": 1}}'
    assert repr(FrozenDict(a=1)) == "{'a': 1}"


def test_equal_ones_have_one_hash_in_any_order() -> None:
    """A set holds them once."""
    assert {FrozenDict(a=1, b=2), FrozenDict(b=2, a=1)} == {FrozenDict(a=1, b=2)}


def pickled(one: FrozenDict) -> FrozenDict:
    found: FrozenDict = pickle.loads(pickle.dumps(one))
    return found


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_is_frozen_too(again: Callable[[FrozenDict], FrozenDict]) -> None:
    """Copied or sent to another process."""
    other = again(ROW)
    assert other == ROW
    assert type(other) is FrozenDict


@pytest.mark.parametrize("name", CHANGING)
def test_nothing_changes_it(name: str) -> None:
    """The error says what to do."""
    with pytest.raises(TypeError, match=r"dict\(value\) is a copy that can"):
        getattr(FrozenDict(a=1), name)("a", 2)


def test_every_method_of_a_dict_that_changes_it_is_refused() -> None:
    """A later Python may add one."""
    reading = {
        *("copy", "fromkeys", "get", "items", "keys", "values", "__or__", "__ror__"),
        *("__contains__", "__len__", "__iter__", "__reversed__", "__getitem__"),
    }
    methods = {name for name in vars(dict) if name not in vars(object)} - reading
    assert methods - {"__class_getitem__"} == set(CHANGING)


def test_a_copy_as_a_dict_can_be_changed() -> None:
    """It leaves the value alone."""
    mine = dict(ROW)
    mine["id"] = "b"
    assert ROW["id"] == "a"
