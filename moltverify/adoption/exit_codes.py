"""TLC's exit codes as expectations (tlc2.output.EC.ExitStatus, TLC 2.15 to 2.20)."""

from msgspec.structs import replace

from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.tlc.outcome import ViolationKind

# None: the code does not say which kind; 12 is an invariant or an action property, 13 a property.
VIOLATIONS = {
    10: ViolationKind.ASSUMPTION,
    11: ViolationKind.DEADLOCK,
    12: ViolationKind.INVARIANT,
    13: ViolationKind.TEMPORAL_PROPERTY,
    14: ViolationKind.ASSERTION,
}
# Action properties end with 12 in some releases and 13 in others.
SAME_CODE = {
    ViolationKind.ACTION_PROPERTY: {ViolationKind.INVARIANT, ViolationKind.TEMPORAL_PROPERTY},
    ViolationKind.CONSTANT_INVARIANT: {ViolationKind.INVARIANT},
    ViolationKind.POSTCONDITION: {ViolationKind.ASSUMPTION},
}
CODES = {kind: code for code, kind in VIOLATIONS.items()} | {
    ViolationKind.ACTION_PROPERTY: 13,
    ViolationKind.POSTCONDITION: 10,
    # TLC reports it as a config that does not fit.
    ViolationKind.CONSTANT_INVARIANT: 151,
}


def hint_of_exit_code(hint: ModelHint, code: int) -> ModelHint:
    """Return a hint with what an exit code of TLC says; an unknown one only says that it breaks."""
    if code == 0:
        return replace(hint, expected=ExpectedEnd.HOLDS)
    return replace(hint, expected=ExpectedEnd.BREAKS, kind=VIOLATIONS.get(code))


def is_same_kind(wanted: ViolationKind | None, found: ViolationKind) -> bool:
    """Tell whether a violation ends TLC with the exit code of the wanted one."""
    return wanted in {None, found} or wanted in SAME_CODE.get(found, set())
