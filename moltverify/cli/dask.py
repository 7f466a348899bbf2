"""`moltverify dask`: certificates, a scheduler and workers for `--engine dask`."""

from pathlib import Path
from typing import Any

import click

from moltverify.cli.cluster_option import certificates_option
from moltverify.errors import ExitCode
from moltverify.running.dask.certificates import default_folder, make_certificates
from moltverify.running.dask.cluster_choice import missing_dask

EPILOG = """\b
Examples:
  moltverify dask certificates                      once, for all machines
  moltverify dask scheduler --host 10.0.0.1         on one machine
  moltverify dask worker tls://10.0.0.1:8786 --host 10.0.0.2 --workers 8
  moltverify run --engine dask --scheduler tls://10.0.0.1:8786

\b
docs/scale.md describes clusters from a laptop to 50 machines.
"""


@click.group("dask", short_help="Start a cluster for --engine dask.", epilog=EPILOG)
def command() -> None:
    """Make certificates, and start a scheduler and workers, for --engine dask."""


@command.command("certificates", short_help="Make the certificates of one cluster.")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--days", default=365, show_default=True, type=click.IntRange(1), help="Valid for.")
def certificates(folder: Path | None, days: int) -> ExitCode:
    """Make certificates in FOLDER, by default in that of the user's settings.

    Whoever has them can run code on the cluster's machines: copy them as you copy a password.
    """
    place = folder or default_folder()
    try:
        make_certificates(place, days)
    except ModuleNotFoundError as error:
        raise missing_dask(error) from error
    click.echo(f"{place} has the certificates; copy it to each machine of the cluster")
    return ExitCode.OK


@command.command("scheduler", short_help="Start the scheduler of a cluster.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", default=8786, show_default=True, type=click.IntRange(0, 65535), help="The port."
)
@certificates_option
def scheduler(host: str, port: int, certificates: Path | None) -> ExitCode:
    """Serve a scheduler until ^C."""
    services().serve_scheduler(host, port, certificates, click.echo)
    return ExitCode.OK


@command.command("worker", short_help="Start workers of a cluster.")
@click.argument("address", metavar="tls://HOST:PORT")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address at which they listen."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Processes, each for one run at a time.",
)
@certificates_option
def worker(address: str, host: str, workers: int, certificates: Path | None) -> ExitCode:
    """Serve the scheduler at an address with workers, until ^C or until it is gone."""
    module = services()
    places = module.WorkerPlaces(
        scheduler=address, host=host, count=workers, certificates=certificates
    )
    module.serve_workers(places, click.echo)
    return ExitCode.OK


def services() -> Any:
    """Return the module with the services; raises ToolchainError if a package is missing."""
    try:
        from moltverify.running.dask import services as module  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise missing_dask(error) from error
    return module
