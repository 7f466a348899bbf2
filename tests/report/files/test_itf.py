"""ITF traces, read by the library that Apalache's author publishes."""

import json
from typing import Any

import itf_py  # type: ignore[import-untyped]  # it has no type information
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from moltverify.report.files.itf import Json, file_name, itf_files, to_itf
from moltverify.tla.values import (
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Symbolic,
    Unreadable,
    Value,
)
from moltverify.tlc.outcome import Violated
from moltverify.tlc.trace import LoopsBack, Stutters
from tests.report import sample


def files() -> dict[str, Any]:
    return {name: json.loads(content) for name, content in itf_files(sample.suite())}


def read(model: str) -> Any:
    return itf_py.trace_from_json(files()[file_name(model)])


def test_every_counterexample_has_a_file_and_nothing_else_has() -> None:
    with_trace = {model.id for model in sample.suite().models if model.trace}
    assert set(files()) == {file_name(name) for name in with_trace}
    assert "door.tailgate.itf.json" in files()


def test_a_counterexample_comes_back_state_by_state() -> None:
    trace = read("door:tailgate")
    assert sorted(trace.vars) == ["inside", "keys", "last", "locked", "log"]
    assert [state.meta for state in trace.states] == [
        {"index": 0},
        {"index": 1, "action": "Unlock"},
        {"index": 2, "action": "Enter"},
    ]
    last = trace.states[-1].values
    assert last["inside"] == frozenset({"Mallory_OF_MODEL_VALUE"})
    assert last["last"] == ("enter", 2)
    assert last["keys"] == {"Alice_OF_MODEL_VALUE": True, "Mallory_OF_MODEL_VALUE": False}
    assert [(one.who, one.did) for one in last["log"]] == [
        ("Alice_OF_MODEL_VALUE", "unlock"),
        ("Mallory_OF_MODEL_VALUE", "enter"),
    ]
    assert trace.loop is None


def test_a_behaviour_that_loops_says_where_it_goes_on() -> None:
    assert read("lamp:flicker").loop == 0


def test_a_behaviour_that_stutters_loops_in_its_last_state() -> None:
    assert changed_ending(Stutters())["loop"] == 1


def test_a_loop_to_a_state_that_is_not_there_is_left_out() -> None:
    assert "loop" not in changed_ending(LoopsBack(7))


def changed_ending(ending: Stutters | LoopsBack) -> Any:
    model = sample.model("lamp:flicker")
    assert isinstance(model.outcome, Violated)
    trace = replace(model.outcome.trace, ending=ending)
    changed = replace(model, outcome=replace(model.outcome, trace=trace))
    ((_, content),) = itf_files(replace(sample.suite(), models=(changed,)))
    return json.loads(content)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (True, True),
        ("text", "text"),
        (2**53 - 1, 2**53 - 1),
        (2**53, {"#bigint": "9007199254740992"}),
        (-(2**53), {"#bigint": "-9007199254740992"}),
        (SetValue((1, 2)), {"#set": [1, 2]}),
        (SequenceValue((1, 2)), [1, 2]),
        (SequenceValue((1, 2**60)), [1, {"#bigint": str(2**60)}]),
        (SequenceValue((1, "a")), {"#tup": [1, "a"]}),
        (SequenceValue((1, True)), {"#tup": [1, True]}),
        (SequenceValue(()), []),
        (Interval(1, 3), {"#set": [1, 2, 3]}),
        (Interval(2, 1), {"#set": []}),
        (Interval(1, 10**9), {"#unserializable": "1..1000000000"}),
        (RecordValue((("a", 1),)), {"a": 1}),
        (RecordValue((("#set", 1),)), {"#map": [["#set", 1]]}),
        (FunctionValue(((3, "x"),)), {"#map": [[3, "x"]]}),
        (ModelValue("m"), "m_OF_MODEL_VALUE"),
        (Symbolic("SUBSET (1..8)"), {"#unserializable": "SUBSET (1..8)"}),
        (Unreadable("??"), {"#unserializable": "??"}),
    ],
)
def test_a_value_has_the_form_that_the_format_gives_it(value: Value, form: Json) -> None:
    assert to_itf(value) == form


def test_a_set_and_a_sequence_of_the_same_members_stay_apart() -> None:
    as_set, as_sequence = SetValue((1, 2)), SequenceValue((1, 2))
    assert itf_py.value_from_json(to_itf(as_set)) == frozenset({1, 2})
    assert itf_py.value_from_json(to_itf(as_sequence)) == [1, 2]


VALUES: st.SearchStrategy[Value] = st.recursive(
    st.booleans() | st.integers() | st.text() | st.just(ModelValue("m")),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: SequenceValue(tuple(items)))
        | st.lists(inner, max_size=3).map(lambda items: SetValue(tuple(items)))
        | st.lists(st.tuples(inner, inner), max_size=3).map(lambda p: FunctionValue(tuple(p)))
    ),
    max_leaves=8,
)


@given(VALUES)
@settings(deadline=None)
def test_every_value_can_be_read(value: Value) -> None:
    itf_py.value_from_json(json.loads(json.dumps(to_itf(value))))


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "..", "a\nb", "-rf", "C:\\x", "a/b", "\x00"])
def test_no_id_leads_out_of_the_folder(name: str) -> None:
    file = file_name(name)
    assert "/" not in file
    assert "\\" not in file
    assert not file.startswith((".", "-")) or file == ".itf.json"
    assert file.isprintable()


def test_a_value_nested_deeper_than_json_can_be_is_text() -> None:
    value: Value = 1
    for _ in range(5000):
        value = SequenceValue((value,))
    assert to_itf(value) == {"#unserializable": "<<" * 5000 + "1" + ">>" * 5000}
    assert json.loads(json.dumps(to_itf(value))) == to_itf(value)
