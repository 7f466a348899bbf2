"""`moltverify verify-receipt`: repeat the runs of a receipt and print the differences."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import click
from msgspec.structs import replace

from moltverify import __version__
from moltverify.cli.options import also_option, jar_option, open_registry, registry_option
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import ExitCode
from moltverify.plural import counted
from moltverify.receipt.compare import ReceiptDifference, receipt_differences
from moltverify.receipt.make import make_receipt
from moltverify.receipt.records import Receipt, read_receipt
from moltverify.registry.records import Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.story.escaping import inert_line
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import LaunchFor, open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.toolchain import Toolchain, further_toolchains
from moltverify.store.private_folders import private_folder
from moltverify.suite.jar_names import named
from moltverify.suite.results import SuiteResult, Tools
from moltverify.suite.settings import SuiteSettings
from moltverify.suite.several_jars import JarTurn, check_on_jars
from moltverify.suite.soundness import checked_toolchain

EPILOG = """\b
Exit codes: 0 all the same; 1 something differs; 2 no receipt that can be used;
3 Java or tla2tools.jar is missing; 130 interrupted.
"""


@click.command("verify-receipt", short_help="Run a receipt again; say what differs.", epilog=EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--jobs", "-j", type=click.IntRange(1), help="Models at a time.  [default: cores]")
@jar_option
@also_option
@registry_option
def command(
    file: Path,
    jobs: int | None,
    tla2tools: Path | None,
    also_with: tuple[Path, ...],
    registry: Path | None,
) -> int:
    """Repeat the runs of the receipt in FILE, and print the differences item by item."""
    old = read_receipt(file)
    known = open_registry(registry)
    names = {model.id for model in old.models}
    models = [model for model in known.models if model.id in names]
    # As `run`: what has mistakes is not started. A receipt is verified without the cache.
    toolchain = checked_toolchain(models, RegistryFiles(known), tla2tools, use_notes=False)
    tools = (toolchain, *further_toolchains(toolchain, also_with, os.environ))
    with stop_on_signal() as stop:
        new = receipt_now(old, known, tools, stop, jobs)
    # Without a comparison: models that were not run would be reported as gone.
    if stop.signal:
        click.echo("interrupted", err=True)
        return 128 + stop.signal
    found = list(receipt_differences(old, new))
    print_comparison(old, found)
    return ExitCode.DIFFERS if found else ExitCode.OK


def receipt_now(
    old: Receipt, registry: Registry, tools: Sequence[Toolchain], stop: Event, jobs: int | None
) -> Receipt:
    """Run the receipt's models that are still registered, and return the new receipt.

    `tools` are those of the first jar, then those of the jars with which it is compared.
    """
    # Without the cache: a receipt is verified by running, with as many threads as before.
    workers = {model.id: model.workers for model in old.models}
    models = [model for model in registry.models if model.id in workers]
    started = datetime.now(UTC)
    with private_folder() as folder:
        settings = SuiteSettings(
            toolchain=tools[0],
            folder=Path(folder),
            jobs=jobs or default_jobs([model.job.options for model in models], None),
        )
        results = [
            result
            # A suite has one number of threads for all its models.
            for number in sorted(set(workers.values()))
            for result in check_on_jars(
                [model for model in models if workers[model.id] == number],
                [turn(one, replace(settings, workers=number), one is tools[-1]) for one in tools],
                stop,
                lambda _: None,
            )
        ]
    jar, also = tools[0].jar, tuple(named(one.jar) for one in tools[1:])
    again = SuiteResult(
        run="",
        title=registry.title,
        started=started.isoformat(timespec="seconds"),
        seconds=0.0,
        tools=Tools(jar.digest, jar.known_as, str(tools[0].java.path), also),
        models=tuple(results),
    )
    return make_receipt(again, registry, read_spec_texts(registry, workers))


def turn(tools: Toolchain, settings: SuiteSettings, is_last: bool) -> JarTurn:
    """Return the run on one jar."""

    def engine(sizes: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
        return open_engine(Engine.AUTO, sizes, tools)

    settings = replace(settings, toolchain=tools, engine=engine)
    return JarTurn(jar=named(tools.jar), settings=settings, is_last=is_last)


def print_comparison(old: Receipt, found: Sequence[ReceiptDifference]) -> None:
    """Print a line for each difference, then their number."""
    # A receipt may come from another person; its texts could hold a terminal's control codes.
    for one in found:
        click.echo(inert_line(f"{one.item}: was {one.was or 'not there'}, is {one.now or 'gone'}"))
    # A note and no difference: another version may find the same.
    if old.moltverify != __version__:
        versions = f"made by moltverify {old.moltverify}, verified by {__version__}"
        click.echo(inert_line(f"note: {versions}"))
    models = counted(len(old.models), "model")
    if found:
        click.echo(f"{models}: {counted(len(found), 'item')} differ")
    else:
        click.echo(f"{models}: all the same")
