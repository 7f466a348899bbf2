"""Which known faults of TLC are possible in a run: by the release, the options and the modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from moltverify.known_faults import evaluation_triggers as evaluation
from moltverify.known_faults import option_triggers as options
from moltverify.known_faults import property_triggers as properties
from moltverify.known_faults.false_greens import FALSE_GREENS
from moltverify.known_faults.model_text import ModelText
from moltverify.known_faults.option_triggers import RunSetup
from moltverify.known_faults.other_faults import OTHER_FAULTS
from moltverify.known_faults.records import FaultMatch, TlcFault, Trigger, TriggerPlace
from moltverify.known_faults.releases import release_of
from moltverify.running.job import TlcJob
from moltverify.running.toolchain import Jar
from moltverify.tla.parsed_modules import read_parsed_modules

if TYPE_CHECKING:
    from tree_sitter import Node

KNOWN_FAULTS: tuple[TlcFault, ...] = (*FALSE_GREENS, *OTHER_FAULTS)

OF_OPTIONS: dict[Trigger, Callable[[RunSetup], Iterator[TriggerPlace]]] = {
    Trigger.CONSTRAINT_WITH_LIVENESS: options.constraint_with_liveness,
    Trigger.CONTINUE: partial(RunSetup.option, name="-continue"),
    Trigger.DEPTH_FIRST: partial(RunSetup.option, name=options.DEPTH_FIRST),
    Trigger.DEPTH_FIRST_AND_PROPERTY: options.depth_first_and_property,
    Trigger.DEPTH_FIRST_AND_WORKERS: options.depth_first_and_workers,
    Trigger.DUMP_CONSTRAINED: options.dump_constrained,
    Trigger.RECOVERY: partial(RunSetup.option, name="-recover"),
    Trigger.SIMULATION_AND_WORKERS: options.simulation_and_workers,
    Trigger.SYMMETRY_OR_VIEW: options.symmetry_or_view,
    Trigger.WORKERS: RunSetup.several_workers,
    Trigger.WORKERS_AND_PROPERTY: options.workers_and_property,
    Trigger.WORKERS_AND_VIEW: options.workers_and_view,
}
OF_EXPRESSIONS: dict[Trigger, Callable[[ModelText], Iterator[Node]]] = {
    Trigger.CONSTANT_IN_PROPERTY: properties.constant_in_property,
    Trigger.ENABLED_OF_LAMBDA: evaluation.enabled_of_lambda,
    Trigger.ENABLED_OF_PRIME: evaluation.enabled_of_prime,
    Trigger.EVENTUALLY_ALWAYS: properties.eventually_always,
    Trigger.EXCEPT_OF_EXCEPT: evaluation.except_of_except,
    Trigger.FAIRNESS_WITHOUT_ACTION: properties.fairness_without_action,
    Trigger.IMPLIED_EVENTUALLY_ALWAYS: properties.implied_eventually_always,
    Trigger.INSTANCE_ARGUMENT: evaluation.instance_argument,
    Trigger.INVARIANT_IN_SPECIFICATION: properties.invariant_in_specification,
    Trigger.LEVEL_IN_CONSTRUCTOR: evaluation.level_in_constructor,
    Trigger.MANY_FAIRNESS: properties.many_fairness,
    Trigger.PRIMED_VALUE: evaluation.primed_value,
    Trigger.RANDOM: evaluation.random_values,
    Trigger.SAFETY_PROPERTY: properties.safety_property,
    Trigger.SEQUENCE_OF_EXCEPT: evaluation.sequence_of_except,
    Trigger.SHARED_NAME: evaluation.shared_name,
    Trigger.SIMULATION_AND_ASSUMPTION: evaluation.assumptions,
}
# Where the parser cannot read a module, a word has to do.
UNREAD_WORDS = {
    Trigger.ENABLED_OF_LAMBDA: b"LAMBDA",
    Trigger.EXCEPT_OF_EXCEPT: b"EXCEPT",
    Trigger.LEVEL_IN_CONSTRUCTOR: b"TLCGet",
    Trigger.RANDOM: b"Random",
    Trigger.SEQUENCE_OF_EXCEPT: b"EXCEPT",
}
# Only a simulation has these, whatever the text.
OF_SIMULATION = {Trigger.EVENTUALLY_ALWAYS, Trigger.SIMULATION_AND_ASSUMPTION}


def faults_of(job: TlcJob, jar: Jar, more: tuple[str, ...] = ()) -> tuple[FaultMatch, ...]:
    """Return the known faults of a jar that a run may meet, each place of a trigger once.

    `more` are options of TLC beside those of the job. For a jar that is not known every fault is
    possible. Raises OSError for an unreadable module and UsageError for an unreadable config.
    """
    modules = read_parsed_modules(job.module, job.config, job.libraries)
    return possible_faults(RunSetup(job, modules.config, more), ModelText(modules), release_of(jar))


def possible_faults(
    run: RunSetup,
    text: ModelText,
    release: str | None,
    faults: Iterable[TlcFault] = KNOWN_FAULTS,
) -> tuple[FaultMatch, ...]:
    """Return those of some faults that a run with a release may meet; with any one, for None."""
    return tuple(
        FaultMatch(fault, place, release)
        for fault in faults
        if release is None or release in fault.affected
        for place in dict.fromkeys(trigger_places(fault, run, text))
    )


def trigger_places(fault: TlcFault, run: RunSetup, text: ModelText) -> Iterator[TriggerPlace]:
    """Yield the places of a run that trigger a fault, or may."""
    if fault.trigger in OF_OPTIONS:
        yield from OF_OPTIONS[fault.trigger](run)
    elif fault.trigger in OF_EXPRESSIONS:
        if fault.trigger in OF_SIMULATION and not any(run.option(options.SIMULATE)):
            return
        yield from map(text.place, OF_EXPRESSIONS[fault.trigger](text))
        yield from text.unread(UNREAD_WORDS.get(fault.trigger, b""))
