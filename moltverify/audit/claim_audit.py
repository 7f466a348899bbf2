"""Audit of one claim: findings from its text, its verdicts, and experiments on its green."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Observation
from moltverify.audit.experiments.falsification import find_tautologies
from moltverify.audit.experiments.instrumented_run import (
    InstrumentedModel,
    instrumented_model,
    observe_with_probes,
    original_coverage,
    original_model,
    unsatisfied_marks,
)
from moltverify.audit.experiments.parsed_job import ParsedJob, read_parsed_job
from moltverify.audit.experiments.state_sample import State, read_sample
from moltverify.audit.experiments.switch_values import observe_off_parts
from moltverify.audit.experiments.tautology_model import Question
from moltverify.audit.experiments.unreduced_run import removed_reductions, unreduced_experiment
from moltverify.audit.findings.breakable_formulas import breakable_formulas
from moltverify.audit.findings.coverage_findings import (
    action_sums,
    coverage_findings,
    mark_findings,
    off_explanations,
)
from moltverify.audit.findings.model_uses import SharedModules, has_behaviour
from moltverify.audit.findings.static_findings import definition_finding, static_findings
from moltverify.audit.findings.switched_off import switched_off
from moltverify.audit.findings.vacuity_conditions import vacuity_marks
from moltverify.audit.findings.verdict_findings import (
    allowance_reason,
    constant_failures,
    green_failure,
    has_states,
    hidden_violation,
    model_finding,
    red_findings,
    registry_findings,
    verdict_findings,
    with_allowances,
)
from moltverify.audit.results import AuditFinding, FindingKind, Strength, SwitchedOff
from moltverify.audit.shared_modules import witness_states
from moltverify.registry.records import Claim, Role
from moltverify.suite.results import ModelResult
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import checked, is_type_invariant
from moltverify.tlc.outcome import Holds, Outcome, Statistics, Violated, outcome_text

INSTRUMENTED_FACTOR = 3  # of a model's own time limit: coverage and probes slow TLC down
NEAR_SECONDS = 30.0  # for a run over the states near the reachable ones
ENUMERATION_SECONDS = 10.0  # for all states that the type invariants admit


class AuditSubject(Struct, frozen=True, kw_only=True):
    """A claim to inspect, and the results of its models by id.

    A claim outside a registry has one model, no results, and no findings about a registry entry.
    """

    claim: Claim
    results: Mapping[str, ModelResult]
    registered: bool = True
    shared: SharedModules = SharedModules()


class Inspection(Struct, frozen=True):
    """Findings about one claim, sentences about checks without an answer, and its figures.

    `switched_off` has what constants switch off in its green, which is no finding.
    """

    findings: tuple[AuditFinding, ...]
    unchecked: tuple[str, ...]
    strength: Strength
    switched_off: tuple[SwitchedOff, ...] = ()


class Inspector:
    """Collects the findings about one claim."""

    def __init__(self, subject: AuditSubject, bench: Bench) -> None:
        self.subject = subject
        self.claim = subject.claim
        self.green = subject.claim.models[0]  # or a red, in a claim without a green
        self.bench = bench
        self.timeout = INSTRUMENTED_FACTOR * self.green.job.options.timeout
        self.findings: list[AuditFinding] = []
        self.unchecked: list[str] = []
        self.switched_off: list[SwitchedOff] = []

    def inspect(self) -> Inspection:
        """Return all findings; raises UsageError for a config that cannot be read."""
        sources = (job := read_parsed_job(self.green.job)).sources
        if self.subject.registered:
            self.findings += registry_findings(self.claim)
            self.findings += verdict_findings(self.claim, self.subject.results)
            if not has_states(self.green):
                figures = Strength(claim=self.claim.id, reds=len(self.claim.reds))
                return self.inspection(self.findings, figures)
        elif self.green.role is Role.RED:
            return self.inspect_red(job)
        reds = [read_parsed_job(model.job).sources for model in self.claim.reds]
        self.add_static_findings(sources, reds)
        if not has_behaviour(sources.config):
            return self.inspect_constant_model(job)
        if self.green.job.options.random_search:
            self.unchecked.append(f"{self.claim.id}: coverage and conditions: random traces only")
            figures = Strength(claim=self.claim.id, reds=len(self.claim.reds))
            return self.inspection(self.findings, figures)
        observation = self.observe_green(job)
        self.add_hidden_violation(job, observation)
        # A sample of a run that broke off stands for a part of the graph only.
        if isinstance(observation.outcome, Holds):
            self.add_tautologies(job, list(read_sample(observation.printed)))
        return self.inspection(self.findings, self.strength(sources, observation))

    def inspection(self, findings: list[AuditFinding], strength: Strength) -> Inspection:
        """Return the findings with the registry's reasons."""
        judged = with_allowances(self.claim, findings)
        off = tuple(self.switched_off)
        return Inspection(tuple(judged), tuple(self.unchecked), strength, off)

    def add_static_findings(self, sources: ParsedModules, reds: Sequence[ParsedModules]) -> None:
        """Add the findings of the text; a part that is not understood may use anything."""
        damaged = [one for model in (sources, *reds) for one in model.modules if one.error_line]
        if damaged:
            places = sorted({f"{one.file}:{one.error_line}" for one in damaged})
            what = "what nothing uses: the audit's parser does not understand"
            self.unchecked.append(f"{self.claim.id}: {what} {', '.join(places)}")
            return
        shared, witnesses = self.subject.shared, witness_states(self.claim)
        named = (self.claim.id, sources, reds, witnesses)
        found = [*static_findings(*named, shared)]
        # What another claim reports on, this one may still allow: without the finding, the
        # allowance would be one that is not used.
        every = static_findings(*named, shared.for_all()) if self.claim.allowed else ()
        others = [one for one in every if one not in found and allowance_reason(self.claim, one)]
        self.findings += [*found, *others]

    def observe_green(self, job: ParsedJob) -> Observation:
        """Run the green with probes, and add the findings of the run if the green holds."""
        sources = job.sources
        model, observation = self.observe_instrumented(job)
        if isinstance(observation.outcome, Holds) and observation.coverage:
            coverage = original_coverage(model, observation.coverage)
            off = observe_off_parts(self.bench, job, coverage)
            self.findings += coverage_findings(self.claim.id, sources, coverage, off)
            explained = off_explanations(sources, coverage, off)
            self.switched_off = switched_off(self.claim.id, sources.root.file, explained)
            if observation.statistics.depth == 1:
                what = "no step leads to a state that is not an initial one"
                self.findings.append(model_finding(self.green, FindingKind.NO_BEHAVIOUR, what))
            unsatisfied = unsatisfied_marks(model, observation)
            self.findings += mark_findings(self.claim.id, sources, coverage, unsatisfied, off)
            return replace(observation, coverage=coverage)
        # In a registry the model's verdict is a finding already, with more detail.
        if not self.subject.registered:
            self.findings.append(green_failure(self.green, observation.outcome, self.timeout))
        if FindingKind.GREEN_NOT_AS_EXPECTED not in {one.kind for one in self.findings}:
            self.add_unchecked("coverage and conditions that never hold", observation.outcome)
        return observation

    def observe_instrumented(self, job: ParsedJob) -> tuple[InstrumentedModel, Observation]:
        """Run the green with probes on its conditions, or without them if it fails with them."""
        made = observe_with_probes(self.bench, job, vacuity_marks(job.sources), self.timeout)
        if made.failure and isinstance(made.observation.outcome, Holds):
            # In these words, since the mistake is the audit's: TLC runs the model as it is.
            what = "conditions that never hold, for TLC does not run the model with probes in them"
            self.add_unchecked(what, made.failure)
        return made.model, made.observation

    def add_unchecked(self, what: str, outcome: Outcome) -> None:
        """Add a sentence about what was not checked because of an outcome."""
        self.unchecked.append(f"{self.claim.id}: {what}: {outcome_text(outcome)}")

    def add_hidden_violation(self, job: ParsedJob, observation: Observation) -> None:
        """Run a green that holds under SYMMETRY or VIEW without them, and compare the outcomes."""
        result = self.subject.results.get(self.green.id)
        reduced = result.outcome if result else observation.outcome
        removed = removed_reductions(job.sources)
        if not removed or not isinstance(reduced, Holds):
            return
        outcome = self.bench.observe(unreduced_experiment(job)).outcome
        if isinstance(outcome, Violated):
            found = hidden_violation(self.claim.id, job.sources, removed, outcome)
            self.findings.append(found)
        elif not isinstance(outcome, Holds):
            names = " and ".join(f"{one.kind.value} {one.name}" for one in removed)
            self.add_unchecked(f"the model without {names}", outcome)

    def inspect_constant_model(self, job: ParsedJob) -> Inspection:
        """Return the findings about a model that has assumptions and no behaviour."""
        observation = self.bench.observe(original_model(job, self.timeout))
        if not self.subject.registered:
            self.findings += constant_failures(self.green, observation.outcome, self.timeout)
        return self.inspection(self.findings, self.strength(job.sources, observation))

    def inspect_red(self, job: ParsedJob) -> Inspection:
        """Return the findings about a red outside a registry: it should be violated after a step.

        A run that ends at a violation covers a part of the states, so conditions are not probed.
        """
        model = instrumented_model(job, [], self.timeout)
        observation = self.bench.observe(model.experiment)
        self.findings += red_findings(self.green, observation.outcome)
        return self.inspection(self.findings, self.strength(job.sources, observation))

    def add_tautologies(self, job: ParsedJob, sample: Sequence[State]) -> None:
        """Add findings about properties that every state, or step, of the right types satisfies."""
        sources = job.sources
        types = [one for one in checked(sources) if is_type_invariant(sources, one)]
        empty = {
            one.subject for one in self.findings if one.kind is FindingKind.ANTECEDENT_NEVER_HOLDS
        }
        formulas = breakable_formulas(sources, empty)
        question = Question(job, types, formulas, NEAR_SECONDS)
        search = find_tautologies(question, sample, self.bench, ENUMERATION_SECONDS)
        for one in search.tautologies:
            what = f"{one.name} is true of every state that the type invariant admits"
            kind = FindingKind.TAUTOLOGY
            self.findings.append(
                definition_finding(self.claim.id, kind, sources, one.definition, what)
            )
        for one, why in search.unknown:
            self.unchecked.append(f"{self.claim.id}: does anything break {one.name}? {why}")

    def strength(self, sources: ParsedModules, observation: Observation) -> Strength:
        """Return the claim's figures; counts of states are those of its verdict if there is one."""
        sums = action_sums(sources, observation.coverage) if observation.coverage else []
        result = self.subject.results.get(self.green.id)
        statistics: Statistics = result.statistics if result else observation.statistics
        return Strength(
            claim=self.claim.id,
            distinct=statistics.distinct,
            depth=statistics.depth,
            actions=len(sums),
            actions_taken=sum(one.taken > 0 for one in sums),
            properties=len(checked(sources)),
            reds=sum(model.role is Role.RED for model in self.claim.models),
            witnesses=len(self.claim.witnesses),
        )
