"""Runs of one model's mutants on TLC, and the status that follows from each.

A mutant in which a property is violated is killed. One in which everything holds is compared with
the model by its state graph, by the registered count of states, and by the claim's witnesses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property

from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Experiment, Observation
from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.audit.results import MutantResult, MutantStatus
from moltverify.mutation.model_graph import ModelGraph
from moltverify.mutation.mutants import Mutant, MutantGenerator
from moltverify.mutation.property_copies import config_with_copies, original_name
from moltverify.registry.expectation import MustHold, MustReach
from moltverify.registry.records import Claim
from moltverify.suite.model_staging import WITNESS_MODULE, witness_config, witness_module
from moltverify.tla.config import Config, without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import module_texts
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Searched,
    Statistics,
    Stopped,
    Violated,
    ViolationKind,
)

FORMAT = 3  # of a stored result; a change of it makes every mutant run again
MIN_TIMEOUT = 15.0  # seconds for a mutant: several times TLC's start on a busy machine
TIMEOUT_FACTOR = 8  # of the time that the model itself takes
MAX_COMPARED = 40_000  # distinct states up to which graphs are compared, in some seconds each

KILLING = {
    ViolationKind.INVARIANT,
    ViolationKind.ACTION_PROPERTY,
    ViolationKind.TEMPORAL_PROPERTY,
    ViolationKind.DEADLOCK,
    ViolationKind.ASSERTION,
}
# TLC might have come to a result with more memory or time.
UNDECIDED_FAILURES = {
    FailureReason.OUT_OF_MEMORY,
    FailureReason.STACK_OVERFLOW,
    FailureReason.INCOMPLETE,
}


class MutantRunner:
    """Runs the mutants of the green model of a claim that has one.

    `obstacle` says why no mutant can be judged. It is empty until that is known.
    """

    def __init__(self, claim: Claim, bench: Bench) -> None:
        self.claim = claim
        self.green = claim.models[0]
        self.bench = bench
        self.job = read_parsed_job(self.green.job)
        self.sources = self.job.sources
        self.mutants = tuple(MutantGenerator(self.sources).mutants())
        self.obstacle = ""

    @cached_property
    def baseline(self) -> Observation:
        """Observation of the model itself."""
        return self.bench.observe(self.baseline_experiment(self.job.options.timeout))

    @cached_property
    def graph(self) -> ModelGraph:
        """State graph of the model itself."""
        return ModelGraph(self.bench, self.baseline_experiment(self.timeout))

    def baseline_experiment(self, timeout: float) -> Experiment:
        """Return the run of the model itself."""
        return self.experiment(module_texts(self.sources), self.sources.config, timeout)

    @property
    def timeout(self) -> float:
        """Seconds for a mutant.

        The model's own seconds are rounded up, so that the number, which is part of an
        experiment's digest, is the same in the next audit.
        """
        return max(MIN_TIMEOUT, TIMEOUT_FACTOR * float(int(self.baseline.seconds) + 1))

    @property
    def registered(self) -> int | None:
        """Distinct states of the model according to the registry, or None if it does not say."""
        expectation = self.green.expectation
        return expectation.distinct if isinstance(expectation, MustHold) else None

    def experiment(
        self, modules: Mapping[str, bytes], config: Config, timeout: float, root: str = ""
    ) -> Experiment:
        """Return the run of changed modules under a config; the root is the model's by default."""
        return Experiment(
            modules=modules,
            root=root or self.sources.root.name,
            config=write_config(without_newer_keywords(config)),
            options=self.job.options,
            timeout=timeout,
            data=self.job.data,
        )

    def result(self, mutant: Mutant) -> MutantResult | None:
        """Return a mutant's result, from the store if it is there.

        None if the run was interrupted, or if the model itself does not hold: then a violation in a
        mutant is no effect of the change.
        """
        config = config_with_copies(self.sources, mutant.copies)
        experiment = self.experiment(mutant.modules, config, self.timeout)
        digest = self.digest(experiment)
        known = self.bench.recall(digest, MutantResult)
        if known is not None:
            # The checkout may have moved since.
            return replace(known, file=mutant.file)
        if not isinstance(self.baseline.outcome, Holds):
            self.obstacle = "the model itself does not hold"
            return None
        observation = self.bench.run(experiment)
        status = status_of_outcome(observation.outcome)
        result = (
            mutant_result(mutant, *status)
            if status
            else self.compared(mutant, experiment, observation.statistics)
        )
        # Checked last: the stop may have interrupted any of the runs above.
        if self.bench.stop.is_set():
            return None
        self.bench.keep(digest, result)
        return result

    def digest(self, experiment: Experiment) -> str:
        """Return the digest of all that a mutant's result depends on."""
        witnesses = [str(one.expectation) for one in self.claim.witnesses]
        parts = [FORMAT, self.bench.digest(experiment), self.registered, *witnesses]
        return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()

    def compared(
        self, mutant: Mutant, experiment: Experiment, statistics: Statistics
    ) -> MutantResult:
        """Return the result of a mutant in which no property is violated."""
        # Another number of states is another graph. To write two takes longer than to run both.
        if by := self.wrong_count(statistics):
            return mutant_result(mutant, MutantStatus.NOTICED, by)
        behaviour = self.differences(experiment, statistics)
        if behaviour == ():
            return mutant_result(mutant, MutantStatus.EQUIVALENT)
        if behaviour is None:
            behaviour = (f"the state graphs are not compared beyond {MAX_COMPARED:,} states",)
            # Equal counts do not prove equal graphs, but a large graph that differs rarely has
            # as many states, steps and levels.
            if graph_counts(self.baseline.statistics) == graph_counts(statistics):
                return mutant_result(mutant, MutantStatus.EQUIVALENT, "the same counts", behaviour)
        by = self.missed_witness(mutant)
        status = MutantStatus.NOTICED if by else MutantStatus.SURVIVED
        return mutant_result(mutant, status, by, behaviour)

    def wrong_count(self, statistics: Statistics) -> str:
        """Return how the distinct states differ from the registered ones, or an empty text."""
        if self.registered in {None, statistics.distinct}:
            return ""
        return f"{statistics.distinct or 0:,} distinct states instead of {self.registered:,}"

    def missed_witness(self, mutant: Mutant) -> str:
        """Return the first witness that a mutant does not reach, or an empty text."""
        config = witness_config(self.sources.config)
        for witness in self.claim.witnesses:
            # A config of its own is about another search.
            if not isinstance(witness.expectation, MustReach) or witness.expectation.never:
                continue
            module = witness_module(self.sources.root.name, witness.expectation.state)
            modules = {**mutant.modules, WITNESS_MODULE: module.encode()}
            run = self.bench.observe(self.experiment(modules, config, self.timeout, WITNESS_MODULE))
            # The invariant says that the witness is never reached.
            if isinstance(run.outcome, Holds):
                return f"the witness {witness.name}"
        return ""

    def differences(self, experiment: Experiment, statistics: Statistics) -> tuple[str, ...] | None:
        """Return how a mutant's graph differs from the model's; None if they are not compared."""
        counts = (statistics, self.baseline.statistics)
        if max(one.distinct or 0 for one in counts) > MAX_COMPARED:
            return None
        # Equal graphs have as many states and levels. Steps that are taken twice count twice.
        may_equal = len({(one.distinct, one.depth) for one in counts}) == 1
        return self.graph.differences(experiment, may_equal)


