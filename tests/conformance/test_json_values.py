"""TLA+ values as plain JSON, by kind."""

import pytest

from moltverify.conformance.json_values import (
    Json,
    in_json_order,
    json_text,
    memoised_plain_json,
    plain_json,
)
from moltverify.tla.value_reader import read_value
from moltverify.tla.values import ModelValue


@pytest.mark.parametrize(
    ("tla", "expected"),
    [
        ("TRUE", True),
        ("-3", -3),
        ('"a"', "a"),
        ("2..4", [2, 3, 4]),
        ('{"b", "a"}', ["a", "b"]),
        ("{10, 9}", [10, 9]),
        ("{}", []),
        ("<<1, <<>>>>", [1, []]),
        ('[a |-> 1, b |-> {"x"}]', {"a": 1, "b": ["x"]}),
        ('("ann" :> 1 @@ "bob" :> 2)', {"ann": 1, "bob": 2}),
        ("(3 :> TRUE @@ 5 :> FALSE)", [[3, True], [5, False]]),
    ],
)
def test_a_value_has_one_json_form(tla: str, expected: Json) -> None:
    assert plain_json(read_value(tla)) == expected


def test_a_model_value_is_its_name() -> None:
    assert plain_json(ModelValue("m1")) == "m1"
    assert plain_json(read_value("m1")) == "m1"


def test_a_set_that_tlc_did_not_list_has_no_json_form() -> None:
    with pytest.raises(ValueError, match="not a value that can be replayed: SUBSET"):
        plain_json(read_value("SUBSET {1}"))


def test_a_text_has_its_keys_in_order_and_no_blanks() -> None:
    assert json_text({"b": [1, {"d": None, "c": True}], "a": "x"}) == (
        '{"a":"x","b":[1,{"c":true,"d":null}]}'
    )


def test_members_are_ordered_by_their_text() -> None:
    # By text 10 comes before 9, in every language that writes JSON.
    assert in_json_order([9, 10, "9", [1]]) == ["9", 10, 9, [1]]


def test_a_value_is_converted_once() -> None:
    as_json = memoised_plain_json()
    value = read_value("[a |-> 1]")
    assert as_json(value) is as_json(read_value("[a |-> 1]"))
    assert as_json(value) == plain_json(value)
