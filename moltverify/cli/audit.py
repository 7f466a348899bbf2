"""`moltverify audit`: how much the suite says."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import msgspec
from msgspec.structs import replace

from moltverify import suite
from moltverify.audit.bench import Bench
from moltverify.audit.claims import claim_of_files
from moltverify.audit.records import AuditResult, Finding
from moltverify.audit.whole import Plan, audit
from moltverify.cache import Cache
from moltverify.cli.parameters import (
    complete_selector,
    jar_option,
    open_registry,
    open_store,
    registry_option,
    store_option,
)
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import ExitCode, UsageError
from moltverify.latest import Found, Latest
from moltverify.registry.records import Claim, Options, Registry
from moltverify.registry.select import select
from moltverify.report.audit_text import (
    print_audit_sum,
    print_findings,
    print_strength,
    print_unchecked,
)
from moltverify.report.further import AUDIT, Audited
from moltverify.report.inert import inert_line
from moltverify.report.terminal import make_console
from moltverify.store import FOLDER, Store
from moltverify.toolchain import find_toolchain

EPILOG = """\b
Examples:
  moltverify audit                        every claim
  moltverify audit pairing                one claim, or a group
  moltverify audit --spec X.tla           a module outside a registry
\b
Exit codes: 0 nothing hollow; 1 something is; 2 usage or registry;
3 no Java, no jar, or no parser; 130 interrupted.
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
    no_cache: bool,
    as_json: bool,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Find what is hollow: in all claims, in those that SELECTOR names, or in a module."""
    known = None if spec else open_registry(registry)
    plan = Plan(
        title=known.title if known else str(spec),
        claims=chosen(known, selectors) if known else alone(spec, config, not no_deadlock),
        registry=known,
        library=library,
        whole=not selectors,
    )
    place = open_store(store, known) if known else Store(store or Path.cwd() / FOLDER)
    with TemporaryDirectory(prefix="moltverify-") as folder, stop_on_signal() as stop:
        settings = suite.Settings(
            toolchain=find_toolchain(tla2tools, os.environ),
            folder=Path(folder) / "run",
            jobs=suite.default_jobs(),
            cache=None if no_cache else Cache(place.root),
        )
        result = audit(plan, Bench(settings, place.root, stop, no_cache), make_tell())
        if stop.signal:
            return 128 + stop.signal
    if known:
        keep(Latest(place.root, AUDIT, known), result, plan)
    if as_json:
        click.echo(msgspec.json.encode(result))
    else:
        show(result)
    return ExitCode.DIFFERS if result.open else ExitCode.OK


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


def keep(latest: Latest, result: AuditResult, plan: Plan) -> None:
    """Keep what was found for reports: about each claim, and about the suite if all was looked at.

    Mutants that were tried earlier on the same models still count. Raises StoreError.
    """
    earlier = {
        one.content.strength.claim: one.content.strength.score
        for one in latest.findings(Audited)
        if one.content.strength and not one.is_old
    }
    strengths = {
        one.claim: replace(one, score=one.score or earlier.get(one.claim)) for one in result.claims
    }
    found = [
        Found(name, name, Audited(strengths.get(name), own_findings(result, name)))
        for name in [*strengths, *([""] if plan.whole else [])]
    ]
    latest.keep(found, datetime.now(UTC).isoformat(timespec="seconds"))


def own_findings(result: AuditResult, claim: str) -> tuple[Finding, ...]:
    """Return the findings about a claim, or about none if it has no name."""
    return tuple(one for one in result.findings if one.claim == claim)


def make_tell() -> Callable[[str], None]:
    """Return what says on a terminal what is being looked at."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda what: click.echo(f"\r\033[2K{inert_line(what)}\r", nl=False, err=True)


def show(result: AuditResult) -> None:
    """Print what was found."""
    console = make_console(sys.stdout, None, os.environ)
    print_findings(console, result.findings)
    print_unchecked(console, result.unchecked)
    print_strength(console, result.claims)
    print_audit_sum(console, result)
