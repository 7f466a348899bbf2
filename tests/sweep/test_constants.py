"""Constants in other sizes."""

import pytest

from moltverify.errors import UsageError
from moltverify.sweep.constants import (
    registered_sizes,
    require_sweepable,
    resized_config,
    sweepable,
)
from moltverify.sweep.ranges import Instance, Setting, read_ranges
from moltverify.tla.config import Config, read_config
from moltverify.tla.values import format_value

TEXT = """\
SPECIFICATION Spec
CONSTANTS
  N = 2
  Senders = {s1, s2}
  Others = {s3}
  People = {"alice", "bob"}
  Numbers = {4, 2}
  Nested = {{1}, {2}}
  Mixed = {1, "one"}
  Nobody = {}
  Secret = "k7"
  Strict = TRUE
  None = None
  F(1) = 2
  Write <- WriteWithoutLock
"""
CONFIG = read_config(TEXT)


def in_size(name: str, size: int, config: Config = CONFIG) -> str:
    swept = resized_config(config, Instance((Setting(name, size),)))
    [value] = [one.value for one in swept.constants if one.name == name]
    return format_value(value)


@pytest.mark.parametrize(
    ("name", "size", "value"),
    [
        ("N", 0, "0"),
        ("N", 7, "7"),
        ("Senders", 0, "{}"),
        ("Senders", 1, "{s1}"),
        ("Senders", 2, "{s1, s2}"),
        ("Numbers", 4, "{4, 2, 5, 6}"),
        ("People", 1, '{"alice"}'),
        ("People", 4, '{"alice", "bob", "bob2", "bob3"}'),
    ],
)
def test_a_number_is_the_size_and_a_set_loses_or_gains_elements(
    name: str, size: int, value: str
) -> None:
    assert in_size(name, size) == value


def test_an_invented_element_differs_from_all_names_in_the_config() -> None:
    assert in_size("Senders", 4) == "{s1, s2, s4, s5}"


def test_only_the_named_constants_change() -> None:
    swept = resized_config(CONFIG, Instance((Setting("N", 9),)))
    assert [one for one in swept.constants if one.name != "N"] == [
        one for one in CONFIG.constants if one.name != "N"
    ]
    assert swept.overrides == CONFIG.overrides


def test_the_registered_sizes_are_those_of_the_config() -> None:
    assert registered_sizes(CONFIG, read_ranges(["People=1..4", "N=1..4"])) == (2, 2)


def test_constants_without_a_size_cannot_be_swept() -> None:
    assert list(sweepable(CONFIG)) == ["N", "Senders", "Others", "People", "Numbers"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Sender=1..2", "x.cfg sets no constant Sender; did you mean 'Senders'?"),
        ("Write=1..2", "x.cfg replaces Write by WriteWithoutLock, which has no size"),
        ("Secret=1..2", 'x.cfg sets Secret to "k7", which has no size'),
        ("Strict=0..1", "x.cfg sets Strict to TRUE, which has no size"),
        ("Nested=1..2", "x.cfg sets Nested to {{1}, {2}}, which has no size"),
        ("Mixed=1..2", 'x.cfg sets Mixed to {1, "one"}, which has no size'),
        ("Nobody=1..2", "x.cfg sets Nobody to {}, which has no size"),
    ],
)
def test_a_constant_without_a_size_is_refused_with_the_others_named(typed: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        require_sweepable(CONFIG, read_ranges([typed]), "x.cfg")
    assert caught.value.message == says
    assert caught.value.hint == "constants to sweep: N, Senders, Others, People, Numbers"
