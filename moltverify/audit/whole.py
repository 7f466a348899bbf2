"""The whole audit: each claim's models run, then each claim inspected."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from moltverify import __version__, suite
from moltverify.audit.bench import Bench
from moltverify.audit.inspection import Inspection, Inspector, Subject
from moltverify.audit.judged import stray_files
from moltverify.audit.records import AuditResult
from moltverify.registry.check import Files, check_model
from moltverify.registry.records import Claim, Model, Registry
from moltverify.results import ModelResult


class Plan(Struct, frozen=True, kw_only=True):
    """What to audit: claims of a registry, all of them if `whole`, or a claim without registry."""

    title: str
    claims: tuple[Claim, ...]
    registry: Registry | None
    library: tuple[Path, ...] = ()
    whole: bool = True


def audit(plan: Plan, bench: Bench, tell: Callable[[str], None]) -> AuditResult:
    """Inspect the claims; what is left when the bench is told to stop is left out."""
    began = time.monotonic()
    results = run_models(plan, bench, tell)
    inspections = []
    for claim in plan.claims:
        if not bench.stop.is_set():
            tell(claim.id)
            inspections.append(inspect(plan, claim, results, bench))
    stray = stray_files(plan.registry) if plan.registry and plan.whole else ()
    return AuditResult(
        moltverify=__version__,
        title=plan.title,
        findings=(*(one for each in inspections for one in each.findings), *stray),
        unchecked=tuple(note for each in inspections for note in each.unchecked),
        claims=tuple(each.strength for each in inspections),
        seconds=time.monotonic() - began,
    )


def inspect(plan: Plan, claim: Claim, results: Sequence[ModelResult], bench: Bench) -> Inspection:
    """Inspect one claim."""
    subject = Subject(
        claim=claim,
        results={result.id: result for result in results if result.claim == claim.id},
        registered=plan.registry is not None,
        library=plan.library,
    )
    return Inspector(subject, bench).inspect()


def run_models(plan: Plan, bench: Bench, tell: Callable[[str], None]) -> list[ModelResult]:
    """Run the registered models, or take their verdicts from the cache; unsound ones are left."""
    if plan.registry is None:
        return []
    files = Files()
    models = [model for claim in plan.claims for model in claim.models if is_sound(model, files)]

    def listen(event: suite.SuiteEvent) -> None:
        if isinstance(event, suite.Started):
            tell(event.model.id)

    return suite.check(models, bench.settings, bench.stop, listen)


def is_sound(model: Model, files: Files) -> bool:
    """Tell whether a model's files can be run as they are meant."""
    return not list(check_model(model, files))
