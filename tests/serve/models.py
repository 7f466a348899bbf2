"""Models of strangers: good ones, wrong ones and hostile ones."""

from typing import Any

COUNTER = """---- MODULE Counter ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 5
Small == x < {bound}
====
"""
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Small\n"
# Each step takes milliseconds on any machine, so that no limit is met but that of time: a million
# states would take hours. About a variable, because TLC evaluates what is constant only once.
ENDLESS = """---- MODULE Endless ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = IF \\A i \\in 1..100000: i + x > 0 THEN x + 1 ELSE x
====
"""
ENDLESS_CONFIG = "INIT Init\nNEXT Next\n"
NOISY = """---- MODULE Noisy ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == (\\A i \\in 1..5000: PrintT([j \\in 1..200 |-> j])) /\\ x' = x + 1
====
"""
# In an invariant, where TLC does not go one frame deeper for each line; about a variable, because
# TLC evaluates what is constant only once.
LOUD = """---- MODULE Loud ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == x' = x + 1
Prints == \\A i \\in 1..5000: PrintT([j \\in 1..200 |-> j + x])
====
"""


def counter(bound: int = 5) -> dict[str, Any]:
    """Return a request for a counter that holds for the bound 5 and breaks below."""
    return {"kind": "own", "module": COUNTER.format(bound=bound), "config": CONFIG}


def endless(number: int = 0) -> dict[str, Any]:
    """Return a request for a model that never ends; each number makes another one."""
    return {"kind": "own", "module": f"{ENDLESS}{number}", "config": ENDLESS_CONFIG}
