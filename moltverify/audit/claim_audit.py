"""One claim under the audit: what its text, its verdicts, and experiments on its green show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Observation
from moltverify.audit.experiments.falsification import examine
from moltverify.audit.experiments.instrumented_run import missing, original, watched
from moltverify.audit.experiments.state_sample import State, sampled
from moltverify.audit.experiments.tautology_model import Question
from moltverify.audit.findings.coverage_findings import actions, coverage_findings, mark_findings
from moltverify.audit.findings.red_diff import copied, extends
from moltverify.audit.findings.static_findings import definition_finding, static_findings
from moltverify.audit.findings.vacuity_conditions import marks
from moltverify.audit.findings.verdict_findings import (
    about,
    red_findings,
    registry_findings,
    unsound,
    verdict_findings,
    with_allowances,
)
from moltverify.audit.results import AuditFinding, Kind, Strength
from moltverify.registry.check import SpecFiles
from moltverify.registry.records import Claim, Role
from moltverify.suite.results import ModelResult
from moltverify.tla.formulas import formula_of
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from moltverify.tla.specification import checked, is_type_invariant
from moltverify.tlc.outcome import (
    Holds,
    Outcome,
    Statistics,
    Stopped,
    Violated,
    ViolationKind,
    outcome_text,
)

WATCHING = 3  # times as long as a model may take, for counting takes its time
NEAR = 30.0  # seconds for the states near the reachable ones
ENUMERATION = 10.0  # seconds for all states that the type invariant admits


class AuditSubject(Struct, frozen=True, kw_only=True):
    """A claim to inspect, with its verdicts; one outside a registry has neither reds nor floor."""

    claim: Claim
    results: Mapping[str, ModelResult]
    registered: bool = True
    library: tuple[Path, ...] = ()


class Inspection(Struct, frozen=True):
    """What came of inspecting one claim: findings, what could not be checked, its strength."""

    findings: tuple[AuditFinding, ...]
    unchecked: tuple[str, ...]
    strength: Strength


class Inspector:
    """Collects what is found in one claim."""

    def __init__(self, subject: AuditSubject, bench: Bench) -> None:
        self.subject = subject
        self.claim = subject.claim
        self.bench = bench
        self.options = subject.claim.green.job.options
        self.findings: list[AuditFinding] = []
        self.unchecked: list[str] = []

    def inspect(self) -> Inspection:
        """Return all that is found; raises UsageError for a config that cannot be read."""
        files = SpecFiles()
        # TLC's own words are better about what no registry vouches for.
        wrong = unsound(self.claim, files) if self.subject.registered else []
        if wrong:
            return self.concluded(wrong, Strength(claim=self.claim.id))
        sources = self.sources()
        if self.claim.green.role is Role.RED:
            return self.inspect_red(sources)
        if self.subject.registered:
            self.findings += registry_findings(self.claim, files)
            self.findings += verdict_findings(self.claim, self.subject.results)
        others = [self.read(model.job.module, model.job.config) for model in self.claim.reds]
        self.findings = [self.detailed(one, sources, others) for one in self.findings]
        witnesses = [getattr(one.expectation, "state", "") for one in self.claim.witnesses]
        damaged = [one for model in (sources, *others) for one in model.modules if one.damage()]
        if damaged:
            places = {f"{one.file}:{one.damage()}" for one in damaged}
            what = "what nothing uses: the audit's parser does not understand"
            self.unchecked.append(f"{self.claim.id}: {what} {', '.join(sorted(places))}")
        else:
            self.findings += static_findings(self.claim.id, sources, others, witnesses)
        observation = self.observe_green(sources)
        if isinstance(observation.outcome, Holds):
            self.look_for_tautologies(sources, list(sampled(observation.printed)))
        return self.concluded(self.findings, self.strength(sources, observation))

    def detailed(
        self, found: AuditFinding, green: ParsedModules, reds: Sequence[ParsedModules]
    ) -> AuditFinding:
        """Return a finding about a red that does not extend its green, with what differs."""
        for model, red in zip(self.claim.reds, reds, strict=True):
            is_about_it = found.kind is Kind.RED_DIFFERS and found.subject == model.name
            if is_about_it and not extends(red, green):
                return replace(found, message=copied(red, green))
        return found

    def read(self, module: Path, config: Path) -> ParsedModules:
        """Read a model's modules."""
        return read_parsed_modules(module, config, self.subject.library)

    def sources(self) -> ParsedModules:
        """Read the green model's modules."""
        return self.read(self.claim.green.job.module, self.claim.green.job.config)

    def concluded(self, findings: list[AuditFinding], strength: Strength) -> Inspection:
        """Return what was found, with the registry's reasons."""
        judged = with_allowances(self.claim, findings)
        return Inspection(tuple(judged), tuple(self.unchecked), strength)

    def observe_green(self, sources: ParsedModules) -> Observation:
        """Run the green with coverage, marked conditions, and a sample of its states."""
        timeout = WATCHING * self.options.timeout
        model = watched(sources, marks(sources), self.options, timeout)
        observation = self.bench.observe(model.experiment)
        if not isinstance(observation.outcome, Holds) and model.marks:
            plain = watched(sources, [], self.options, timeout)
            unmarked = self.bench.observe(plain.experiment)
            if isinstance(unmarked.outcome, Holds):
                self.skip("conditions that never hold", observation.outcome)
            model, observation = plain, unmarked
        if isinstance(observation.outcome, Holds) and observation.coverage:
            coverage = original(model, observation.coverage)
            self.findings += coverage_findings(self.claim.id, sources, coverage)
            if observation.statistics.depth == 1:
                what = "no step leads to a state that is not an initial one"
                self.findings.append(about(self.claim.green, Kind.NO_BEHAVIOUR, what))
            absent = missing(model, observation)
            self.findings += mark_findings(self.claim.id, sources, coverage, absent)
            return replace(observation, coverage=coverage)
        if not self.subject.registered:
            self.note_green(observation.outcome)
        if Kind.GREEN_NOT_AS_EXPECTED not in {one.kind for one in self.findings}:
            self.skip("coverage and conditions that never hold", observation.outcome)
        return observation

    def skip(self, what: str, outcome: Outcome) -> None:
        """Note what could not be checked, and why."""
        self.unchecked.append(f"{self.claim.id}: {what}: {outcome_text(outcome)}")

    def note_green(self, outcome: Outcome) -> None:
        """Note that a green outside a registry does not hold."""
        what = outcome_text(outcome)
        if isinstance(outcome, Stopped):
            what = f"TLC had not ended after {WATCHING * self.options.timeout:g} s (--timeout)"
        if isinstance(outcome, Violated):
            deadlock = outcome.kind is ViolationKind.DEADLOCK
            mend = "--no-deadlock" if deadlock else f"--red '{self.claim.id}'"
            what = f"{what} (if it is meant to: {mend})"
        self.findings.append(about(self.claim.green, Kind.GREEN_NOT_AS_EXPECTED, what))

    def inspect_red(self, sources: ParsedModules) -> Inspection:
        """Return what keeps a red outside a registry from being evidence."""
        timeout = WATCHING * self.options.timeout
        model = watched(sources, [], self.options, timeout)
        observation = self.bench.observe(model.experiment)
        self.findings += red_findings(self.claim.green, observation.outcome)
        return self.concluded(self.findings, self.strength(sources, observation))

    def look_for_tautologies(self, sources: ParsedModules, sample: Sequence[State]) -> None:
        """Note the properties that every state, or step, of the right types satisfies."""
        properties = checked(sources)
        types = [one for one in properties if is_type_invariant(sources, one)]
        empty = {one.subject for one in self.findings if one.kind is Kind.ANTECEDENT_NEVER_HOLDS}
        formulas = [
            formula_of(sources, one)
            for one in properties
            if one not in types
            and one.name not in empty
            and sources.uses_variable(one.body, one.module)
        ]
        question = Question(sources, types, [*filter(None, formulas)], self.options, NEAR)
        examined = examine(question, sample, self.bench, ENUMERATION)
        for one in examined.tautologies:
            what = f"{one.name} is true of every state that the type invariant admits"
            self.findings.append(
                definition_finding(self.claim.id, Kind.TAUTOLOGY, sources, one.definition, what)
            )
        for one, why in examined.unknown:
            self.unchecked.append(f"{self.claim.id}: does anything break {one.name}? {why}")

    def strength(self, sources: ParsedModules, observation: Observation) -> Strength:
        """Return the figures of the claim."""
        taken = actions(sources, observation.coverage) if observation.coverage else []
        result = self.subject.results.get(self.claim.green.id)
        statistics: Statistics = result.statistics if result else observation.statistics
        return Strength(
            claim=self.claim.id,
            distinct=statistics.distinct,
            depth=statistics.depth,
            actions=len(taken),
            actions_taken=sum(one.taken > 0 for one in taken),
            properties=len(checked(sources)),
            reds=len(self.claim.reds) + (self.claim.green.role is Role.RED),
            witnesses=len(self.claim.witnesses),
        )
