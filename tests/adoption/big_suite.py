"""Sixty pairs of models as an existing suite may have them: copies, configs apart, a Makefile.

Each pair is a green and a negative one, both hollow in a way that depends on its number.
"""

from collections.abc import Callable

PAIRS = 60


def green_module(name: str, limit: int) -> str:
    """Return a counter that stops at a limit."""
    return f"""---- MODULE {name} ----
EXTENDS Naturals
VARIABLES count, last
vars == <<count, last>>
Limit == {limit}
Init == count = 0 /\\ last = 0
Step == count < Limit /\\ count' = count + 1 /\\ last' = count
Next == Step
Spec == Init /\\ [][Next]_vars
TypeOK == count \\in Nat /\\ last \\in Nat
Bounded == count <= {limit}
Always == 1 + 1 = 2
====
"""


def negative_copy(name: str, limit: int) -> str:
    """Return the same module with a fault in one definition."""
    text = green_module(name, limit)
    return text.replace("count < Limit /\\", "count <= Limit /\\")


def failing_assumption(name: str, limit: int) -> str:
    """Return the same module with an assumption that is false."""
    return green_module(name, limit).replace("====", f"ASSUME Limit > {limit}\n====")


def still_module(name: str, limit: int) -> str:
    """Return a module that never moves."""
    return green_module(name, limit).replace(
        "Step == count < Limit /\\ count' = count + 1 /\\ last' = count", "Step == UNCHANGED vars"
    )


def broken_from_the_start(name: str, limit: int) -> str:
    """Return a module whose initial state breaks the invariant."""
    return green_module(name, limit).replace("count = 0 /\\", f"count = {limit + 1} /\\")


def false_by_definition(name: str, limit: int) -> str:
    """Return the module with an invariant that is FALSE."""
    text = green_module(name, limit)
    return text.replace(f"Bounded == count <= {limit}", "Bounded == FALSE")


Maker = Callable[[str, int], str]


def makers(number: int) -> tuple[Maker, Maker, str]:
    """Return what makes the green and the negative of a pair, and the invariant of both."""
    if number <= 30:
        return green_module, negative_copy, "Bounded"
    if number <= 40:
        return green_module, failing_assumption, "Bounded"
    if number <= 48:
        return still_module, broken_from_the_start, "Bounded"
    if number <= 54:
        return green_module, false_by_definition, "Bounded"
    if number <= 57:
        return green_module, negative_copy, "Always"
    return green_module, negative_copy, "TypeOK"


def big_suite() -> dict[str, str]:
    """Return the files of the suite."""
    files = {}
    rules = ["TLC = java -cp $(JAR) tlc2.TLC -deadlock -workers 1\n"]
    for number in range(1, PAIRS + 1):
        green, negative, invariant = makers(number)
        name, limit = f"C{number:02}", 2 + number % 3
        config = f"SPECIFICATION Spec\nINVARIANT {invariant}\n"
        files[f"models/{name}.tla"] = green(name, limit)
        files[f"models/{name}Negative.tla"] = negative(f"{name}Negative", limit)
        files[f"configs/{name.lower()}.cfg"] = config
        files[f"configs/{name.lower()}_neg.cfg"] = config
        for target, part, module in (("", "", ""), ("-negative", "_neg", "Negative")):
            command = f"$(TLC) -config configs/{name.lower()}{part}.cfg models/{name}{module}.tla"
            rules.append(f"{name.lower()}{target}:\n\t{command}\n")
    files["Makefile"] = "JAR = tools/tla2tools.jar\n" + "".join(rules)
    return files
