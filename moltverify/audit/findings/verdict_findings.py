"""Findings from the registry's entries and from the verdicts of the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec.structs import replace

from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.registry.expectation import Expectation, MustHold
from moltverify.registry.records import Claim, Model, Registry, Role
from moltverify.registry.spec_files import SpecFiles
from moltverify.registry.twin_difference import twin_differences
from moltverify.running.job import job_files
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import SHORTEST_STORY, Verdict
from moltverify.tla.dependencies import DependencyReader
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.property_levels import liveness_properties
from moltverify.tla.reductions import Reduction
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Stopped,
    Violated,
    ViolationKind,
    outcome_text,
)

UNEXPECTED_KINDS = {
    Role.GREEN: FindingKind.GREEN_NOT_AS_EXPECTED,
    Role.WITNESS: FindingKind.WITNESS_NOT_REACHED,
    Role.RED: FindingKind.RED_NOT_AS_EXPECTED,
}

# TLC evaluates these before it computes an initial state.
BEFORE_ANY_STATE = {ViolationKind.ASSUMPTION, ViolationKind.CONSTANT_INVARIANT}


def model_finding(model: Model, kind: FindingKind, message: str) -> AuditFinding:
    """Return a finding whose subject, file and line are those of a model's registry entry."""
    return AuditFinding(
        claim=model.claim,
        kind=kind,
        subject=model.name,
        message=message,
        file=str(model.source.file),
        line=model.source.line,
    )


def registry_findings(claim: Claim) -> Iterator[AuditFinding]:
    """Yield findings for missing entries, and for reds with more than one difference."""
    # The rule of one operator is checked before, with more detail.
    if not claim.one_operator:
        yield from twin_findings(claim)
    yield from missing_texts(claim)
    green = claim.green
    if green is None:
        what = "no green model shows that the intended design holds"
        yield model_finding(claim.models[0], FindingKind.NO_GREEN, what)
        return
    if not claim.reds:
        what = "no red model shows that the claim can fail"
        yield model_finding(green, FindingKind.NO_RED, what)
    if not has_states(green):
        return
    if not claim.witnesses:
        what = "no witness shows that the green model gets anywhere"
        yield model_finding(green, FindingKind.NO_WITNESS, what)
    # Random traces are no count of all states.
    if not green.job.options.random_search and not states_are_counted(green.expectation):
        what = "the registry does not say how many states there are"
        yield model_finding(green, FindingKind.NO_FLOOR, what)


def states_are_counted(expectation: Expectation) -> bool:
    """Tell whether the registry says how many distinct states a green has."""
    if not isinstance(expectation, MustHold):
        return False
    return expectation.distinct is not None or any(
        band.count == "distinct" for band in expectation.bands
    )


def missing_texts(claim: Claim) -> Iterator[AuditFinding]:
    """Yield findings for texts that the registry does not have, without which reports say less."""
    first = claim.models[0]
    # The names stand in for the texts.
    if not claim.statement:
        what = "the registry does not say what should be true of the system"
        yield replace(model_finding(first, FindingKind.NO_STATEMENT, what), subject=claim.id)
    for red in claim.reds:
        if red.sentence == red.name:
            what = "the registry does not say which fault the model has"
            yield model_finding(red, FindingKind.NO_FAULT, what)


def twin_findings(claim: Claim) -> Iterator[AuditFinding]:
    """Yield a finding for each red that differs from its green in several ways, or in none.

    What differs could be the cause of its violation, beside the fault that the registry names.
    """
    files = SpecFiles()
    for red in claim.reds if claim.green else ():
        assert claim.green
        ways = [one for one in twin_differences(claim.green, red, files) if one.counts]
        if len(ways) > 1:
            what = f"it differs from its green in {len(ways)} ways: {'; '.join(map(str, ways))}"
            yield model_finding(red, FindingKind.RED_DIFFERS, what)
        elif not ways and not any(one.error_line for one in files.used_modules(red.job)):
            yield model_finding(red, FindingKind.RED_DIFFERS, "it does not differ from its green")


def has_states(model: Model) -> bool:
    """Tell whether a model is a green with a behaviour, whose states can be explored."""
    return isinstance(model.expectation, MustHold) and not model.expectation.constant


def verdict_findings(claim: Claim, results: Mapping[str, ModelResult]) -> Iterator[AuditFinding]:
    """Yield a finding per model whose verdict is not as expected.

    A model without a result was not run, because the audit was interrupted.
    """
    for model in claim.models:
        result = results.get(model.id)
        if result is None or result.verdict is Verdict.AS_EXPECTED:
            continue
        kind = UNEXPECTED_KINDS[model.role]
        # It may break as the registry says, but no step is part of the story.
        if model.role is Role.RED and fails_at_once(result.outcome):
            kind = FindingKind.RED_FAILS_AT_ONCE
        yield model_finding(model, kind, result.reason)


