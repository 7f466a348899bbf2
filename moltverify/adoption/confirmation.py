"""Check a plan as `run` will: what would not be as expected is left out, with the reason.

The outcomes of the first runs are judged again under their new expectations and kept among the
verdicts, so that only a model with other files or options runs a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from moltverify.adoption.discovery import absolute
from moltverify.adoption.first_runs import FirstRun
from moltverify.adoption.plan import (
    NIGHTLY,
    AdoptionPlan,
    ClaimPlan,
    LeftOut,
    RedPlan,
    WitnessPlan,
)
from moltverify.adoption.registry_text import RegistryText
from moltverify.errors import RegistryError
from moltverify.registry.check import check_claim
from moltverify.registry.expectation import MustReach
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.spec_files import SpecFiles
from moltverify.running.job import TlcJob
from moltverify.running.toolchain import Toolchain
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.judged_again import judged_again
from moltverify.suite.loop import Listen, with_inputs
from moltverify.suite.model_run import outcome_for
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.run_options import RunOptions
from moltverify.suite.suite_run import SuiteRun, run_suite
from moltverify.suite.verdict import with_workers
from moltverify.suite.verdict_cache import VerdictCache

Entry = TypeVar("Entry", RedPlan, WitnessPlan)
ROUNDS = 4  # a model that is left out can make another one of its claim pointless


class ConfirmationTools(Struct, frozen=True, kw_only=True):
    """What runs the models, and where their verdicts are kept; `folder` is private."""

    toolchain: Toolchain
    options: RunOptions
    cache: Path
    folder: Path
    stop: Event
    listen: Listen


def confirmed(
    plan: AdoptionPlan, runs: Sequence[FirstRun], tools: ConfirmationTools
) -> tuple[AdoptionPlan, SuiteResult | None]:
    """Return the part of a plan whose models are all as expected, and their results.

    The result is None if no model is left, or the run was interrupted.
    """
    for _ in range(ROUNDS):
        if not plan.claims:
            return plan, None
        file = tools.folder / "registry.yaml"
        text = RegistryText(tools.folder).whole("Models", "60s", plan.claims)
        file.write_text(text, encoding="utf-8")
        registry = load_registry(file, allow_outside=True)
        faults = file_faults(registry)
        if not faults and all(is_cut_short(one) for one in plan.claims):
            return plan, None
        if not faults:
            result = run_again(registry, runs, tools)
            faults = {one.id: one.reason for one in result.models if not one.ok}
            if tools.stop.is_set():
                return plan, None
            if not faults:
                return plan, result
        plan = without_models(plan, faults)
    return AdoptionPlan((), plan.left_out), None


def is_cut_short(claim: ClaimPlan) -> bool:
    """Tell whether a claim has nothing but a green that did not end in time."""
    return bool(claim.green and claim.green.cut_short and not claim.reds)


def file_faults(registry: Registry) -> dict[str, str]:
    """Return the mistakes that `check-registry` finds, the first of each model or claim."""
    files = SpecFiles()
    found: dict[str, str] = {}
    for claim in registry.claims:
        for mistake in check_claim(claim, files):
            found.setdefault(mistake.path, mistake.message)
    return found


def run_again(
    registry: Registry, runs: Sequence[FirstRun], tools: ConfirmationTools
) -> SuiteResult:
    """Return the results of all models of a registry; known outcomes are not computed again."""
    files = RegistryFiles(registry)
    keep_outcomes(registry.models, runs, files, tools)
    run = SuiteRun(
        files=files,
        # What did not end once is not run again before the night.
        models=tuple(one for one in registry.models if one.tier != NIGHTLY),
        toolchain=tools.toolchain,
        store=RecordedRuns(tools.folder / "runs"),
        options=tools.options,
    )
    return run_suite(run, tools.stop, tools.listen).result


def keep_outcomes(
    models: Iterable[Model],
    runs: Sequence[FirstRun],
    files: RegistryFiles,
    tools: ConfirmationTools,
) -> None:
    """Keep the outcomes of the first runs as verdicts of the models that are the same job."""
    known = {job_key(run.model.job): run.result for run in runs}
    cache = VerdictCache(tools.cache, tools.toolchain)
    digests = InputDigests(None, files.reader)
    for model in models:
        result = known.get(job_key(model.job))
        if result is not None and is_own_run(model):
            cache.put(with_inputs(judged_as(model, result), model, digests))


def job_key(job: TlcJob) -> tuple[object, ...]:
    """Return what makes two runs equal, apart from the time limit."""
    options = job.options
    # The registry's paths lead out of its private folder by `..`.
    files = [absolute(one) for one in (job.module, job.config, *job.libraries, *job.data)]
    return *files, options.deadlock, options.heap, options.random_search


def is_own_run(model: Model) -> bool:
    """Tell whether TLC gets a model's files as they are; a state's witness gets another module."""
    return not isinstance(model.expectation, MustReach) or not model.expectation.has_module


def judged_as(model: Model, result: ModelResult) -> ModelResult:
    """Return a first run's result as that of a model of the registry."""
    expectation = with_workers(model.expectation, result.workers)
    result = replace(result, outcome=outcome_for(expectation, result.outcome))
    judgement = judged_again(model, result, result.faults)
    return replace(
        result,
        id=model.id,
        claim=model.claim,
        role=model.role,
        sentence=model.sentence,
        expectation=model.expectation,
        verdict=judgement.verdict,
        reason=judgement.reason,
        # The first run's logs are not kept.
        logs="",
    )


