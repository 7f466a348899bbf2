"""`moltverify watch`: check models again whenever their files change."""

import importlib.util
import os
import sys
from contextlib import nullcontext
from pathlib import Path

import click

from moltverify.cli.options import (
    allows_outside,
    complete_selector,
    jar_option,
    registry_option,
    run_options,
    working_folder,
)
from moltverify.cli.requested_run import ROLES
from moltverify.cli.signals import Stop, stop_on_signal
from moltverify.cli.standard_streams import is_lost
from moltverify.cli.watch_keys import LINE, has_keys, keys_of
from moltverify.errors import ExitCode, UsageError
from moltverify.registry.registry_search import find_registry
from moltverify.report.files.watch_lines import WatchLines
from moltverify.report.terminal.terminal import make_console, progress_console
from moltverify.report.terminal.watch_text import WatchText
from moltverify.suite.run_options import RunOptions
from moltverify.watching.watch_events import Tell, WatchEvent
from moltverify.watching.watch_request import WatchRequest

EPILOG = """\b
Examples:
  moltverify watch reset-link     a claim, whenever one of its files changes
  moltverify watch --green        every green and witness
  moltverify watch --json         the same as events, for an editor

\b
Keys, on a terminal: a runs all models again, f those that failed, q quits.
Verdicts are kept for the next run, but no run is recorded.

\b
Exit codes: 0 quit; 2 usage, or no such registry; 3 no Java or no TLC;
130 interrupted. A verdict does not end a watch.
"""


@click.command("watch", short_help="Check models again when their files change.", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--green", "roles", flag_value="green", help="Only greens and their witnesses.")
@click.option("--red", "roles", flag_value="red", help="Only red models.")
@run_options
@click.option("--json", "as_json", is_flag=True, help="Print events as JSON, one a line.")
@click.option("--full", is_flag=True, help="Show whole states in counterexamples.")
@jar_option
@registry_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    roles: str | None,
    options: RunOptions,
    as_json: bool,
    full: bool,
    tla2tools: Path | None,
    registry: Path | None,
) -> int:
    """Check the models that SELECTOR names, then those that each change touches."""
    if importlib.util.find_spec("watchfiles") is None:
        raise UsageError(
            "watch needs watchfiles, which is not installed", "pip install 'moltverify[watch]'"
        )
    request = WatchRequest(
        file=find_registry(registry, working_folder()),
        selectors=selectors,
        roles=frozenset(ROLES[roles]),
        options=options,
        tla2tools=tla2tools,
        allow_outside=allows_outside(),
    )
    with_keys = not as_json and has_keys(sys.stdin)
    with stop_on_signal() as stop:
        watch_models(request, listener(as_json, full, with_keys, stop), with_keys, stop)
    # A shell reports a process that a signal ended as 128 and the signal's number.
    return 128 + stop.signal if stop.signal else ExitCode.OK


def watch_models(request: WatchRequest, tell: Tell, with_keys: bool, stop: Stop) -> None:
    """Watch until a signal, or until the user quits."""
    # Only here, because the package that it needs is an extra.
    from moltverify.watching.watch_session import WatchSession  # noqa: PLC0415 - see above

    session = WatchSession(request, tell)
    with keys_of(sys.stdin, session.inbox.put) if with_keys else nullcontext():
        session.go_on(stop)


def listener(as_json: bool, full: bool, with_keys: bool, stop: Stop) -> Tell:
    """Return what prints events; the watch ends when nobody reads them any more."""
    printed = make_console(sys.stdout, None, os.environ)
    progress = progress_console(printed, sys.stderr, os.environ)
    show = (
        WatchLines(lambda line: print(line, flush=True))
        if as_json
        else WatchText(printed, progress, full, LINE if with_keys else "")
    )

    def tell(event: WatchEvent) -> None:
        show(event)
        sys.stdout.flush()
        # An editor that has ended without a signal.
        if is_lost(sys.stdout):
            stop.set()

    return tell
