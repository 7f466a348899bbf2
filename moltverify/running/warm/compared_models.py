"""Small models of different outcomes, on which a worker and a process are compared."""

import re
from collections.abc import Iterator
from pathlib import Path

from moltverify.running.staged_files import StagedFiles, made_staged_files
from moltverify.tla.dependencies import STANDARD
from moltverify.tla.jar_modules import jar_texts

NAME = "Check"
COUNTER = "VARIABLE x\nInit == x = 0\nNext == x' = (x + 1) % 5\nSpec == Init /\\ [][Next]_x\n"
SETS = (
    "VARIABLE s\nInit == s = {}\n"
    "Next == \\E i \\in 1..4: s' = IF i \\in s THEN s \\ {i} ELSE s \\union {i}\n"
    "Records == [at: s, of: SUBSET {1, 2}]\nInv == Cardinality(Records) < 99\n"
)
QUEUE = "VARIABLE q\nInit == q = <<>>\nNext == Len(q) < 3 /\\ q' = Append(q, q)"
RECURSIVE = (
    "CONSTANT a\nVARIABLE x\nRECURSIVE F(_)\nF(n) == IF n = 0 THEN 0 ELSE 1 + F(n - 1)\n"
    "Init == x = [y \\in {a} |-> F(9)]\nNext == UNCHANGED x\nInv == x[a] = 9"
)
LIVE = f"{COUNTER}Live == Spec /\\ WF_x(Next)\nEnd == <>[](x = 3)"
INIT = "INIT Init\nNEXT Next\n"
SPEC = "SPECIFICATION Spec\n"
# By body and config. After the exit codes of these a worker is used again (worker_main).
MODELS = (
    (SETS, f"{INIT}INVARIANT Inv"),
    (f"{COUNTER}Inv == x < 4", f"{SPEC}INVARIANT Inv"),
    (QUEUE, INIT),  # a deadlock
    (LIVE, "SPECIFICATION Live\nPROPERTY End"),
    (f'{COUNTER}ASSUME PrintT("printed")\nASSUME 1 = 2', SPEC),
    (RECURSIVE, f"CONSTANT a = a\n{INIT}INVARIANT Inv"),
    ("VARIABLE x\nInit == x = \nNext == TRUE", INIT),  # no TLA+
)
# What has parameters cannot be instantiated without values for them.
PARAMETER = re.compile(r"^\s*(CONSTANT|VARIABLE)S?\b", re.MULTILINE)


def compared_models(jars: tuple[Path, ...]) -> Iterator[StagedFiles]:
    """Yield the files of the models, at the end of one that loads all modules of the jars.

    The jars are TLC's and the libraries.
    """
    for body, config in MODELS:
        yield compared_model(body, config)
    modules = list(dict.fromkeys(name for jar in jars for name in loadable_modules(jar)))
    if modules:
        body = "\n".join(f"L{at} == INSTANCE {name}" for at, name in enumerate(modules))
        yield compared_model(f"{COUNTER}{body}\nInv == x < 3", f"{SPEC}INVARIANT Inv")


def loadable_modules(jar: Path) -> Iterator[str]:
    """Yield the modules in a jar that TLC can instantiate without values, TLA+'s own left out."""
    for name, text in sorted(jar_texts(jar).items()):
        # A name with a mark in front is for TLC's own use.
        if name not in STANDARD and not name.startswith("_") and not PARAMETER.search(text):
            yield name


def compared_model(body: str, config: str) -> StagedFiles:
    """Return the files of one model."""
    text = f"---- MODULE {NAME} ----\nEXTENDS Naturals, Sequences, FiniteSets, TLC\n{body}\n====\n"
    return made_staged_files({NAME: text.encode()}, NAME, f"{config}\n")
