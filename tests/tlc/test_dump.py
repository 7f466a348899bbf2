"""The file of all reachable states."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.values import SetValue
from moltverify.tlc.dump import DumpedState, read_dump
from tests.tla.strategies import steady

_DUMP = """State 1:
/\\ x = 0
/\\ y = {1,
  2}

State 2:
x = 1

"""


def test_a_dump_is_one_state_after_the_other() -> None:
    """Values may be wrapped over lines."""
    assert list(read_dump(_DUMP.splitlines(keepends=True))) == [
        DumpedState(1, (("x", 0), ("y", SetValue((1, 2))))),
        DumpedState(2, (("x", 1),)),
    ]


def test_a_dump_is_read_as_it_comes() -> None:
    """The first state is returned before the last line is read."""

    def lines() -> Iterator[str]:
        yield from _DUMP.splitlines()[:6]
        raise AssertionError("read too far")

    assert next(read_dump(lines())).number == 1


def test_an_empty_dump_has_no_states() -> None:
    """A text that is not a dump has no states either."""
    assert list(read_dump([])) == []
    assert list(read_dump(["strict digraph DiskGraph {"])) == []


@given(st.lists(st.text() | st.sampled_from(_DUMP.splitlines())))
@steady
def test_any_lines_are_read(lines: list[str]) -> None:
    """Nothing is raised."""
    list(read_dump(lines))
