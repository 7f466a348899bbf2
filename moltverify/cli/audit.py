"""`moltverify audit`: find models and properties whose verdicts show little or nothing."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from moltverify.audit.results import MutantStatus
from moltverify.audit.run_audit import AuditPlan
from moltverify.audit.unregistered_models import (
    UnregisteredModels,
    left_aside,
    unregistered_models,
)
from moltverify.cli.audit_plan import AuditOptions, carry_out_audit
from moltverify.cli.cluster_option import cluster_options, jobs_on_cluster, require_engine
from moltverify.cli.options import (
    complete_selector,
    duration,
    engine_option,
    jar_option,
    open_registry,
    open_store,
    registry_option,
    store_option,
)
from moltverify.errors import UsageError
from moltverify.registry.records import Claim, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.select import select
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.engines import Engine
from moltverify.running.job import TlcOptions
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.store.runs import FOLDER
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.soundness import checked_toolchain

# Equivalent and erroneous mutants show nothing about the properties; the table of operators and the
# JSON have them.
LISTED = (MutantStatus.SURVIVED, MutantStatus.NOTICED, MutantStatus.UNDECIDED, MutantStatus.KILLED)

EPILOG = """\b
Examples:
  moltverify audit                        every claim
  moltverify audit reset-link             one claim, or a group
  moltverify audit --spec X.tla           a module outside a registry
  moltverify audit --spec specs --red '*_bug'   a folder; some models should break
  moltverify audit --mutate reset-link    how many small changes are found out
  moltverify audit --mutate --budget 1h   all mutants of all claims
\b
Exit codes: 0 nothing hollow; 1 something is, or a score is under --fail-under;
2 usage or registry; 3 no Java, no jar, or no parser; 130 interrupted.
"""


@click.command("audit", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option(
    "--spec",
    "specs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A module outside any registry, or a folder with configs.",
)
@click.option(
    "--config",
    "configs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The module's config.  [default: X.cfg]",
)
@click.option("--red", "reds", multiple=True, metavar="GLOB", help="With --spec: who should break.")
@click.option(
    "--library",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A further folder in which --spec's modules are.",
)
@click.option(
    "--timeout",
    callback=duration,
    default="60s",
    show_default=True,
    help="With --spec: a model's time; three times as long while it is watched.",
)
@click.option("--no-deadlock", is_flag=True, help="With --spec: a state may have no successor.")
@click.option("--mutate", is_flag=True, help="Change the models in small ways: who notices?")
@click.option(
    "--budget",
    callback=duration,
    default="20m",
    show_default=True,
    help="With --mutate: the time for everything; what is not reached is counted.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="With --mutate: the least score that a claim may have.",
)
@click.option("--seed", type=int, default=0, help="With --mutate: another order of the mutants.")
@click.option(
    "--killed", is_flag=True, help="With --mutate: list what was killed too, and by what."
)
@click.option("--jobs", "-j", type=click.IntRange(1), help="Runs at a time.  [default: cores]")
@engine_option
@cluster_options
@click.option("--no-cache", is_flag=True, help="Make known experiments again too.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@jar_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    specs: tuple[Path, ...],
    configs: tuple[Path, ...],
    reds: tuple[str, ...],
    library: tuple[Path, ...],
    timeout: float,
    no_deadlock: bool,
    mutate: bool,
    budget: float,
    fail_under: float | None,
    seed: int,
    killed: bool,
    jobs: int | None,
    engine: str,
    cluster: ClusterChoice,
    no_cache: bool,
    as_json: bool,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Find what is hollow: in all claims, in those that SELECTOR names, or in a module."""
    require_engine(Engine(engine), cluster)
    check_usage(selectors, specs, configs or reds or library or no_deadlock)
    if not mutate and (fail_under is not None or killed):
        raise UsageError("--fail-under and --killed need mutants", "add --mutate")
    # With --spec no registry is needed, so none is searched.
    known = None if specs else open_registry(registry)
    options = TlcOptions(timeout=timeout, deadlock=not no_deadlock)
    found = UnregisteredModels()
    if known is None:
        found = unregistered_models(specs, configs, reds, options, library)
    plan = AuditPlan(
        title=known.title if known else ", ".join(map(str, specs)),
        claims=chosen_claims(known, selectors) if known else found.claims,
        registry=known,
        folders=tuple(one for one in specs if one.is_dir()),
        whole=not selectors,
        odd=found.odd,
        notes=tuple(left_aside(found.skipped)),
    )
    toolchain = audit_toolchain(plan, tla2tools, use_notes=not no_cache)
    return carry_out_audit(
        AuditOptions(
            plan=plan,
            toolchain=toolchain,
            # Without a registry there is no folder beside the specs.
            store=open_store(store, known) if known else RecordedRuns(store or Path.cwd() / FOLDER),
            jobs=jobs or jobs_on_cluster(Engine(engine), cluster),
            engine=Engine(engine),
            cluster=cluster,
            use_cache=not no_cache,
            mutate=mutate,
            budget=budget,
            seed=seed,
            listed=tuple(
                status for status in LISTED if killed or status is not MutantStatus.KILLED
            ),
            least=fail_under,
            as_json=as_json,
        )
    )


def audit_toolchain(plan: AuditPlan, tla2tools: Path | None, use_notes: bool) -> Toolchain:
    """Return Java and the jar, as `checked_toolchain` if the claims are in a registry."""
    if plan.registry is None:
        return find_toolchain(tla2tools, os.environ)
    models = [model for claim in plan.claims for model in claim.models]
    return checked_toolchain(models, RegistryFiles(plan.registry), tla2tools, use_notes)


def chosen_claims(registry: Registry, selectors: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims that the selectors name."""
    # A selector of one model audits the whole claim: reds and green are judged together.
    wanted = {model.claim for model in select(registry, selectors)}
    return tuple(claim for claim in registry.claims if claim.id in wanted)


def check_usage(selectors: Sequence[str], specs: Sequence[Path], about_specs: object) -> None:
    """Raise UsageError for options that do not go together."""
    if specs and selectors:
        raise UsageError(
            "a SELECTOR names claims of a registry, and --spec reads none", "leave one of them out"
        )
    if about_specs and not specs:
        options = "--config, --red, --library and --no-deadlock"
        raise UsageError(f"{options} belong to --spec", "name a module: --spec X.tla")
