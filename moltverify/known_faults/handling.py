"""What moltverify does about each known fault, in words and for its runs."""

from collections.abc import Mapping

from moltverify.known_faults.records import TlcFault, Trigger

# TLC 2.15 loses violations of temporal properties with several workers.
AVOIDED = Trigger.WORKERS_AND_PROPERTY
# Races that any run with several workers has; who asks for them is told, and gets them.
RACES = frozenset({Trigger.WORKERS, Trigger.WORKERS_AND_VIEW})
# No command passes these options to TLC, so no run of moltverify can meet these faults.
NEVER_PASSED: Mapping[Trigger, str] = {
    Trigger.CONTINUE: "-continue",
    Trigger.DEPTH_FIRST: "-dfid",
    Trigger.DEPTH_FIRST_AND_PROPERTY: "-dfid",
    Trigger.DEPTH_FIRST_AND_WORKERS: "-dfid",
    Trigger.DUMP_CONSTRAINED: "-dump dot,constrained",
    Trigger.EVENTUALLY_ALWAYS: "-simulate",
    Trigger.RECOVERY: "-recover",
    Trigger.SIMULATION_AND_ASSUMPTION: "-simulate",
    Trigger.SIMULATION_AND_WORKERS: "-simulate",
}


def is_avoided(fault: TlcFault) -> bool:
    """Tell whether the options of every run keep a fault away."""
    return fault.trigger is AVOIDED or fault.trigger in NEVER_PASSED


def handling(fault: TlcFault) -> str:
    """Say in a clause what moltverify does about a fault."""
    if fault.trigger is None:
        return f"not looked for: {fault.no_trigger}"
    if fault.trigger is AVOIDED:
        return "avoided: such models run with one worker"
    if fault.trigger in NEVER_PASSED:
        return f"avoided: no run has {NEVER_PASSED[fault.trigger]}"
    if fault.trigger in RACES:
        return "named with the verdicts of several workers"
    if fault.reduction:
        return "a reduction, which needs a reason in the registry"
    return "looked for in modules and configs"
