"""An audit: runs the models of each claim, inspects the claims, and lists unused files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from moltverify import __version__
from moltverify.adoption.discovery import TOOLBOX
from moltverify.audit.claim_audit import AuditSubject, Inspection, Inspector
from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.audit.findings.model_uses import SharedModules
from moltverify.audit.findings.stray_files import stray_files
from moltverify.audit.findings.switched_off import merged_switches
from moltverify.audit.findings.verdict_findings import model_files, model_finding
from moltverify.audit.results import AuditFinding, AuditResult, FindingKind, Strength
from moltverify.audit.shared_modules import shared_modules
from moltverify.errors import UsageError
from moltverify.registry.records import Claim, Registry
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.tla.parsed_modules import read_parsed_modules

ShowProgress = Callable[[str], None]


class AuditPlan(Struct, frozen=True, kw_only=True):
    """What to audit: claims of a registry, or claims made of files without one.

    With `whole`, unused files are findings: those in the registry's folder, or in `folders`. `odd`
    are findings about files that make no claim, and `notes` sentences about files left aside.
    """

    title: str
    claims: tuple[Claim, ...]
    registry: Registry | None
    folders: tuple[Path, ...] = ()
    whole: bool = True
    odd: tuple[AuditFinding, ...] = ()
    notes: tuple[str, ...] = ()


def run_audit(plan: AuditPlan, bench: Bench, show_progress: ShowProgress) -> AuditResult:
    """Audit the claims; those not begun when `bench.stop` is set are missing in the result.

    `show_progress` gets the id of each claim or model when it begins, and an empty text at the end.
    """
    began = time.monotonic()
    results = registered_verdicts(plan, bench, show_progress)
    inspections = inspect_claims(plan, results, bench, show_progress)
    strays = list(stray_findings(plan)) if plan.whole else []
    show_progress("")
    return AuditResult(
        moltverify=__version__,
        title=plan.title,
        findings=(*(one for each in inspections for one in each.findings), *plan.odd, *strays),
        unchecked=tuple(note for each in inspections for note in each.unchecked),
        claims=tuple(each.strength for each in inspections),
        seconds=time.monotonic() - began,
        switched_off=merged_switches([one for each in inspections for one in each.switched_off]),
        notes=plan.notes,
    )


def stray_findings(plan: AuditPlan) -> Iterator[AuditFinding]:
    """Yield findings for files in the plan's folders that no model uses."""
    if plan.registry:
        yield from stray_files(plan.registry.specs, model_files(plan.registry))
    for folder in plan.folders:
        yield from stray_files(folder, files_of_claims(plan))


def files_of_claims(plan: AuditPlan) -> set[Path]:
    """Return the files of models that no registry names; a registry names its own."""
    used = {Path(one.file) for one in plan.odd}
    for job in (model.job for claim in plan.claims for model in claim.models):
        used |= {job.config, job.module}
        # What is wrong with a config is a finding about its claim.
        with suppress(UsageError, OSError):
            sources = read_parsed_modules(job.module, job.config, job.libraries)
            used |= {module.file for module in sources.modules}
    # Beside its models the Toolbox has copies of the modules, and TLC reads those.
    inside = [file for file in used if file.parent.parent.suffix == TOOLBOX]
    return used | {file.parent.parent.parent / file.name for file in inside}


def inspect_claims(
    plan: AuditPlan, results: Sequence[ModelResult], bench: Bench, show_progress: ShowProgress
) -> list[Inspection]:
    """Inspect the claims, several at a time, and return the inspections in the claims' order."""
    # A registry's other claims may use what those of the plan do not.
    known = plan.registry.claims if plan.registry else plan.claims
    shared = shared_modules(known, {claim.id for claim in plan.claims})

    def inspection_of(claim: Claim) -> Inspection | None:
        if bench.stop.is_set():
            return None
        show_progress(claim.id)
        return inspect_claim(plan, claim, results, bench, shared)

    with ThreadPoolExecutor(bench.settings.jobs, thread_name_prefix="claim") as pool:
        order = longest_first(plan, results)
        waiting = {at: pool.submit(inspection_of, plan.claims[at]) for at in order}
        # Python runs signal handlers in this thread only. The kernel may deliver a signal to
        # another thread, which does not end a wait here, so no wait is longer than a pulse.
        while wait(waiting.values(), suite.PULSE).not_done:
            pass
    return [one for _, future in sorted(waiting.items()) if (one := future.result())]


def longest_first(plan: AuditPlan, results: Sequence[ModelResult]) -> list[int]:
    """Return the claims' numbers in the order of what their greens took: no long one comes last."""
    seconds = {result.id: result.seconds for result in results}
    took = [seconds.get(claim.id, 0.0) for claim in plan.claims]
    return sorted(range(len(took)), key=lambda at: -took[at])


def inspect_claim(
    plan: AuditPlan,
    claim: Claim,
    results: Sequence[ModelResult],
    bench: Bench,
    shared: SharedModules,
) -> Inspection:
    """Inspect one claim with the results of its own models."""
    if plan.registry is None:
        try:
            read_parsed_job(claim.models[0].job)
        except (UsageError, OSError) as error:
            # The models of other configs are audited all the same.
            found = model_finding(claim.models[0], FindingKind.NOT_AUDITED, str(error))
            return Inspection((found,), (), Strength(claim=claim.id))
    subject = AuditSubject(
        claim=claim,
        results={result.id: result for result in results if result.claim == claim.id},
        registered=plan.registry is not None,
        shared=shared,
    )
    return Inspector(subject, bench).inspect()


def registered_verdicts(
    plan: AuditPlan, bench: Bench, show_progress: ShowProgress
) -> list[ModelResult]:
    """Run the registered models, or take their verdicts from the cache."""
    if plan.registry is None:
        return []
    models = [model for claim in plan.claims for model in claim.models]

    def listen(event: suite.SuiteEvent) -> None:
        if isinstance(event, suite.Started):
            show_progress(event.model.id)

    return suite.check_models(models, bench.settings, bench.stop, listen)
