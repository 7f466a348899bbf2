"""Carries out one `moltverify audit`: runs it, keeps the findings and prints them."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import click
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import AuditFinding, AuditResult, MutantStatus
from moltverify.audit.run_audit import AuditPlan, run_audit
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import ExitCode
from moltverify.mutation.campaign import Budget, mutate
from moltverify.registry.digest import ClaimDigests
from moltverify.report.extra_findings import AUDIT, Audited
from moltverify.report.story.escaping import inert_line
from moltverify.report.terminal.audit_text import (
    print_audit_sum,
    print_findings,
    print_mutants,
    print_notes,
    print_statuses,
    print_strength,
    print_switched_off,
    print_unchecked,
)
from moltverify.report.terminal.terminal import make_console
from moltverify.running.capacity import default_jobs
from moltverify.running.chosen_engine import open_chosen
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.engines import Engine, RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.findings import Found, Latest
from moltverify.store.private_folders import private_folder
from moltverify.suite import loop as suite
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.verdict_cache import VerdictCache


class AuditOptions(Struct, frozen=True, kw_only=True):
    """The input of one invocation; `budget` is in seconds, and `least` a score in percent."""

    plan: AuditPlan
    toolchain: Toolchain
    store: RecordedRuns
    jobs: int | None
    engine: Engine
    cluster: ClusterChoice
    use_cache: bool
    mutate: bool
    budget: float
    seed: int
    listed: tuple[MutantStatus, ...]
    least: float | None
    as_json: bool


def carry_out_audit(wanted: AuditOptions) -> int:
    """Audit, print what was found, and return the exit code."""
    with stop_on_signal() as stop:
        result = audited(wanted, stop)
    # Nothing is kept: findings of a part would replace those of a whole audit.
    if stop.signal:
        return 128 + stop.signal
    # Reports show findings with the claims of a registry; other models have no claim there.
    if wanted.plan.registry:
        digest_of = ClaimDigests(wanted.plan.registry).of
        keep_audit(Latest(wanted.store.root, AUDIT, digest_of), result, wanted.plan)
    if wanted.as_json:
        click.echo(msgspec.json.encode(result))
    else:
        print_audit(result, wanted.listed)
    return exit_code(result, wanted.least)


def audited(wanted: AuditOptions, stop: Event) -> AuditResult:
    """Return the result of the audit, with mutation scores if mutants are wanted."""
    began = time.monotonic()
    plan, caches = wanted.plan, cache_folder(os.environ)
    models = [model for claim in plan.claims for model in claim.models]
    sizes = ModelSizes(wanted.store.last_seconds([model.id for model in models]))
    jobs = wanted.jobs or default_jobs([model.job.options for model in models], None)
    # Experiments are small, whatever the models are.
    expected = [*map(sizes.of, models), RunSize.SMALL]
    with (
        private_folder() as folder,
        open_chosen(wanted.engine, expected, wanted.toolchain, wanted.cluster, jobs) as launch_for,
    ):
        settings = suite.SuiteSettings(
            toolchain=wanted.toolchain,
            folder=Path(folder) / "run",
            jobs=jobs,
            sizes=sizes,
            cache=VerdictCache(caches, wanted.toolchain) if wanted.use_cache else None,
        )
        bench = Bench(settings, launch_for, caches, stop, again=not wanted.use_cache)
        tell = make_tell()
        result = run_audit(plan, bench, tell)
        if wanted.mutate and not stop.is_set():
            # The budget is for the whole command, so the audit's own time counts.
            spent = time.monotonic() - began
            budget = Budget(seconds=wanted.budget - spent, jobs=jobs, seed=wanted.seed)
            result = with_mutants(plan, result, bench, budget, tell)
    return replace(result, seconds=time.monotonic() - began)


def with_mutants(
    plan: AuditPlan, result: AuditResult, bench: Bench, budget: Budget, tell: Callable[[str], None]
) -> AuditResult:
    """Return the result with the claims' mutation scores."""
    # Without the states of the green there is nothing to compare a mutant with.
    sound = {one.claim for one in result.claims if one.distinct is not None}
    claims = [claim for claim in plan.claims if claim.id in sound]
    scores = mutate(claims, bench, budget, tell)
    return replace(
        result,
        claims=tuple(replace(one, score=scores.get(one.claim)) for one in result.claims),
    )


def exit_code(result: AuditResult, least: float | None) -> int:
    """Return the exit code for a result; `least` is in percent."""
    # An unknown score counts as 0: no decided mutant shows that it is high enough.
    ratios = [one.score.ratio or 0.0 for one in result.claims if one.score]
    weak = least is not None and any(100 * ratio < least for ratio in ratios)
    return ExitCode.DIFFERS if result.open or weak else ExitCode.OK


def keep_audit(latest: Latest, result: AuditResult, plan: AuditPlan) -> None:
    """Keep the findings for reports: about each claim, and about the suite if all were audited.

    An earlier mutation score of the same models stays. Raises StoreError.
    """
    earlier = {
        one.content.strength.claim: one.content.strength.score
        for one in latest.findings(Audited)
        if one.content.strength and not one.is_old
    }
    strengths = {
        one.claim: replace(one, score=one.score or earlier.get(one.claim)) for one in result.claims
    }
    # The empty name stands for the suite as a whole.
    found = [
        Found(name, name, Audited(strengths.get(name), own_findings(result, name)))
        for name in [*strengths, *([""] if plan.whole else [])]
    ]
    latest.keep(found, datetime.now(UTC).isoformat(timespec="seconds"))


def own_findings(result: AuditResult, claim: str) -> tuple[AuditFinding, ...]:
    """Return the findings about a claim; for the empty name, those that are about no claim."""
    return tuple(one for one in result.findings if one.claim == claim)


def make_tell() -> Callable[[str], None]:
    """Return a function that shows the current activity on a terminal."""
    if not sys.stderr.isatty():
        return lambda _: None
    # The code erases the line; the last \r lets other output overwrite the text.
    return lambda what: click.echo(f"\r\033[2K{inert_line(what)}\r", nl=False, err=True)


def print_audit(result: AuditResult, listed: Sequence[MutantStatus]) -> None:
    """Print the findings, the mutants with one of the listed statuses, and the sums."""
    console = make_console(sys.stdout, None, os.environ)
    print_findings(console, result.findings)
    print_switched_off(console, result.switched_off)
    print_notes(console, result.notes)
    print_unchecked(console, result.unchecked)
    print_mutants(console, result.claims, listed)
    print_statuses(console, result.claims)
    print_strength(console, result.claims)
    print_audit_sum(console, result)