def green_failure(green: Model, outcome: Outcome, timeout: float) -> AuditFinding:
    """Return a finding about a green outside a registry that does not hold within `timeout`."""
    what = outcome_text(outcome)
    if isinstance(outcome, Stopped):
        what = f"TLC had not ended after {timeout:g} s (--timeout)"
    if isinstance(outcome, Violated):
        deadlock = outcome.kind is ViolationKind.DEADLOCK
        mend = "--no-deadlock" if deadlock else f"--red '{green.claim}'"
        what = f"{what} (if it is meant to: {mend})"
    return model_finding(green, FindingKind.GREEN_NOT_AS_EXPECTED, what)


def constant_failures(green: Model, outcome: Outcome, timeout: float) -> Iterator[AuditFinding]:
    """Yield a finding if the assumptions of a model without a behaviour do not all hold."""
    # TLC evaluates the assumptions first, and finds no state then.
    ended = isinstance(outcome, Failed) and outcome.reason is FailureReason.NO_INITIAL_STATES
    if not ended and not isinstance(outcome, Holds):
        yield green_failure(green, outcome, timeout)


def hidden_violation(
    claim: str, sources: ParsedModules, removed: Sequence[Reduction], outcome: Violated
) -> AuditFinding:
    """Return a finding about a violation that TLC finds only without some reductions.

    Its subject and place are those of the first, because one run tells nothing of each alone.
    """
    what = outcome_text(outcome).removesuffix(".")
    names = candidate_names(sources, outcome)
    named = f" ({names})" if names and f" {names} " not in f" {what} " else ""
    reductions = " and ".join(f"{one.kind.value} {one.name}" for one in removed)
    first = removed[0]
    return AuditFinding(
        claim=claim,
        kind=FindingKind.REDUCTION_HIDES_VIOLATION,
        subject=first.name,
        message=f"without {reductions} TLC finds: {what}{named}; "
        f"length of the counterexample: {len(outcome.trace.steps)}",
        file=str(first.file),
        line=first.line,
    )


def candidate_names(sources: ParsedModules, outcome: Violated) -> str:
    """Return the name of the property, or the names of those of which at least one is violated."""
    names = [outcome.property] if outcome.property else [*outcome.candidates]
    # TLC 2.15 does not say which temporal property is violated.
    if not names and outcome.kind is ViolationKind.TEMPORAL_PROPERTY:
        names = [*liveness_properties(sources)]
    return f"one of {', '.join(names)}" if len(names) > 1 else "".join(names)


def red_findings(red: Model, outcome: Outcome) -> Iterator[AuditFinding]:
    """Yield a finding if a red outside a registry shows no behaviour that ends in a violation.

    No registry says which property it must violate, so any violation after a step will do.
    """
    if not isinstance(outcome, Violated):
        what, kind = "it should break, but", FindingKind.RED_NOT_AS_EXPECTED
    elif outcome.kind in BEFORE_ANY_STATE:
        what, kind = "no behaviour is part of it:", FindingKind.RED_FAILS_AT_ONCE
    elif fails_at_once(outcome):
        what, kind = "no step is part of it:", FindingKind.RED_FAILS_AT_ONCE
    else:
        return
    found = model_finding(red, kind, f"{what} {outcome_text(outcome)}")
    # Its model's name is the claim's id, which stands in the finding anyway.
    yield replace(found, subject=red.role.value)


def fails_at_once(outcome: Outcome) -> bool:
    """Tell whether the counterexample ends in an initial state.

    Such a red shows no step in which the fault has an effect.
    """
    if not isinstance(outcome, Violated) or outcome.kind in BEFORE_ANY_STATE:
        return False
    return len(outcome.trace.steps) < SHORTEST_STORY


def model_files(registry: Registry) -> set[Path]:
    """Return all modules, configs and data files of a registry's models."""
    closures = DependencyReader()
    return {file for one in registry.models for file in job_files(one.job, closures)}


def with_allowances(claim: Claim, findings: list[AuditFinding]) -> list[AuditFinding]:
    """Return the findings with the registry's reasons, and a finding per unused allowance."""
    judged = [replace(one, reason=allowance_reason(claim, one)) for one in findings]
    for allowance in claim.allowed:
        if not any(fnmatchcase(one.key, allowance.finding) for one in findings):
            what = f"the audit finds no {allowance.finding}, which the registry allows"
            unused = model_finding(claim.models[0], FindingKind.UNUSED_ALLOWANCE, what)
            judged.append(replace(unused, subject=allowance.finding))
    return judged


def allowance_reason(claim: Claim, finding: AuditFinding) -> str:
    """Return the first reason by which the registry allows a finding, or an empty text."""
    reasons = (one.reason for one in claim.allowed if fnmatchcase(finding.key, one.finding))
    return next(reasons, "")