def without_models(plan: AdoptionPlan, faults: Mapping[str, str]) -> AdoptionPlan:
    """Return a plan without the models that have a fault; claims without a model go too."""
    claims, left = list[ClaimPlan](), list(plan.left_out)
    known = set[str]()
    for claim in plan.claims:
        kept, lost = reduced_claim(claim, faults)
        left += lost
        known |= set(model_ids(claim))
        if not kept.is_empty:
            claims.append(kept)
    if not known & faults.keys():
        # A mistake that belongs to no model would come again in each round.
        raise RegistryError("the models fit no registry: " + "; ".join(faults.values()))
    return AdoptionPlan(tuple(claims), tuple(left))


def model_ids(claim: ClaimPlan) -> list[str]:
    """Return the ids of a claim's models; the claim's own comes first."""
    witnesses = [f"{claim.id}@{one.id}" for one in claim.witnesses]
    return [claim.id, *witnesses, *(f"{claim.id}:{one.id}" for one in claim.reds)]


def reduced_claim(claim: ClaimPlan, faults: Mapping[str, str]) -> tuple[ClaimPlan, list[LeftOut]]:
    """Return a claim without its models that have a fault, and what is left out."""
    reds, lost = parted(claim.reds, f"{claim.id}:", faults)
    witnesses, other = parted(claim.witnesses, f"{claim.id}@", faults)
    lost += other
    if claim.id in faults and claim.green:
        # A witness is a state of the green.
        lost += [] if claim.grows else [LeftOut(claim.green.config, faults[claim.id])]
        lost += [LeftOut(one.config, "its green is left out") for one in witnesses]
        return replace(claim, green=None, reds=reds, witnesses=()), lost
    if claim.id in faults:
        return replace(claim, reds=()), [
            *lost,
            *(LeftOut(r.config, faults[claim.id]) for r in reds),
        ]
    return replace(claim, reds=reds, witnesses=witnesses), lost


def parted(
    entries: tuple[Entry, ...], prefix: str, faults: Mapping[str, str]
) -> tuple[tuple[Entry, ...], list[LeftOut]]:
    """Return the entries without a fault, and what is left out; `prefix` begins their ids."""
    kept = tuple(one for one in entries if f"{prefix}{one.id}" not in faults)
    lost = [one for one in entries if one not in kept]
    return kept, [LeftOut(one.config, faults[f"{prefix}{one.id}"]) for one in lost]
