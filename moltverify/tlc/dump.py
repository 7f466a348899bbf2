"""The states in a file that TLC wrote under -dump FILE (tlc2.util.StateWriter, 2.15, d5b5a7f)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from moltverify.tla.value_types import Value
from moltverify.tlc.trace_reader import read_state

_HEADER = re.compile(r"State (\d{1,18}):[ \t\r]*")


class DumpedState(Struct, frozen=True):
    """One reachable state, with its number in the file, counted from 1."""

    number: int
    state: tuple[tuple[str, Value], ...]


def read_dump(lines: Iterable[str]) -> Iterator[DumpedState]:
    """Yield the states of a plain dump from its lines, with or without line ends; never raises.

    Lines before the first header are skipped. `lines` can be an open file, so that a large dump is
    never in memory as a whole.
    """
    number = 0
    body: list[str] = []
    for line in (each.rstrip("\r\n") for each in lines):
        if header := _HEADER.fullmatch(line):
            if number:
                yield DumpedState(number, read_state("\n".join(body)))
            number, body = int(header[1]), []
        else:
            body.append(line)
    if number:
        yield DumpedState(number, read_state("\n".join(body)))
