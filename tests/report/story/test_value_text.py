"""The text of a value as it is shown: whole, but for what nobody could read."""

from moltverify.report.story.value_text import LONGEST, is_too_deep, shown_value
from moltverify.tla.value_reader import MAX_DEPTH
from moltverify.tla.values import (
    SequenceValue,
    SetValue,
    Unreadable,
    Value,
    format_value,
    read_value,
)


def nested(levels: int) -> Value:
    value: Value = 1
    for _ in range(levels - 1):
        value = SequenceValue((value,))
    return value


def test_a_value_is_shown_whole_however_long_it_is() -> None:
    value = SetValue(tuple(range(5000)))
    assert shown_value(value) == format_value(value)


def test_text_that_is_no_value_is_cut_with_its_length_and_the_reason() -> None:
    shown = shown_value(Unreadable("?" * 12_345))
    assert shown == "?" * LONGEST + " ... (cut: 12,345 characters, not read as a value)"
    assert shown_value(Unreadable("?")) == "?"


def test_what_tlc_prints_thousands_of_levels_deep_is_cut() -> None:
    text = "<<" * 4000 + ">>" * 4000
    assert shown_value(read_value(text)).endswith(
        "<< ... (cut: 16,000 characters, not read as a value)"
    )


def test_a_value_nested_deeper_than_the_reader_goes_is_cut() -> None:
    deep = nested(6000)
    assert is_too_deep(deep)
    assert shown_value(deep).endswith("<< ... (cut: 23,997 characters, more than 100 levels)")


def test_a_value_as_deep_as_the_reader_goes_is_not_too_deep() -> None:
    assert not is_too_deep(nested(MAX_DEPTH))
    assert is_too_deep(nested(MAX_DEPTH + 1))
    assert format_value(nested(MAX_DEPTH)) == shown_value(nested(MAX_DEPTH))
