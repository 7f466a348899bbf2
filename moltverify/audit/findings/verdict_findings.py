"""Hollow parts that the registry and the models' verdicts show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec.structs import replace

from moltverify.audit.results import AuditFinding, Kind
from moltverify.audit.unregistered_models import is_hidden
from moltverify.registry.check import SpecFiles, check_difference, model_mistakes
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Claim, Model, Registry, Role
from moltverify.running.job import job_files
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import SHORTEST_STORY, Verdict
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.outcome import Outcome, Violated, ViolationKind, outcome_text

MISSED = {
    Role.GREEN: Kind.GREEN_NOT_AS_EXPECTED,
    Role.WITNESS: Kind.WITNESS_NOT_REACHED,
    Role.RED: Kind.RED_NOT_AS_EXPECTED,
}

BEFORE_ANY_STATE = {ViolationKind.ASSUMPTION, ViolationKind.CONSTANT_INVARIANT}


def about(model: Model, kind: Kind, message: str) -> AuditFinding:
    """Return a finding about one model."""
    return AuditFinding(
        claim=model.claim,
        kind=kind,
        subject=model.name,
        message=message,
        file=str(model.source.file),
        line=model.source.line,
    )


def unsound(claim: Claim, files: SpecFiles) -> list[AuditFinding]:
    """Return what keeps a claim's models from being run as they are meant."""
    return [
        about(model, Kind.UNSOUND, mistake.message)
        for model in (claim.green, *claim.witnesses, *claim.reds)
        for mistake in model_mistakes(model, files)
    ]


def registry_findings(claim: Claim, files: SpecFiles) -> Iterator[AuditFinding]:
    """Yield what is missing in a claim's entry, and reds that differ from the green too much."""
    green = claim.green
    if not claim.reds:
        yield about(green, Kind.NO_RED, "no red model shows that the claim can fail")
    if not claim.witnesses:
        yield about(green, Kind.NO_WITNESS, "no witness shows that the green model gets anywhere")
    if not isinstance(green.expectation, MustHold) or green.expectation.distinct is None:
        yield about(green, Kind.NO_FLOOR, "the registry does not say how many states there are")
    for red in claim.reds:
        for message in check_difference(green, red, files):
            yield about(red, Kind.RED_DIFFERS, message)


def verdict_findings(claim: Claim, results: Mapping[str, ModelResult]) -> Iterator[AuditFinding]:
    """Yield the models whose run was not as expected."""
    for model in claim.models:
        result = results.get(model.id)
        if result is None or result.verdict is Verdict.AS_EXPECTED:
            continue
        kind = MISSED[model.role]
        if model.role is Role.RED and fails_at_once(result.outcome):
            kind = Kind.RED_FAILS_AT_ONCE
        yield about(model, kind, result.reason)


def red_findings(red: Model, outcome: Outcome) -> Iterator[AuditFinding]:
    """Yield what keeps a red that no registry names from showing a behaviour that breaks."""
    if not isinstance(outcome, Violated):
        what, kind = "it should break, but", Kind.RED_NOT_AS_EXPECTED
    elif outcome.kind in BEFORE_ANY_STATE:
        what, kind = "no behaviour is part of it:", Kind.RED_FAILS_AT_ONCE
    elif fails_at_once(outcome):
        what, kind = "no step is part of it:", Kind.RED_FAILS_AT_ONCE
    else:
        return
    yield replace(about(red, kind, f"{what} {outcome_text(outcome)}"), subject=red.role.value)


def fails_at_once(outcome: Outcome) -> bool:
    """Tell whether an initial state is violated, so that no step is part of the story."""
    if not isinstance(outcome, Violated) or outcome.kind in BEFORE_ANY_STATE:
        return False
    return len(outcome.trace.steps) < SHORTEST_STORY


def model_files(registry: Registry) -> set[Path]:
    """Return the files that a registry's models consist of."""
    closures = DependencyReader()
    return {file for one in registry.models for file in job_files(one.job, closures)}


def stray_files(root: Path, used: Iterable[Path]) -> Iterator[AuditFinding]:
    """Yield the modules and configs below a folder that are not among those that are used."""
    known = {file.resolve() for file in used}
    for file in sorted((*root.rglob("*.tla"), *root.rglob("*.cfg"))):
        if file.resolve() not in known and not is_hidden(file, root):
            yield AuditFinding(
                claim="",
                kind=Kind.STRAY_FILE,
                subject=file.name,
                message="no claim uses this file",
                file=str(file),
            )


def with_allowances(claim: Claim, findings: list[AuditFinding]) -> list[AuditFinding]:
    """Return the findings with the registry's reasons, and the allowances that fit none."""
    judged = [replace(one, reason=allowance_reason(claim, one)) for one in findings]
    for allowance in claim.allowed:
        if not any(fnmatchcase(one.key, allowance.finding) for one in findings):
            what = f"the audit finds no {allowance.finding}, which the registry allows"
            unused = about(claim.green, Kind.UNUSED_ALLOWANCE, what)
            judged.append(replace(unused, subject=allowance.finding))
    return judged


def allowance_reason(claim: Claim, finding: AuditFinding) -> str:
    """Return why the registry allows a finding, or nothing if it does not."""
    reasons = (one.reason for one in claim.allowed if fnmatchcase(finding.key, one.finding))
    return next(reasons, "")
