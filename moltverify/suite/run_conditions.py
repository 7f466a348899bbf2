"""What a verdict on a run depends on: reductions of its search, and known faults of its TLC."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.known_faults.handling import AVOIDED, RACES
from moltverify.known_faults.matcher import KNOWN_FAULTS, possible_faults
from moltverify.known_faults.model_text import ModelText
from moltverify.known_faults.option_triggers import RunSetup
from moltverify.known_faults.records import FaultKind, FaultMatch, Trigger
from moltverify.known_faults.releases import release_of
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.toolchain import Jar
from moltverify.suite.possible_faults import PossibleFault
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from moltverify.tla.property_levels import liveness_properties
from moltverify.tla.reductions import WITH_LIVENESS, Reduction, ReductionKind, reductions_of
from moltverify.tlc.outcome import Holds, Outcome, Searched, Violated, ViolationKind
from moltverify.tlc.trace import Stops

# Faults by which a model can hold falsely; the search for the others would take as long again.
# Reductions are told apart: they are part of TLC's design, and have reasons of their own.
MAY_HOLD_FALSELY = tuple(
    one for one in KNOWN_FAULTS if FaultKind.FALSE_GREEN in one.kinds and not one.reduction
)
# TLC takes such a property for a safety property, and a behaviour that goes on for its violation.
PREFIX_ALARMS = tuple(
    one for one in KNOWN_FAULTS if one.trigger is Trigger.IMPLIED_EVENTUALLY_ALWAYS
)


class RunConditions(Struct, frozen=True):
    """The options of a run that avoid known faults, and what its verdict still depends on.

    `conditions` are in words, `faults` the known faults by which a model could hold falsely,
    `alarms` those by which a prefix could violate a property falsely, and `note` says why the
    options differ from those asked for.
    """

    options: TlcOptions
    conditions: tuple[str, ...] = ()
    faults: tuple[PossibleFault, ...] = ()
    alarms: tuple[PossibleFault, ...] = ()
    note: str = ""

    def relevant_to(self, outcome: Outcome) -> tuple[PossibleFault, ...]:
        """Return the faults by which an outcome could be false."""
        if isinstance(outcome, Holds | Searched):
            return self.faults
        return self.alarms if is_violating_prefix(outcome) else ()


def run_conditions(job: TlcJob, options: TlcOptions, jar: Jar) -> RunConditions:
    """Return the conditions of a job's run with these options.

    Raises OSError if a module cannot be read.
    """
    try:
        modules = read_parsed_modules(job.module, job.config, job.libraries)
    except UsageError:
        # TLC cannot read the config either, so no verdict depends on anything.
        return RunConditions(options)
    text, release = ModelText(modules), release_of(jar)

    def faults_with(tried: TlcOptions) -> tuple[FaultMatch, ...]:
        run = RunSetup(replace(job, options=tried), modules.config)
        return possible_faults(run, text, release, MAY_HOLD_FALSELY)

    found, note = faults_with(options), ""
    avoided = issues_of(one for one in found if one.fault.trigger is AVOIDED)
    if avoided:
        options = replace(options, workers=1)
        found, note = faults_with(options), f"run with one worker to avoid {avoided}"
    races = issues_of(one for one in found if one.fault.trigger in RACES)
    threads = [f"with several workers ({races})"] if races else []
    conditions = (*search_words(job, modules), *words(modules), *threads)
    others = [one for one in found if one.fault.trigger not in RACES]
    alarms = possible_faults(RunSetup(job, modules.config), text, release, PREFIX_ALARMS)
    return RunConditions(
        options, conditions, recorded_faults(others), recorded_faults(alarms), note
    )


def is_violating_prefix(outcome: Outcome) -> bool:
    """Tell whether TLC says that a finite behaviour violates a temporal property."""
    if not isinstance(outcome, Violated) or outcome.kind is not ViolationKind.TEMPORAL_PROPERTY:
        return False
    # An initial state that violates a property without temporal operators is no such behaviour.
    return outcome.trace.ending == Stops() and "by the initial state" not in outcome.message


def recorded_faults(matches: Iterable[FaultMatch]) -> tuple[PossibleFault, ...]:
    """Return matches as a result records them."""
    return tuple(
        PossibleFault(one.fault.issue, str(one.place), one.fault.sentence, one.fault.mended)
        for one in matches
    )


def issues_of(matches: Iterable[FaultMatch]) -> str:
    """Return the issues of faults, each once."""
    return ", ".join(dict.fromkeys(one.fault.issue for one in matches))


def words(modules: ParsedModules) -> tuple[str, ...]:
    """Return the reductions of a model's search in words, each once."""
    found = reductions_of(modules)
    return tuple(dict.fromkeys(one.condition for one in found if not is_told(one, found)))


def search_words(job: TlcJob, modules: ParsedModules) -> tuple[str, ...]:
    """Return what random traces do not show of a model's properties, in words."""
    # Few models are searched at random, and this comes before each run.
    if job.options.random_search is None:
        return ()
    liveness = ", ".join(liveness_properties(modules))
    if not liveness:
        return ()
    # Simulator.simulate (TLC 2.15, d5b5a7f) checks each trace alone, as a graph.
    return (f"with {liveness} (liveness) only where one trace returns to a state",)


def is_told(one: Reduction, found: Iterable[Reduction]) -> bool:
    """Tell whether a more specific reduction by the same name says it already."""
    others = [other for other in found if other.name == one.name]
    return one.kind in WITH_LIVENESS and any(other.kind not in WITH_LIVENESS for other in others)


def reduction_kinds(job: TlcJob) -> frozenset[ReductionKind]:
    """Return how a job's search is reduced, in any way if its files cannot be read."""
    try:
        found = reductions_of(read_parsed_modules(job.module, job.config, job.libraries))
    except (OSError, UsageError):
        return frozenset(ReductionKind)
    return frozenset(one.kind for one in found)
