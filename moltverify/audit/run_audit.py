"""The whole audit: each claim's models run, then each claim inspected."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from msgspec import Struct

from moltverify import __version__
from moltverify.audit.claim_audit import AuditSubject, Inspection, Inspector
from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.findings.verdict_findings import model_files, stray_files
from moltverify.audit.results import AuditFinding, AuditResult
from moltverify.registry.check import SpecFiles, model_mistakes
from moltverify.registry.records import Claim, Model, Registry
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.tla.parsed_modules import read_parsed_modules


class AuditPlan(Struct, frozen=True, kw_only=True):
    """What to audit: claims of a registry, all of them if `whole`, or models of no registry."""

    title: str
    claims: tuple[Claim, ...]
    registry: Registry | None
    folders: tuple[Path, ...] = ()
    library: tuple[Path, ...] = ()
    whole: bool = True


def audit(plan: AuditPlan, bench: Bench, tell: Callable[[str], None]) -> AuditResult:
    """Inspect the claims; what is left when the bench is told to stop is left out.

    `tell` hears what is being looked at, and nothing at the end.
    """
    began = time.monotonic()
    results = registered_verdicts(plan, bench, tell)
    inspections = inspect_all(plan, results, bench, tell)
    stray = list(strays(plan)) if plan.whole else []
    tell("")
    return AuditResult(
        moltverify=__version__,
        title=plan.title,
        findings=(*(one for each in inspections for one in each.findings), *stray),
        unchecked=tuple(note for each in inspections for note in each.unchecked),
        claims=tuple(each.strength for each in inspections),
        seconds=time.monotonic() - began,
    )


def strays(plan: AuditPlan) -> Iterator[AuditFinding]:
    """Yield the files in the suite's folders that belong to no model."""
    if plan.registry:
        yield from stray_files(plan.registry.specs, model_files(plan.registry))
    used: set[Path] = set()
    for claim in plan.claims if plan.folders else ():
        model = claim.green
        sources = read_parsed_modules(model.job.module, model.job.config, plan.library)
        used |= {model.job.config, *(module.file for module in sources.modules)}
    for folder in plan.folders:
        yield from stray_files(folder, used)


def inspect_all(
    plan: AuditPlan, results: Sequence[ModelResult], bench: Bench, tell: Callable[[str], None]
) -> list[Inspection]:
    """Inspect the claims, a few at a time, and return what came of it in the claims' order."""

    def look(claim: Claim) -> Inspection | None:
        if bench.stop.is_set():
            return None
        tell(claim.id)
        return inspect(plan, claim, results, bench)

    with ThreadPoolExecutor(bench.settings.jobs, thread_name_prefix="claim") as pool:
        waiting = [pool.submit(look, claim) for claim in plan.claims]
        # The kernel may give a signal to another thread, which does not wake this one; Python runs
        # a signal's handler only here.
        while wait(waiting, suite.PULSE).not_done:
            pass
    return [one for future in waiting if (one := future.result())]


def inspect(
    plan: AuditPlan, claim: Claim, results: Sequence[ModelResult], bench: Bench
) -> Inspection:
    """Inspect one claim."""
    subject = AuditSubject(
        claim=claim,
        results={result.id: result for result in results if result.claim == claim.id},
        registered=plan.registry is not None,
        library=plan.library,
    )
    return Inspector(subject, bench).inspect()


def registered_verdicts(
    plan: AuditPlan, bench: Bench, tell: Callable[[str], None]
) -> list[ModelResult]:
    """Run the registered models, or take their verdicts from the cache; unsound ones are left."""
    if plan.registry is None:
        return []
    files = SpecFiles()
    models = [model for claim in plan.claims for model in claim.models if is_sound(model, files)]

    def listen(event: suite.SuiteEvent) -> None:
        if isinstance(event, suite.Started):
            tell(event.model.id)

    return suite.check(models, bench.settings, bench.stop, listen)


def is_sound(model: Model, files: SpecFiles) -> bool:
    """Tell whether a model's files can be run as they are meant."""
    return not list(model_mistakes(model, files))
