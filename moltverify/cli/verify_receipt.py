"""`moltverify verify-receipt`: repeat the runs of a receipt and print the differences."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import click
from msgspec.structs import replace

from moltverify import __version__
from moltverify.cli.options import jar_option, open_registry, registry_option
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import ExitCode
from moltverify.plural import counted
from moltverify.receipt.compare import ReceiptDifference, receipt_differences
from moltverify.receipt.make import make_receipt
from moltverify.receipt.records import Receipt, read_receipt
from moltverify.registry.outside_files import require_inside
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.registry.suite_jar import chosen_jar
from moltverify.report.story.escaping import inert_line
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.store.private_folders import private_folder
from moltverify.suite import loop as suite
from moltverify.suite.results import SuiteResult, Tools

EPILOG = """\b
Exit codes: 0 all the same; 1 something differs; 2 no receipt that can be used;
3 Java or tla2tools.jar is missing; 130 interrupted.
"""


@click.command("verify-receipt", short_help="Run a receipt again; say what differs.", epilog=EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--jobs", "-j", type=click.IntRange(1), help="Models at a time.  [default: cores]")
@jar_option
@registry_option
def command(file: Path, jobs: int | None, tla2tools: Path | None, registry: Path | None) -> int:
    """Repeat the runs of the receipt in FILE, and print the differences item by item."""
    old = read_receipt(file)
    known = open_registry(registry)
    require_inside(known, known.models)
    toolchain = find_toolchain(chosen_jar(known, tla2tools), os.environ)
    with stop_on_signal() as stop:
        new = receipt_now(old, known, toolchain, stop, jobs)
    # Without a comparison: models that were not run would be reported as gone.
    if stop.signal:
        click.echo("interrupted", err=True)
        return 128 + stop.signal
    found = list(receipt_differences(old, new))
    print_comparison(old, found)
    return ExitCode.DIFFERS if found else ExitCode.OK


def receipt_now(
    old: Receipt, registry: Registry, toolchain: Toolchain, stop: Event, jobs: int | None
) -> Receipt:
    """Run the receipt's models that are still registered, and return the new receipt."""
    # Without the cache: a receipt is verified by running, with as many threads as before.
    workers = {model.id: model.workers for model in old.models}
    models = [model for model in registry.models if model.id in workers]
    started = datetime.now(UTC)
    with private_folder() as folder:
        settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=Path(folder),
            jobs=jobs or default_jobs([model.job.options for model in models], None),
            engine=lambda sizes: open_engine(Engine.AUTO, sizes, toolchain),
        )
        results = [
            result
            # A suite has one number of threads for all its models.
            for number in sorted(set(workers.values()))
            for result in suite.check_models(
                [model for model in models if workers[model.id] == number],
                replace(settings, workers=number),
                stop,
                lambda _: None,
            )
        ]
    jar = toolchain.jar
    again = SuiteResult(
        run="",
        title=registry.title,
        started=started.isoformat(timespec="seconds"),
        seconds=0.0,
        tools=Tools(jar.digest, jar.known_as, str(toolchain.java.path)),
        models=tuple(results),
    )
    return make_receipt(again, registry, read_spec_texts(registry, workers))


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
