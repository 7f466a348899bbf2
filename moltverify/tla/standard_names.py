"""Names that a config may use although no file of its model defines them."""

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
