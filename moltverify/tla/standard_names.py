"""Names that a config may use although no file of its model defines them."""

from collections.abc import Iterable

# Names of TLA+ itself that can replace a constant: TLC 2.15 accepts `CONSTANT C <- BOOLEAN`.
BUILT_IN = frozenset({"BOOLEAN", "FALSE", "STRING", "TRUE"})

# The words that the standard modules in tla2tools.jar define (tla2sany/StandardModules, TLC 2.15),
# by module. Later versions have more modules, whose names are not known here.
STANDARD_OPERATORS = {
    "Bags": frozenset(
        {
            *("IsABag", "BagToSet", "SetToBag", "BagIn", "EmptyBag", "Sum", "BagUnion", "SubBag"),
            *("BagOfAll", "BagCardinality", "CopiesIn"),
        }
    ),
    "FiniteSets": frozenset({"IsFiniteSet", "Cardinality"}),
    "Integers": frozenset({"Int"}),
    "Naturals": frozenset({"Nat"}),
    "Randomization": frozenset(
        {"RandomSubset", "RandomSetOfSubsets", "TestRandomSetOfSubsets"},
    ),
    "RealTime": frozenset({"RTBound", "RTnow"}),
    "Reals": frozenset({"Real", "Infinity"}),
    "Sequences": frozenset({"Seq", "Len", "Append", "Head", "Tail", "SubSeq", "SelectSeq"}),
    "TLC": frozenset(
        {
            *("Print", "PrintT", "Assert", "JavaTime", "TLCGet", "TLCSet", "Permutations"),
            *("SortSeq", "RandomElement", "Any", "ToString", "TLCEval"),
        }
    ),
    "Toolbox": frozenset({"_TETrace", "_TETraceLength", "_TEPosition"}),
}
KNOWN_BY_NAME = BUILT_IN.union(*STANDARD_OPERATORS.values())

# What these modules extend, directly or not: names of a module are names of those that extend it.
STANDARD_EXTENDS = {
    "Bags": ("TLC",),
    "Integers": ("Naturals",),
    "Reals": ("Integers", "Naturals"),
    "RealTime": ("Reals", "Integers", "Naturals"),
}


def standard_closure(modules: Iterable[str]) -> frozenset[str]:
    """Return modules and those of TLC's jar that they extend."""
    names = frozenset(modules)
    return names.union(*(STANDARD_EXTENDS.get(name, ()) for name in names))


def standard_module_has(module: str, name: str) -> bool:
    """Tell whether a module of TLC's jar may define a name; True for one that is not known here."""
    known = STANDARD_OPERATORS.get(module)
    return known is None or name in known
