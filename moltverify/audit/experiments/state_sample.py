"""A sample of the states that TLC reaches, printed by an invariant.

The first states are all printed, later ones ever more rarely: the interval between two printed
states doubles after DENSE of them, so a graph of any size gives a few thousand states at most. An
interval is never a power of two, because many models are regular in powers of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from moltverify.tla.value_reader import read_value
from moltverify.tla.value_types import SequenceValue, Value

SAMPLING = "MoltverifySampling"
SAMPLE = "MoltverifySample"
COUNT, INTERVAL = 8998, 8999  # registers: states so far, and of how many one is printed
DENSE = 128  # states that are printed before the interval grows
# TLC wraps long values and indents every line but the first.
HEAD = re.compile(r'<< ?"moltverify reached",')

State = tuple[Value, ...]  # a value per variable, in the variables' alphabetical order

# Every conjunct of Note is TRUE, so the invariant holds in every state.
MODULE = f"""\
---- MODULE {SAMPLING} ----
EXTENDS Naturals, TLC
Begin == TLCSet({COUNT}, 0) /\\ TLCSet({INTERVAL}, 1)
Note(state) ==
  \\E count \\in {{TLCGet({COUNT}) + 1}}, step \\in {{TLCGet({INTERVAL})}} :
    /\\ TLCSet({COUNT}, count)
    /\\ (count % step = 0) => PrintT(<<"moltverify reached", step, state>>)
    /\\ (count = {DENSE} * step) => TLCSet({INTERVAL}, 2 * step + 1)
====
"""


def sample_definitions(variables: Iterable[str]) -> list[str]:
    """Return the lines that define the invariant SAMPLE over the variables."""
    return [
        f"{SAMPLING} == INSTANCE {SAMPLING}",
        # TLC evaluates no ASSUME of an instance.
        f"ASSUME {SAMPLING}!Begin",
        f"{SAMPLE} == {SAMPLING}!Note(<<{', '.join(variables)}>>)",
    ]


def read_sample(printed: Iterable[str]) -> Iterator[State]:
    """Yield the states in a run's printed lines, those with the largest interval first.

    States of the largest interval are spread over the whole graph, so the first ones stand for all
    of it. States that cannot be read are left out.
    """
    found: list[tuple[int, State]] = []
    text = ""
    for line in (*printed, ""):
        if line[:1].isspace():
            text += line
            continue
        if HEAD.match(text):
            match read_value(text):
                case SequenceValue(items=(_, int(interval), SequenceValue(items=values))):
                    found.append((interval, values))
        text = line
    return (state for _, state in sorted(found, key=lambda one: -one[0]))
