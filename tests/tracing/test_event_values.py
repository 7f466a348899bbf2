"""Events as records of TLA+: the values, what is left out, and what cannot be written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.registry.trace_records import EventMapping, ShownValue, TraceMapping
from moltverify.tla.values import parse_value, python_value
from moltverify.tracing.event_log import LineOfLog, LoggedEvent, UnreadableLogError
from moltverify.tracing.event_values import UsedFields, event_record, string_text, used_fields

ALL = UsedFields(frozenset(), True)


def event(**fields: object) -> LoggedEvent:
    """Return an event."""
    return LoggedEvent("ask", "", fields, LineOfLog("app.log", 7))


def named(*names: str) -> UsedFields:
    """Return the use of some fields."""
    return UsedFields(frozenset(names), False)


def test_json_becomes_values_of_tla() -> None:
    fields = {"a": True, "b": -3, "c": "x\n", "d": [1, [False]], "e": {"f": {}}, "g": 2.0}
    assert event_record(event(**fields), ALL, None) == (
        '[a |-> TRUE, b |-> (-3), c |-> "x\\n", d |-> <<1, <<FALSE>>>>, e |-> [f |-> <<>>], '
        "g |-> 2]"
    )


def test_a_name_that_tla_does_not_have_is_a_string() -> None:
    record = event_record(event(**{"content-type": "x", "IF": 1}), ALL, None)
    assert record == '("content-type" :> "x" @@ "IF" :> 1)'


def test_null_is_a_missing_field_or_a_stated_string() -> None:
    one = event(a=None, b={"c": None, "d": 1})
    assert event_record(one, ALL, None) == "[b |-> [d |-> 1]]"
    assert event_record(one, ALL, "none") == '[a |-> "none", b |-> [c |-> "none", d |-> 1]]'
    with pytest.raises(
        UnreadableLogError, match=r"'a\[0\]' has null in a list; give 'null' a string"
    ):
        event_record(event(a=[None]), ALL, None)


@pytest.mark.parametrize("number", [1.5, 2**31, -(2**31), 1e300])
def test_a_number_that_tlc_does_not_have_is_an_error_only_where_it_is_used(number: float) -> None:
    assert event_record(event(at=number, who="ann"), named("who"), None) == '[who |-> "ann"]'
    assert event_record(event(at=number, who="ann"), ALL, None) == '[who |-> "ann"]'
    with pytest.raises(UnreadableLogError, match=r"^app\.log:7: 'at' is .*integers up to 2147"):
        event_record(event(at=number), named("at"), None)


def test_a_number_deep_in_an_event_that_is_used_whole_is_left_out() -> None:
    one = event(recorded={"ns": 10**15, "seq": 1}, who="ann")
    assert event_record(one, ALL, None) == '[recorded |-> [seq |-> 1], who |-> "ann"]'


def mapping(action: str, **constants: str) -> TraceMapping:
    """Return a mapping with one event."""
    shown = (ShownValue("rows", "event.rows"),)
    return TraceMapping(events=(EventMapping("ask", action, after=shown),), constants=constants)


@pytest.mark.parametrize(
    ("action", "constants", "everything"),
    [
        ("Ask(event.who)", {}, False),
        ("Ask(event)", {}, True),
        ('"who" \\in DOMAIN event /\\ Ask(event.who)', {}, False),
        ("Ask(event.who)", {"Senders": "{e.who : e \\in Events}"}, False),
        ("Ask(event.who)", {"Senders": "{Who(e) : e \\in Events}"}, True),
        ("Ask(event.who)", {"Count": "Cardinality(Events)"}, True),
    ],
)
def test_only_fields_that_a_mapping_names_are_used(
    action: str, constants: dict[str, str], everything: bool
) -> None:
    used = used_fields(mapping(action, **constants))
    assert used.all_fields is everything
    assert used.has("who")
    assert used.has("rows")
    assert used.has("time") is everything


@given(st.text())
def test_a_string_is_one_for_tla_and_no_other_string_is_written_as_it(text: str) -> None:
    written = string_text(text)
    assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f]|%\d+%", written)
    read = python_value(parse_value(written))
    assert isinstance(read, str)
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), read)
    assert plain == text


@given(st.text(alphabet="\\u001b%\x1b0", max_size=8), st.text(alphabet="\\u001b%\x1b0", max_size=8))
def test_different_strings_stay_different(one: str, other: str) -> None:
    assert (string_text(one) == string_text(other)) == (one == other)


def test_a_value_inside_very_many_others_is_refused() -> None:
    deep: object = 1
    for level in range(400):
        deep = [deep] if level % 2 else {"x": deep}
    with pytest.raises(UnreadableLogError, match="inside more than 40 others, the limit"):
        event_record(event(a=deep), ALL, None)
    assert event_record(event(b=1, a=deep), named("b"), None) == "[b |-> 1]"
