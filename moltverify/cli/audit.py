"""`moltverify audit`: how much the suite says."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import msgspec

from moltverify import suite
from moltverify.audit.bench import Bench
from moltverify.audit.claims import claims_of_files
from moltverify.audit.records import AuditResult
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
from moltverify.errors import ExitCode, UsageError
from moltverify.registry.records import Claim, Options, Registry
from moltverify.registry.select import select
from moltverify.report.audit_text import (
    print_audit_sum,
    print_findings,
    print_strength,
    print_unchecked,
)
from moltverify.report.inert import inert_line
from moltverify.report.terminal import make_console
from moltverify.store import FOLDER, Store
from moltverify.toolchain import find_toolchain

EPILOG = """\b
Examples:
  moltverify audit                        every claim
  moltverify audit pairing                one claim, or a group
  moltverify audit --spec X.tla           a module outside a registry
  moltverify audit --spec specs --red '*_bug'   a folder; some models should break
\b
Exit codes: 0 nothing hollow; 1 something is; 2 usage or registry;
3 no Java, no jar, or no parser; 130 interrupted.
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
    no_cache: bool,
    as_json: bool,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Find what is hollow: in all claims, in those that SELECTOR names, or in a module."""
    check_usage(selectors, specs, configs or reds or library or no_deadlock)
    known = None if specs else open_registry(registry)
    options = Options(timeout=timeout, deadlock=not no_deadlock)
    plan = Plan(
        title=known.title if known else ", ".join(map(str, specs)),
        claims=(
            chosen(known, selectors) if known else claims_of_files(specs, configs, reds, options)
        ),
        registry=known,
        folders=tuple(one for one in specs if one.is_dir()),
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
    if as_json:
        click.echo(msgspec.json.encode(result))
    else:
        show(result)
    return ExitCode.DIFFERS if result.open else ExitCode.OK


def chosen(registry: Registry, selectors: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims that the selectors name."""
    wanted = {model.claim for model in select(registry, selectors)}
    return tuple(claim for claim in registry.claims if claim.id in wanted)


def check_usage(selectors: Sequence[str], specs: Sequence[Path], about_specs: object) -> None:
    """Raise UsageError for options that do not go together."""
    if specs and selectors:
        raise UsageError(
            "a SELECTOR names claims of a registry, and --spec needs none", "leave one"
        )
    if about_specs and not specs:
        options = "--config, --red, --library and --no-deadlock"
        raise UsageError(f"{options} belong to --spec", "name a module: --spec X.tla")


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
