"""Faults of TLC that refuse a good model, or show a wrong trace or count, but no false green.

Sources: the issues of TLC's repository that each entry names, and runs of TLC 2.15, 2.19 and 2.20.
"""

from moltverify.known_faults.records import FaultKind, TlcFault, Trigger

ALARM, CLOSED, TRACE, COUNT = (
    FaultKind.FALSE_ALARM,
    FaultKind.FAILS_CLOSED,
    FaultKind.WRONG_TRACE,
    FaultKind.WRONG_COUNT,
)

OTHER_FAULTS = (
    TlcFault(
        issue="tlaplus#362",
        kinds=(ALARM, FaultKind.FALSE_GREEN),
        sentence="a variable has the name of an operator of an instantiated module: TLC evaluates "
        "the one in place of the other",
        affected=("2.15",),
        mended_in="release 1.7.2",
        trigger=Trigger.SHARED_NAME,
    ),
    TlcFault(
        issue="tlaplus#604",
        kinds=(ALARM,),
        sentence="a temporal operator of a property has a constant operand: TLC reports a "
        "violation that is none",
        affected=("2.15", "2.19"),
        mended_on="2021-04-22",
        trigger=Trigger.CONSTANT_IN_PROPERTY,
    ),
    TlcFault(
        issue="tlaplus#1037",
        also=("tlaplus#790",),
        kinds=(ALARM,),
        sentence="a property has the form P => <>[]Q: TLC takes it for a safety property and "
        "reports a violation that is none",
        affected=("2.20",),
        mended_on="2026-03-16",
        trigger=Trigger.IMPLIED_EVENTUALLY_ALWAYS,
    ),
    TlcFault(
        issue="tlaplus#525",
        kinds=(ALARM, CLOSED),
        sentence="the specification has a conjunct []P beside [][Next]_v: TLC ignores it, and "
        "builds since 2022-07-14 refuse it",
        affected=("2.15", "2.19", "2.20"),
        mended_on="2022-07-14",
        trigger=Trigger.INVARIANT_IN_SPECIFICATION,
    ),
    TlcFault(
        issue="tlaplus#742",
        kinds=(CLOSED,),
        sentence="the specification has 32 or more fairness conditions: TLC ends with an error",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.MANY_FAIRNESS,
    ),
    TlcFault(
        issue="tlaplus#204",
        kinds=(ALARM,),
        sentence="-simulate checks a property <>[]P: TLC reports stuttering at the first state",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.EVENTUALLY_ALWAYS,
    ),
    TlcFault(
        issue="tlaplus#810",
        kinds=(TRACE,),
        sentence="an invariant is violated by a successor and a later successor of the same state "
        "raises an error: the trace lacks its last state",
        affected=("2.15", "2.19", "2.20"),
        no_trigger="whether an evaluation fails shows only when TLC runs",
    ),
    TlcFault(
        issue="tlaplus#710",
        kinds=(TRACE,),
        sentence="a safety property is written as a temporal property: TLC shows a behaviour with "
        "a cycle where a shorter prefix violates it",
        affected=("2.15", "2.19"),
        mended_on="2022-02-01",
        trigger=Trigger.SAFETY_PROPERTY,
    ),
    TlcFault(
        issue="tlaplus#757",
        also=("tlaplus#743",),
        kinds=(TRACE,),
        sentence="TLC shortens a counterexample, or fails to print one that has values of "
        "different types",
        affected=("2.15", "2.19"),
        mended_on="2022-09-06",
        no_trigger="it depends on the counterexample; a trace that is not printed to its end is "
        "read as incomplete",
    ),
    TlcFault(
        issue="tlaplus#570",
        kinds=(COUNT,),
        sentence="VIEW is used with several workers: the number of distinct states varies",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.WORKERS_AND_VIEW,
    ),
    TlcFault(
        issue="tlaplus#572",
        kinds=(COUNT,),
        sentence="with -dfid TLC prints statistics that are no numbers of states",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.DEPTH_FIRST,
    ),
    TlcFault(
        issue="tlaplus#883",
        kinds=(COUNT,),
        sentence="with several workers the depth of the state graph that TLC prints varies",
        affected=("2.15", "2.19"),
        mended_in="TLC 2.20",
        trigger=Trigger.WORKERS,
    ),
    TlcFault(
        issue="tlaplus#652",
        kinds=(CLOSED,),
        sentence="two functions with different domains of the same size are compared: TLC ends "
        "with an error",
        affected=("2.15", "2.19"),
        mended_on="2021-07-29",
        no_trigger="the domains of the functions show only when TLC runs",
    ),
    TlcFault(
        issue="tlaplus#1336",
        kinds=(CLOSED,),
        sentence="ENABLED is applied to a primed variable alone, or to a LET over one: TLC says "
        "that an identifier is undefined",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.ENABLED_OF_PRIME,
    ),
    TlcFault(
        issue="tlaplus#201",
        kinds=(ALARM,),
        sentence="temporal properties with steps in both directions: TLC reports a violation that "
        "is none",
        mended_on="2018-10-30",
        no_trigger="no release that moltverify knows has it",
    ),
    TlcFault(
        issue="tlaplus#1134",
        kinds=(ALARM, CLOSED),
        sentence="an operator of one instance is applied to an operator of another instance: TLC "
        "confuses their substitutions or refuses the expression",
        affected=("2.15", "2.19"),
        mended_on="2025-02-08",
        trigger=Trigger.INSTANCE_ARGUMENT,
    ),
)
