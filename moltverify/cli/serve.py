"""`moltverify serve`: claims run again by anybody, and models of strangers in a sandbox."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from moltverify.cli.options import (
    jar_option,
    open_registry,
    open_store,
    registry_option,
    require_models,
    store_option,
)
from moltverify.cli.signals import stop_on_signal
from moltverify.cli.site import site_sources
from moltverify.errors import ExitCode, UsageError
from moltverify.registry.records import Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.toolchain import Jar
from moltverify.site.site_contents import SiteSources
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import SuiteResult, Tools
from moltverify.suite.soundness import checked_toolchain

DATABASE = "serve.sqlite"
EPILOG = """\b
Examples:
  moltverify serve                       http://127.0.0.1:8765
  moltverify serve --limits limits.json  with other limits than the defaults

\b
docs/serve.md says how to run it in public.
"""


@click.command("serve", short_help="Serve the claims, and run them on request.", epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="The port."
)
@click.option(
    "--limits",
    "limits_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="A JSON object with limits by name; the others keep their defaults.",
)
@click.option(
    "--proxy",
    metavar="ADDRESSES",
    default="",
    help="Believe X-Forwarded-For from these addresses, separated by commas.",
)
@jar_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    host: str,
    port: int,
    limits_file: Path | None,
    proxy: str,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> ExitCode:
    """Serve the claims on the web until ^C, and run them when somebody asks."""
    serving = imported()
    known = open_registry(registry)
    require_models(known)
    limits = serving.limits_from(limits_file)
    files = RegistryFiles(known)
    toolchain = checked_toolchain(known.models, files, tla2tools, use_notes=True)
    suite = serving.ServedSuite(files, toolchain, limits)
    place = open_store(store, known)
    sources = served_sources(known, place, toolchain.jar, str(toolchain.java.path))
    listener = serving.Listener(host, port, proxy)
    # The server raises the signal again that has ended it, and for a service that is no failure.
    with stop_on_signal():
        serving.run_server(suite, sources, place.root / DATABASE, listener)
    return ExitCode.OK


def imported() -> Any:
    """Return the module with the server; raises UsageError if its packages are missing."""
    try:
        from moltverify.serve import server  # noqa: PLC0415 - an extra, and no other command needs it
    except ModuleNotFoundError as error:
        raise UsageError(
            f"serve needs {error.name}, which is not installed",
            "pip install 'moltverify[serve]'",
        ) from error
    return server


def served_sources(known: Registry, place: RecordedRuns, jar: Jar, java: str) -> SiteSources:
    """Return what the pages show: the last recorded run, or that there is none."""
    suite = place.last_suite() or SuiteResult(
        run="",
        title=known.title,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=0.0,
        tools=Tools(jar.digest, jar.known_as, java),
        models=(),
        missing=tuple(model.id for model in known.models),
    )
    return site_sources(suite, known, place)
