"""What becomes of one model's mutants: TLC runs each, and what it does is compared with the model.

killed by a property | noticed by the count or a witness | survived | equivalent | erroneous
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Experiment, Observation
from moltverify.audit.experiments.tlc_registers import texts, without_newer
from moltverify.audit.results import MutantResult, MutantStatus
from moltverify.mutation.graph_diff import Comparable, Numbering, graph_differences
from moltverify.mutation.mutants import Maker, Mutant
from moltverify.mutation.property_copies import judged_as_intended, plain_name
from moltverify.registry.expectation import MustHold, MustReach
from moltverify.registry.records import Claim
from moltverify.suite.model_staging import WITNESS_MODULE, witness_config, witness_module
from moltverify.tla.config import Config
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import read_parsed_modules
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    Violated,
    ViolationKind,
)

FORMAT = 1  # of what is kept; a change of it makes every mutant run again
LEAST = 15.0  # seconds for a mutant: a few of TLC's starts on a busy machine
PATIENCE = 8  # times as long as the model itself takes
MOST = 40_000  # distinct states up to which graphs are compared: some seconds each

KILLING = {
    ViolationKind.INVARIANT,
    ViolationKind.ACTION_PROPERTY,
    ViolationKind.TEMPORAL_PROPERTY,
    ViolationKind.DEADLOCK,
    ViolationKind.ASSERTION,
}
UNKNOWN = {FailureReason.OUT_OF_MEMORY, FailureReason.STACK_OVERFLOW, FailureReason.INCOMPLETE}


class Trial:
    """One claim's green model, its mutants, and the bench on which they run."""

    def __init__(self, claim: Claim, bench: Bench, library: tuple[Path, ...] = ()) -> None:
        self.claim = claim
        self.bench = bench
        self.options = claim.green.job.options
        self.sources = read_parsed_modules(claim.green.job.module, claim.green.job.config, library)
        self.mutants = tuple(Maker(self.sources).mutants())
        self.numbering = Numbering()
        self.obstacle = ""  # why no mutant can be judged, once that is known

    @cached_property
    def own(self) -> Observation:
        """What the model itself does."""
        return self.bench.observe(
            self.experiment(texts(self.sources), self.sources.config, self.options.timeout)
        )

    @cached_property
    def graph(self) -> Comparable | None:
        """The model's own state graph, if it is small enough to compare."""
        own = self.experiment(texts(self.sources), self.sources.config, self.timeout)
        return self.explored(own, self.own.statistics)

    @property
    def timeout(self) -> float:
        """How many seconds a mutant gets: rounded, so that it is the same next time."""
        return max(LEAST, PATIENCE * float(int(self.own.seconds) + 1))

    @property
    def registered(self) -> int | None:
        """The distinct states that the registry names."""
        expectation = self.claim.green.expectation
        return expectation.distinct if isinstance(expectation, MustHold) else None

    def experiment(
        self, modules: Mapping[str, bytes], config: Config, timeout: float, root: str = ""
    ) -> Experiment:
        """Return the run of changed modules under a config."""
        return Experiment(
            modules=modules,
            root=root or self.sources.root.name,
            config=write_config(without_newer(config)),
            options=self.options,
            timeout=timeout,
        )

    def result(self, mutant: Mutant) -> MutantResult | None:
        """Return what becomes of a mutant, or None if the run was interrupted."""
        config = judged_as_intended(self.sources, mutant.intended)
        experiment = self.experiment(mutant.modules, config, self.timeout)
        digest = self.digest(experiment)
        known = self.bench.recall(digest, MutantResult)
        if known is not None:
            return replace(known, file=mutant.file)
        if not isinstance(self.own.outcome, Holds):
            self.obstacle = "the model itself does not hold"
            return None
        observation = self.bench.run(experiment)
        status = status_of_outcome(observation.outcome)
        result = (
            record(mutant, *status) if status else self.compared(mutant, experiment, observation)
        )
        if self.bench.stop.is_set():
            return None
        self.bench.keep(digest, result)
        return result

    def digest(self, experiment: Experiment) -> str:
        """Return the digest of all that a mutant's status depends on."""
        witnesses = [str(one.expectation) for one in self.claim.witnesses]
        parts = [FORMAT, self.bench.digest(experiment), self.registered, *witnesses]
        return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()

    def compared(
        self, mutant: Mutant, experiment: Experiment, observation: Observation
    ) -> MutantResult:
        """Return what becomes of a mutant in which no property fails."""
        own, its = self.own.statistics, observation.statistics
        graph = self.explored(experiment, its)
        if graph and self.graph:
            if graph.is_like(self.graph):
                return record(mutant, MutantStatus.EQUIVALENT)
            behaviour = graph_differences(self.graph, graph)
        else:
            behaviour = (f"the state graphs are not compared beyond {MOST:,} states",)
            if shared_counts(own) == shared_counts(its):
                return record(mutant, MutantStatus.EQUIVALENT, "the same counts", behaviour)
        if self.registered is not None and its.distinct != self.registered:
            by = f"{its.distinct or 0:,} distinct states instead of {self.registered:,}"
            return record(mutant, MutantStatus.NOTICED, by, behaviour)
        missed = self.missed_witness(mutant)
        status = MutantStatus.NOTICED if missed else MutantStatus.SURVIVED
        return record(mutant, status, missed, behaviour)

    def explored(self, experiment: Experiment, statistics: Statistics) -> Comparable | None:
        """Return the state graph of an experiment whose counts are known, if it is small."""
        if (statistics.distinct or 0) > MOST:
            return None
        # Writing the graph takes longer than only exploring it.
        graph = self.bench.explore(replace(experiment, timeout=2 * experiment.timeout))
        return Comparable(graph, self.numbering) if graph else None

    def missed_witness(self, mutant: Mutant) -> str:
        """Return the name of the first witness that a mutant does not reach, or nothing."""
        config = witness_config(self.sources.config)
        for witness in self.claim.witnesses:
            if not isinstance(witness.expectation, MustReach):
                continue
            module = witness_module(self.sources.root.name, witness.expectation.state)
            modules = {**mutant.modules, WITNESS_MODULE: module.encode()}
            run = self.bench.observe(self.experiment(modules, config, self.timeout, WITNESS_MODULE))
            if isinstance(run.outcome, Holds):
                return f"the witness {witness.name}"
        return ""