def graph_counts(statistics: Statistics) -> tuple[int | None, ...]:
    """Return the counts that two runs over one state graph have in common."""
    return statistics.distinct, statistics.depth, statistics.generated


def status_of_outcome(outcome: Outcome) -> tuple[MutantStatus, str] | None:
    """Return the status that an outcome alone decides, and the cause; None if everything holds."""
    match outcome:
        case Violated(kind=kind) if kind in KILLING:
            return MutantStatus.KILLED, violated_names(outcome)
        case Violated(kind=kind):
            # A false ASSUME, for example, is no behaviour.
            return MutantStatus.ERRONEOUS, kind.value
        case Failed(reason=FailureReason.NO_INITIAL_STATES):
            # Every property holds then, but the count of states is 0.
            return MutantStatus.NOTICED, "no initial states"
        case Failed(reason=reason):
            is_undecided = reason in UNDECIDED_FAILURES
            status = MutantStatus.UNDECIDED if is_undecided else MutantStatus.ERRONEOUS
            return status, reason.value
        case Stopped(reason=reason):
            return MutantStatus.UNDECIDED, reason.value
        case Searched():
            return MutantStatus.UNDECIDED, "random traces only"
        case Holds():
            return None


def violated_names(outcome: Violated) -> str:
    """Return the name of the violated property, or several joined by `or`, or else the kind."""
    names = [outcome.property] if outcome.property else outcome.candidates
    return " or ".join(map(original_name, filter(None, names))) or outcome.kind.value


def mutant_result(
    mutant: Mutant, status: MutantStatus, by: str = "", behaviour: tuple[str, ...] = ()
) -> MutantResult:
    """Return a result with the mutant's own facts."""
    return MutantResult(
        id=mutant.id,
        operator=mutant.operator,
        definition=mutant.definition.name,
        file=mutant.file,
        line=mutant.line,
        diff=mutant.diff,
        status=status,
        by=by,
        behaviour=behaviour,
    )
