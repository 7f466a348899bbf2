"""`moltverify docs`: pages about the claims, from the registry, the modules and TLC's results."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
from msgspec.structs import replace

from moltverify.cli.options import (
    open_registry,
    open_store,
    registry_option,
    store_option,
)
from moltverify.cli.signals import Stop, stop_on_signal
from moltverify.conformance.drift_record import read_recorded
from moltverify.errors import ExitCode, MoltverifyError, RegistryError, StoppedError
from moltverify.file_access import read_text
from moltverify.registry.records import Claim, Matrix, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.report.pages.advisories_page import ADVISORIES_PAGE, advisories_page
from moltverify.report.pages.group_page import group_page
from moltverify.report.pages.matrix import tabulate
from moltverify.report.pages.matrix_page import matrix_name, matrix_page
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine
from moltverify.running.job import TlcJob
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.staged_files import read_staged_files
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.store.record_files import cannot
from moltverify.suite import loop as suite
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import ModelResult
from moltverify.suite.soundness import checked_toolchain
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.dump import read_dump


@click.command("docs", short_help="Write pages about the claims.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a page is stale.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the pages go.  [default: docs/claims beside the specs]",
)
@registry_option
@store_option
def command(check: bool, out: Path | None, registry: Path | None, store: Path | None) -> ExitCode:
    """Write a page per group of claims; models without a cached result are run."""
    known = open_registry(registry)
    folder = out or known.specs.resolve().parent / "docs" / "claims"
    toolchain = checked_toolchain(known.models, RegistryFiles(known), None, use_notes=True)
    with stop_on_signal() as stop:
        results = all_results(known, toolchain, open_store(store, known), stop)
        # All pages before the first is written: an error leaves the old ones untouched.
        made = list(pages(known, results, toolchain, folder, stop))
    stale = [
        file for file, page in made if not is_fresh(file, page) and (check or write(file, page))
    ]
    for file in stale:
        click.echo(f"{'stale' if check else 'wrote'}: {file}")
    return ExitCode.DIFFERS if check and stale else ExitCode.OK


def all_results(
    registry: Registry, toolchain: Toolchain, store: RecordedRuns, stop: Stop
) -> dict[str, ModelResult]:
    """Return all models' results, from the cache where nothing changed.

    Raises MoltverifyError if a verdict is not as expected: it must not be shown as evidence.
    """
    settings = suite.SuiteSettings(
        toolchain=toolchain,
        folder=store.new_run(),
        jobs=default_jobs([model.job.options for model in registry.models], None),
        # All claims take two minutes on two cores in processes, and half a minute in warm workers.
        engine=lambda sizes: open_engine(Engine.AUTO, sizes, toolchain),
        cache=VerdictCache(cache_folder(os.environ), toolchain),
    )
    results = suite.check_models(registry.models, settings, stop, lambda _: None)
    with suppress(OSError):
        settings.folder.rmdir()  # empty if all is cached
    # First: models that were not run have no result, and no page may leave them out.
    go_on(stop)
    wrong = [result.id for result in results if result.verdict is not Verdict.AS_EXPECTED]
    if wrong:
        raise MoltverifyError(
            f"not as expected, so no page is written: {', '.join(wrong)}",
            f"run: moltverify run {wrong[0]}",
        )
    return {result.id: result for result in results}


def go_on(stop: Stop) -> None:
    """Raise StoppedError if a signal came."""
    if stop.signal:
        raise StoppedError(stop.signal)


def pages(
    registry: Registry,
    results: dict[str, ModelResult],
    toolchain: Toolchain,
    folder: Path,
    stop: Stop,
) -> Iterator[tuple[Path, str]]:
    """Yield each page's file and its content."""
    recorded = read_recorded(registry.specs)
    for group in registry.groups:
        page = group_page(registry, group, results, folder, recorded)
        yield folder / f"{group.id}.md", page
    if table := advisories_page(registry):
        yield folder / ADVISORIES_PAGE, table
    for claim in registry.claims:
        if claim.matrix and claim.green:
            table = matrix_of(claim, claim.matrix, claim.green.job, toolchain, stop)
            yield folder / matrix_name(claim), table


def matrix_of(claim: Claim, matrix: Matrix, green: TlcJob, toolchain: Toolchain, stop: Stop) -> str:
    """Return the claim's matrix page, computed from a dump of the green model's states.

    Raises RegistryError if no state has a value that the matrix names.
    """
    with private_folder() as name:
        task = TlcTask(
            files=read_staged_files(green, DependencyReader()),
            options=replace(green.options, workers=1),
            toolchain=toolchain,
            logs=Path(name) / "logs",
            stop=stop,
            dump=Path(name) / "states.dump",
        )
        run_task(task)
        # The dump of a stopped run has only some of the states.
        go_on(stop)
        try:
            with (Path(name) / "states.dump").open(encoding="utf-8", errors="replace") as lines:
                table = tabulate(matrix, (dict(state.state) for state in read_dump(lines)))
        except KeyError as error:
            raise RegistryError(
                f"{claim.source}: {claim.id}.matrix: no state has a value at {error}",
                "rows and columns are paths such as gateway.status",
            ) from error
    return matrix_page(claim, matrix, table)


def is_fresh(file: Path, page: str) -> bool:
    """Return whether a file has exactly this content."""
    return file.is_file() and read_text(file) == page


def write(file: Path, page: str) -> bool:
    """Write a page and return True; raises StoreError if it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise cannot("write", file, error) from error
    return True
