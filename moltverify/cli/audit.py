"""`moltverify audit`: how much the suite says."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import msgspec
from msgspec.structs import replace

from moltverify import suite
from moltverify.audit.bench import STAND_IN, Bench
from moltverify.audit.claims import claim_of_files
from moltverify.audit.records import AuditResult, Fate
from moltverify.audit.whole import Plan, audit
from moltverify.cache import Cache
from moltverify.cli.parameters import (
    complete_selector,
    duration,
    jar_option,
    open_registry,
    open_store,
    registry_option,
    store_option,
)
from moltverify.cli.signals import stop_on_signal
from moltverify.engine.capacity import default_jobs
from moltverify.engine.choose import Engine, Sizes, open_engine
from moltverify.errors import ExitCode, UsageError
from moltverify.mutation.whole import Budget
from moltverify.mutation.whole import mutate as mutate_claims
from moltverify.registry.records import Claim, Options, Registry
from moltverify.registry.select import select
from moltverify.report.audit_text import (
    print_audit_sum,
    print_fates,
    print_findings,
    print_mutants,
    print_strength,
    print_unchecked,
)
from moltverify.report.inert import inert_line
from moltverify.report.terminal import make_console
from moltverify.store import FOLDER, Store
from moltverify.toolchain import find_toolchain

# Equivalent and erroneous mutants say nothing; they are in the table of operators and in the JSON.
LISTED = (Fate.SURVIVED, Fate.NOTICED, Fate.UNDECIDED, Fate.KILLED)

EPILOG = """\b
Examples:
  moltverify audit                        every claim
  moltverify audit pairing                one claim, or a group
  moltverify audit --spec X.tla           a module outside a registry
  moltverify audit --mutate pairing-race  how many small changes are found out
  moltverify audit --mutate --budget 1h   all mutants of all claims
\b
Exit codes: 0 nothing hollow; 1 something is, or a score is under --fail-under;
2 usage or registry; 3 no Java, no jar, or no parser; 130 interrupted.
"""


@click.command("audit", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--spec", type=click.Path(path_type=Path), help="A module outside any registry.")
@click.option("--config", type=click.Path(path_type=Path), help="Its config.  [default: X.cfg]")
@click.option(
    "--library",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A further folder in which --spec's modules are.",
)
@click.option("--no-deadlock", is_flag=True, help="With --spec: a state may have no successor.")
@click.option("--mutate", is_flag=True, help="Change the models in small ways: who notices?")
@click.option(
    "--budget",
    callback=duration,
    default="10m",
    show_default=True,
    help="With --mutate: the time for it; what is not reached is counted.",
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
@click.option("--no-cache", is_flag=True, help="Make known experiments again too.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@jar_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    spec: Path | None,
    config: Path | None,
    library: tuple[Path, ...],
    no_deadlock: bool,
    mutate: bool,
    budget: float,
    fail_under: float | None,
    seed: int,
    killed: bool,
    jobs: int | None,
    no_cache: bool,
    as_json: bool,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Find what is hollow: in all claims, in those that SELECTOR names, or in a module."""
    if not mutate and (fail_under is not None or killed):
        raise UsageError("--fail-under and --killed need mutants", "add --mutate")
    known = None if spec else open_registry(registry)
    plan = Plan(
        title=known.title if known else str(spec),
        claims=chosen(known, selectors) if known else alone(spec, config, not no_deadlock),
        registry=known,
        library=library,
        whole=not selectors,
    )
    place = open_store(store, known) if known else Store(store or Path.cwd() / FOLDER)
    toolchain = find_toolchain(tla2tools, os.environ)
    cache = None if no_cache else Cache(place.root)
    running = [*(model for claim in plan.claims for model in claim.models), STAND_IN]
    engine = open_engine(Engine.AUTO, running, toolchain, Sizes(place.last_seconds()))
    with (
        TemporaryDirectory(prefix="moltverify-") as folder,
        stop_on_signal() as stop,
        engine as launch_for,
    ):
        settings = suite.Settings(
            toolchain=toolchain,
            folder=Path(folder) / "run",
            jobs=jobs or default_jobs(running, None),
            launch_for=launch_for,
            cache=cache,
        )
        bench = Bench(settings, place.root, stop, no_cache)
        tell = make_tell()
        result = audit(plan, bench, tell)
        if mutate and not stop.is_set():
            wanted = Budget(seconds=budget, jobs=settings.jobs, seed=seed)
            result = with_mutants(plan, result, bench, wanted, tell)
        if stop.signal:
            return 128 + stop.signal
    if as_json:
        click.echo(msgspec.json.encode(result))
    else:
        show(result, [fate for fate in LISTED if killed or fate is not Fate.KILLED])
    return exit_code(result, fail_under)


def with_mutants(
    plan: Plan, result: AuditResult, bench: Bench, budget: Budget, tell: Callable[[str], None]
) -> AuditResult:
    """Return the result with the claims' mutation scores."""
    began = time.monotonic()
    sound = {one.claim for one in result.claims if one.distinct is not None}
    claims = [claim for claim in plan.claims if claim.id in sound]
    scores = mutate_claims(claims, bench, budget, tell, plan.library)
    return replace(
        result,
        claims=tuple(replace(one, score=scores.get(one.claim)) for one in result.claims),
        seconds=result.seconds + time.monotonic() - began,
    )


def exit_code(result: AuditResult, fail_under: float | None) -> int:
    """Return what the result means to a script."""
    # A score that is not known is not one that is high enough.
    ratios = [one.score.ratio or 0.0 for one in result.claims if one.score]
    weak = fail_under is not None and any(ratio < fail_under / 100 for ratio in ratios)
    return ExitCode.DIFFERS if result.open or weak else ExitCode.OK


def chosen(registry: Registry, selectors: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims that the selectors name."""
    wanted = {model.claim for model in select(registry, selectors)}
    return tuple(claim for claim in registry.claims if claim.id in wanted)


def alone(spec: Path | None, config: Path | None, deadlock: bool) -> tuple[Claim, ...]:
    """Return the one claim that --spec and --config make."""
    assert spec is not None
    config = config or spec.with_suffix(".cfg")
    for file in (spec, config):
        if not file.is_file():
            raise UsageError(
                f"there is no file {file}", "--spec X.tla and --config X.cfg name both"
            )
    return (claim_of_files(spec, config, Options(deadlock=deadlock)),)


def make_tell() -> Callable[[str], None]:
    """Return what says on a terminal what is being looked at."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda what: click.echo(f"\r\033[2K{inert_line(what)}\r", nl=False, err=True)


def show(result: AuditResult, listed: Sequence[Fate]) -> None:
    """Print what was found, and the mutants that met one of the listed fates."""
    console = make_console(sys.stdout, None, os.environ)
    print_findings(console, result.findings)
    print_unchecked(console, result.unchecked)
    print_mutants(console, result.claims, listed)
    print_fates(console, result.claims)
    print_strength(console, result.claims)
    print_audit_sum(console, result)
