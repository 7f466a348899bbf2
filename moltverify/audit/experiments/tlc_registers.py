"""Probes: TLA+ operators that print a number the first time they are evaluated.

A probe is an expression with the value TRUE, so a model with probes has the same states and steps.
It has effects only on one of TLC's registers (TLCSet, TLCGet) and on the output (PrintT), neither
of which is part of a state. Without a register a probe would print in every state.

Registers belong to threads: TLCSet in a state or step sets the register of the thread that computes
it, and TLCGet reads that one. An ASSUME is evaluated by the main thread before the first state, and
TLCSet there sets the registers of all threads (tlc2.module.TLC, 2.15). With several threads each of
them would print once; the experiments use one.
"""

from __future__ import annotations

import re

from moltverify.audit.experiments.experiments import Observation

PROBE = "MoltverifyProbe"  # the module's name, and the prefix of its operators
FIRST = 9001  # the models' own registers are more likely to have small numbers
SEEN = re.compile(r'<<"moltverify saw", (\d{1,9})>>')


def probe_definitions(count: int) -> list[str]:
    """Return the lines that define `Seen(i)` and `Mark(i)`, for registers FIRST and following.

    Names of TLC's module go through an instance, so that they do not collide with the model's own.
    """
    numbers = ", ".join(str(FIRST + number) for number in range(count))
    return [
        f"{PROBE}TLC == INSTANCE TLC",
        # TLCGet of a register that was never set is an error.
        f"ASSUME \\A i \\in {{{numbers}}} : {PROBE}TLC!TLCSet(i, FALSE)",
        f"{PROBE}Seen(i) == {PROBE}TLC!TLCGet(i)",
        f"{PROBE}Mark(i) ==",
        f'  {PROBE}TLC!TLCSet(i, TRUE) /\\ {PROBE}TLC!PrintT(<<"moltverify saw", i>>)',
    ]


def printed_numbers(observation: Observation) -> set[int]:
    """Return the numbers, from 0, of the probes that printed in a run."""
    found = (SEEN.fullmatch(line.strip()) for line in observation.printed)
    return {int(one[1]) - FIRST for one in found if one}
