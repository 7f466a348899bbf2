"""Values as phrases see them."""

import pytest

from moltverify.report.story.phrase_values import added, moved, spoken, spoken_text
from moltverify.tla.value_reader import read_value
from moltverify.tla.values import Interval


def speak(text: str) -> object:
    return spoken(read_value(text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('"owner"', "owner"),
        ("TRUE", "TRUE"),
        ("FALSE", "FALSE"),
        ("-5", "-5"),
        ("alice", "alice"),
        ('{"b", "a"}', "{b, a}"),
        ("{}", "{}"),
        ("1..3", "{1, 2, 3}"),
        ("<<1, TRUE>>", "<<1, TRUE>>"),
        ('[name |-> "x", n |-> 1]', "[name: x, n: 1]"),
        ("(1 :> TRUE @@ 3 :> FALSE)", "[1: TRUE, 3: FALSE]"),
        ("SUBSET (1..8)", "SUBSET (1..8)"),
        ('[a |-> {<<"x", [b |-> 1]>>}]', "[a: {<<x, [b: 1]>>}]"),
    ],
)
def test_a_value_is_said_without_notation_where_it_can_be(text: str, sentence: str) -> None:
    assert spoken_text(speak(text)) == sentence


def test_a_huge_interval_is_never_spelled_out() -> None:
    assert spoken(Interval(1, 1_000_000_000)) == "1..1000000000"


def test_sequences_count_from_one() -> None:
    sequence = speak('<<"a", "b">>')
    assert isinstance(sequence, tuple)
    assert (sequence[1], sequence[2]) == ("a", "b")
    for outside in (0, 3, -1):
        with pytest.raises(IndexError, match=f"no item {outside} in a sequence of 2"):
            sequence[outside]


def test_sets_are_equal_in_any_order_and_unlike_sequences() -> None:
    assert speak("{1, 2}") == speak("{2, 1}") == speak("1..2")
    assert speak("{1, 2}") != speak("<<1, 2>>")
    assert hash(speak("{1, 2}")) == hash(speak("{2, 1}"))


def test_functions_are_read_by_argument_whatever_it_is() -> None:
    function: dict[object, object] = speak("(<<1, 2>> :> {3} @@ {4} :> [a |-> 5])")  # type: ignore[assignment] # spoken values are dynamic, as phrases are
    assert function[speak("<<1, 2>>")] == speak("{3}")
    assert function[speak("{4}")] == speak("[a |-> 5]")
    assert len(function) == 2


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("[a |-> 1, b |-> 1]", "[a |-> 1, b |-> 2]", "b"),
        ("<<1, 2>>", "<<1, 3>>", 2),
        ("[a |-> 1]", "[a |-> 1]", ""),
        ("<<>>", "[a |-> 1]", ""),
        ("1", "2", ""),
    ],
)
def test_moved_says_where_a_function_changed(before: str, after: str, place: object) -> None:
    assert moved(speak(before), speak(after)) == place


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        ("{1}", "{1, 2}", [2]),
        ("<<1, 1>>", "<<1, 1, 1>>", [1]),
        ("{1}", "{}", []),
        ("1", "{2}", [2]),
        ("{2}", "3", []),
    ],
)
def test_added_says_which_members_are_new(before: str, after: str, new: list[object]) -> None:
    assert added(speak(before), speak(after)) == new
