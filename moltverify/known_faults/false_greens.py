"""Faults of TLC that can give a green to a model that has a counterexample.

Sources: the issues of TLC's repository that each entry names, and runs of TLC 2.15, 2.19 and 2.20.
"""

from moltverify.known_faults.records import FaultKind, TlcFault, Trigger

GREEN, ALARM, CLOSED, COUNT = (
    FaultKind.FALSE_GREEN,
    FaultKind.FALSE_ALARM,
    FaultKind.FAILS_CLOSED,
    FaultKind.WRONG_COUNT,
)

FALSE_GREENS = (
    TlcFault(
        issue="tlaplus#1145",
        kinds=(GREEN, ALARM),
        sentence="a function constructor under EXCEPT is used as a sequence (Append, Tail, \\o, "
        "SubSeq) and an element of the result is taken: TLC ignores the EXCEPT",
        affected=("2.15", "2.19"),
        mended_on="2025-02-19",
        trigger=Trigger.SEQUENCE_OF_EXCEPT,
    ),
    TlcFault(
        issue="tlaplus#1302",
        kinds=(GREEN, ALARM, CLOSED),
        sentence="an EXCEPT changes a part (![a][b]) of a value that an EXCEPT has set to another "
        "EXCEPT: TLC can take the part for the whole value, so that its domain shrinks",
        affected=("2.15", "2.19", "2.20"),
        mended_on="2026-02-12",
        trigger=Trigger.EXCEPT_OF_EXCEPT,
    ),
    TlcFault(
        issue="tlaplus#725",
        kinds=(GREEN, ALARM),
        sentence="ENABLED, WF or SF is about an action of an instance with renamed variables, in "
        "which a LAMBDA has a primed variable: TLC primes the wrong variable",
        affected=("2.15", "2.19", "2.20"),
        mended_on="2026-03-10",
        trigger=Trigger.ENABLED_OF_LAMBDA,
    ),
    TlcFault(
        issue="tlaplus#798",
        kinds=(GREEN, COUNT),
        sentence="a LET value or an operator's argument has a primed variable that is not yet "
        "decided: TLC keeps its first value and misses other successors",
        affected=("2.15",),
        mended_in="release 1.7.3",
        trigger=Trigger.PRIMED_VALUE,
    ),
    TlcFault(
        issue="tlaplus@df427fb9e",
        kinds=(GREEN, ALARM),
        sentence='TLCGet("level") is evaluated inside a function or set constructor: TLC takes the '
        "constructor for a constant and keeps its first value",
        affected=("2.15", "2.19"),
        mended_on="2022-04-15",
        trigger=Trigger.LEVEL_IN_CONSTRUCTOR,
    ),
    TlcFault(
        issue="tlaplus#1440",
        kinds=(GREEN,),
        sentence="the evaluation of a temporal property fails in an initial state: TLC stops its "
        "search and its exit code is 0",
        affected=("2.15", "2.19", "2.20"),
        no_trigger="whether an evaluation fails shows only when TLC runs; a run without TLC's "
        "message of success does not hold, whatever its exit code",
    ),
    TlcFault(
        issue="tlaplus#1385",
        kinds=(GREEN,),
        sentence="with -continue TLC's exit code is 0 after violations, and it reports success",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.CONTINUE,
    ),
    TlcFault(
        issue="tlaplus#971",
        kinds=(GREEN,),
        sentence="a temporal property is checked with several workers: by a race TLC can miss a "
        "counterexample",
        affected=("2.15",),
        mended_in="release 1.7.4",
        trigger=Trigger.WORKERS_AND_PROPERTY,
    ),
    TlcFault(
        issue="tlaplus#361",
        kinds=(GREEN, ALARM),
        sentence="several workers normalize a shared value at the same time: by a race TLC can "
        "compute wrong states",
        mended_on="2019-10-31",
        no_trigger="no release that moltverify knows has it",
    ),
    TlcFault(
        issue="tlaplus#439",
        also=("tlaplus#698",),
        kinds=(GREEN, ALARM),
        sentence="several workers share function values without a memory barrier: by a race TLC "
        "can compute wrong states",
        affected=("2.15",),
        mended_in="release 1.7.2",
        trigger=Trigger.WORKERS,
    ),
    TlcFault(
        issue="tlaplus@c40c0351e",
        kinds=(GREEN, ALARM),
        sentence="several workers of a simulation share values: by a race TLC can compute wrong "
        "states",
        affected=("2.15", "2.19"),
        mended_on="2022-01-06",
        trigger=Trigger.SIMULATION_AND_WORKERS,
    ),
    TlcFault(
        issue="tlaplus#839",
        kinds=(GREEN,),
        sentence="a constraint is used with a temporal property: TLC cuts behaviours off, and a "
        "property holds of the rest",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.CONSTRAINT_WITH_LIVENESS,
        reduction=True,
    ),
    TlcFault(
        issue="tlaplus#161",
        kinds=(GREEN,),
        sentence="a fairness condition that is no WF or SF can exclude all behaviours: then every "
        "temporal property holds",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.FAIRNESS_WITHOUT_ACTION,
    ),
    TlcFault(
        issue="tlaplus#59",
        also=("tlaplus#644", "tlaplus#816"),
        kinds=(GREEN, ALARM),
        sentence="SYMMETRY or VIEW is used with a temporal property, or VIEW with any: TLC takes "
        "different states for one and misses behaviours",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.SYMMETRY_OR_VIEW,
        reduction=True,
    ),
    TlcFault(
        issue="tlaplus#544",
        kinds=(GREEN,),
        sentence="with -dfid TLC does not check temporal properties",
        affected=("2.15",),
        mended_in="release 1.7.2",
        trigger=Trigger.DEPTH_FIRST_AND_PROPERTY,
    ),
    TlcFault(
        issue="tlaplus#548",
        kinds=(GREEN,),
        sentence="-dfid is used with several workers: by a race TLC can miss states",
        affected=("2.15",),
        mended_in="release 1.7.2",
        trigger=Trigger.DEPTH_FIRST_AND_WORKERS,
    ),
    TlcFault(
        issue="tlaplus#496",
        kinds=(GREEN,),
        sentence="with -simulate TLC does not check ASSUME",
        affected=("2.15",),
        mended_in="release 1.7.2",
        trigger=Trigger.SIMULATION_AND_ASSUMPTION,
    ),
    TlcFault(
        issue="tlaplus#498",
        also=("tlaplus#866",),
        kinds=(GREEN, ALARM),
        sentence="values are chosen at random: TLC explores one choice, and may evaluate the same "
        "expression to different values",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.RANDOM,
        reduction=True,
    ),
    TlcFault(
        issue="tlaplus#1112",
        kinds=(GREEN,),
        sentence="the set of fingerprints grows to 10^9 and is written to disk: an overflow of its "
        "index can end in a hang or lose states",
        affected=("2.15", "2.19"),
        mended_on="2025-02-10",
        no_trigger="the number of states shows only when TLC runs",
    ),
    TlcFault(
        issue="tlaplus#1078",
        kinds=(GREEN,),
        sentence="with -dump dot,constrained TLC does not check the states that a constraint "
        "excludes",
        mended_on="2024-11",
        trigger=Trigger.DUMP_CONSTRAINED,
    ),
    TlcFault(
        issue="tlaplus#22",
        also=("tlaplus#1444",),
        kinds=(GREEN, FaultKind.WRONG_TRACE),
        sentence="-recover continues an earlier run: old releases skip temporal properties, and "
        "another seed or fingerprint gives other traces",
        affected=("2.15", "2.19", "2.20"),
        trigger=Trigger.RECOVERY,
    ),
)
