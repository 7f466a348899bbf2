"""`moltverify sweep`: one claim in several sizes."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
import msgspec

from moltverify.cli.cluster_option import cluster_options, on_cluster, with_threads
from moltverify.cli.options import (
    cluster_run_options,
    complete_selector,
    jar_option,
    open_registry,
    registry_option,
    store_option,
)
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import StoreError, UsageError
from moltverify.file_access import read_text
from moltverify.registry.records import Claim, Model, Registry, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.select import select
from moltverify.report.html.sweep_svg import sweep_svg
from moltverify.report.terminal.progress import ProgressLine
from moltverify.report.terminal.sweep_text import print_sweep
from moltverify.report.terminal.terminal import make_console
from moltverify.running.capacity import default_jobs
from moltverify.running.chosen_engine import open_chosen
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.store.record_files import write_atomically
from moltverify.suite import loop as suite
from moltverify.suite.run_options import RunOptions
from moltverify.suite.soundness import checked_toolchain
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.sweep.constants import sweepable
from moltverify.sweep.ranges import read_ranges
from moltverify.sweep.results import SweepResult
from moltverify.sweep.run_sweep import Sweep, prepare, run_sweep
from moltverify.tla.config import read_config

EPILOG = """\b
Examples:
  moltverify sweep reset-link Links=1..4
  moltverify sweep reset-link:reusable Links=1..3 Owners=2,3,4
  moltverify sweep reset-link Links=1..4 --model green --svg links.svg

A range of numbers is a constant's value. Where the config gives a set, such as
Senders = {s1, s2}, the numbers are sizes of the set: its first elements are
kept, and new ones are named after the last (s3, s4; bob is followed by bob2).
With several constants, every combination is run, small ones first.

\b
Exit codes: 0 greens hold, reds break; 1 a green breaks, or a red breaks in
another way or nowhere though as large as registered; 2 usage or registry;
3 an instance was not decided or TLC failed on it; 130 interrupted.
"""


def complete_constant(
    ctx: click.Context,
    param: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[str]:
    """Return the constants of the claim on the command line that can be swept, for completion."""
    # An error message would be printed into the line that the user is typing.
    with suppress(Exception):
        registry = open_registry(ctx.params.get("registry"))
        first = select(registry, [ctx.params["claim"]])[0]
        names = sweepable(read_config(read_text(first.job.config)))
        return [f"{name}=" for name in names if f"{name}=".startswith(incomplete)]
    return []


@click.command("sweep", short_help="Check a claim in several sizes.", epilog=EPILOG)
@click.argument("claim", shell_complete=complete_selector)
@click.argument(
    "ranges", nargs=-1, required=True, metavar="CONSTANT=1..4...", shell_complete=complete_constant
)
@click.option("--model", "names", multiple=True, help="Only this model: green, or a red's name.")
@cluster_options
@cluster_run_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option(
    "--svg", type=click.Path(path_type=Path, dir_okay=False), help="Draw the plot in a file."
)
@jar_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    claim: str,
    ranges: tuple[str, ...],
    names: tuple[str, ...],
    options: RunOptions,
    cluster: ClusterChoice,
    as_json: bool,
    svg: Path | None,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,  # noqa: ARG001 - as for every command that runs models; a sweep records none
) -> int:
    """Check CLAIM, or one model of it, in several sizes: how the states grow, where it breaks."""
    options = on_cluster(options, cluster)
    wanted = read_ranges(ranges)
    # Before the run: it may take long, and its plot would be lost.
    if svg and not svg.parent.is_dir():
        raise UsageError(f"{svg.parent} is not a folder", "--svg names a file in one")
    known = open_registry(registry)
    subject, models = chosen_subject(known, claim, names)
    files = RegistryFiles(known)
    toolchain = checked_toolchain(models, files, tla2tools, options.use_cache)
    options = with_threads(options)
    jobs = options.jobs or default_jobs([one.job.options for one in models], options.workers)
    with private_folder() as name:
        folder = Path(name)
        # Cached but not recorded as a run: an instance is no model of the registry.
        kept = VerdictCache(cache_folder(os.environ), toolchain)
        settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=folder / "run",
            jobs=jobs,
            timeout=options.timeout,
            workers=options.workers,
            engine=lambda sizes: open_chosen(options.engine, sizes, toolchain, cluster, jobs),
            cache=kept if options.use_cache else None,
        )
        sweep = prepare(subject, models, wanted, folder / "configs")
        result, signal = carry_out_sweep(sweep, settings)
    answer(result, as_json)
    if svg:
        draw(result, svg)
    return 128 + signal if signal else result.exit_code


def chosen_subject(
    registry: Registry, selector: str, names: Sequence[str]
) -> tuple[Claim, tuple[Model, ...]]:
    """Return the claim that a selector names, and its models to sweep.

    Witnesses are swept only if they are named. Raises UsageError for several claims.
    """
    models = select(registry, [selector])
    claims = list(dict.fromkeys(model.claim for model in models))
    if len(claims) > 1:
        # A group may have the name of a claim; with a colon, the selector names the claim.
        raise UsageError(
            f"'{selector}' names {len(claims)} claims; a sweep is of one",
            f"name one of: {', '.join(f'{one}:' if one == selector else one for one in claims)}",
        )
    if names:
        models = tuple(one for one in models if {one.id, one.name} & set(names))
    # A selector that chooses a single witness names it too.
    elif len(models) > 1:
        models = tuple(one for one in models if one.role is not Role.WITNESS)
    if not models:
        known = ", ".join(model.name for model in registry.claim(claims[0]).models)
        raise UsageError(f"{selector} has no model {' or '.join(names)}", f"its models: {known}")
    return registry.claim(claims[0]), models


def carry_out_sweep(sweep: Sweep, settings: suite.SuiteSettings) -> tuple[SweepResult, int]:
    """Run the sweep; return its result, and the number of the signal that ended it, or 0."""
    progress = ProgressLine(make_console(sys.stderr, None, os.environ), len(sweep.models))
    with stop_on_signal() as stop, progress:
        result = run_sweep(sweep, settings, stop, progress)
    return result, stop.signal


def answer(result: SweepResult, as_json: bool) -> None:
    """Print the result, as JSON or as text with a plot."""
    if as_json:
        click.echo(msgspec.json.encode(result))
    else:
        print_sweep(make_console(sys.stdout, None, os.environ), result)


def draw(result: SweepResult, file: Path) -> None:
    """Write the plot; raises StoreError if it cannot be written."""
    try:
        write_atomically(file, sweep_svg(result).encode())
    except StoreError as error:
        raise StoreError(error.message, "--svg names another file") from error
