"""Ask TLC for a sample of the states that it reaches, as an invariant that prints some of them.

The first states are all printed, later ones ever more rarely, so that a graph of any size gives a
few thousand at most. No step is a power of two, in which models are often regular.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from moltverify.tla.value_reader import read_value
from moltverify.tla.value_types import SequenceValue, Value

SAMPLING = "MoltverifySampling"
SAMPLE = "MoltverifySample"
COUNT, STEP = 8998, 8999  # registers: states so far, and of how many one is printed
DENSE = 128  # states that are printed while the step stays the same
# TLC wraps long values and indents every line but the first.
HEAD = re.compile(r'<< ?"moltverify reached",')

State = tuple[Value, ...]  # a value per variable, in the variables' order

MODULE = f"""\
---- MODULE {SAMPLING} ----
EXTENDS Naturals, TLC
Begin == TLCSet({COUNT}, 0) /\\ TLCSet({STEP}, 1)
Note(state) ==
  \\E count \\in {{TLCGet({COUNT}) + 1}}, step \\in {{TLCGet({STEP})}} :
    /\\ TLCSet({COUNT}, count)
    /\\ (count % step = 0) => PrintT(<<"moltverify reached", step, state>>)
    /\\ (count = {DENSE} * step) => TLCSet({STEP}, 2 * step + 1)
====
"""


def sampling(variables: Iterable[str]) -> list[str]:
    """Return the definitions of the invariant that prints a sample."""
    return [
        f"{SAMPLING} == INSTANCE {SAMPLING}",
        # TLC looks at no ASSUME of an instance.
        f"ASSUME {SAMPLING}!Begin",
        f"{SAMPLE} == {SAMPLING}!Note(<<{', '.join(variables)}>>)",
    ]


def sampled(printed: Iterable[str]) -> Iterator[State]:
    """Yield the states of a run's printed lines, those that were printed most rarely first.

    Those that cannot be read are left out.
    """
    found: list[tuple[int, State]] = []
    text = ""
    for line in (*printed, ""):
        if line[:1].isspace():
            text += line
            continue
        if HEAD.match(text):
            match read_value(text):
                case SequenceValue(items=(_, int(step), SequenceValue(items=values))):
                    found.append((step, values))
        text = line
    return (state for _, state in sorted(found, key=lambda one: -one[0]))