def shared_counts(statistics: Statistics) -> tuple[int | None, ...]:
    """Return what two runs over the same state graph have in common."""
    return statistics.distinct, statistics.depth, statistics.generated


def status_of_outcome(outcome: Outcome) -> tuple[MutantStatus, str] | None:
    """Return what TLC's outcome says of a mutant, and by what; None if nothing was found wrong."""
    match outcome:
        case Violated(kind=kind) if kind in KILLING:
            return MutantStatus.KILLED, killer(outcome)
        case Violated(kind=kind):
            return MutantStatus.ERRONEOUS, kind.value
        case Failed(reason=FailureReason.NO_INITIAL_STATES):
            return MutantStatus.NOTICED, "no initial states"
        case Failed(reason=reason):
            return (
                MutantStatus.UNDECIDED if reason in UNKNOWN else MutantStatus.ERRONEOUS
            ), reason.value
        case Stopped(reason=reason):
            return MutantStatus.UNDECIDED, reason.value
        case Holds():
            return None


def killer(outcome: Violated) -> str:
    """Return the name of the property that a mutant violates."""
    names = [outcome.property] if outcome.property else outcome.candidates
    return " or ".join(map(plain_name, filter(None, names))) or outcome.kind.value


def record(
    mutant: Mutant, status: MutantStatus, by: str = "", behaviour: tuple[str, ...] = ()
) -> MutantResult:
    """Return a mutant's result."""
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
