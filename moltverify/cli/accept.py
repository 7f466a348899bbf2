"""`moltverify accept`: write what TLC finds into the pins of the registry."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from moltverify.cli.options import (
    complete_selector,
    jar_option,
    open_registry,
    open_store,
    registry_option,
    require_models,
    run_options,
    store_option,
)
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import ExitCode, RegistryError, UsageError
from moltverify.plural import counted
from moltverify.registry.records import Registry, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.select import select
from moltverify.report.story.escaping import inert
from moltverify.report.terminal.progress import ProgressLine
from moltverify.report.terminal.terminal import make_console, progress_console
from moltverify.suite.pins import PinChange, pin_changes
from moltverify.suite.results import ModelResult, SuiteResult, exit_code_of
from moltverify.suite.run_options import RunOptions
from moltverify.suite.soundness import checked_toolchain
from moltverify.suite.suite_run import SuiteRun, run_suite

EPILOG = """\b
Examples:
  moltverify accept reset-link          what TLC finds instead of the pins
  moltverify accept reset-link --yes    and write it into the registry
\b
Exit codes: 0 nothing differs, or all that differs was written; 1 pins differ, or
a verdict differs for another reason; 2 usage or registry; 3 there is no verdict.
"""
Changes = Mapping[str, Sequence[PinChange]]


@click.command("accept", short_help="Write what TLC finds into the registry.", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--yes", "-y", is_flag=True, help="Write the new values into the registry.")
@run_options
@jar_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    yes: bool,
    options: RunOptions,
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Run models and show where they differ from `distinct`, `expect`, `length` and `route`.

    A number is replaced; a band of `expect` grows to what TLC found. Only these pins
    are accepted: a model that is broken, or unexpected for another reason, stays as it
    is.
    """
    known = open_registry(registry)
    require_models(known)
    models = select(known, selectors)
    files = RegistryFiles(known)
    run = SuiteRun(
        files=files,
        models=models,
        toolchain=checked_toolchain(models, files, tla2tools, options.use_cache),
        store=open_store(store, known),
        options=options,
    )
    console = progress_console(make_console(sys.stdout, None, os.environ), sys.stderr, os.environ)
    with stop_on_signal() as stop, ProgressLine(console, len(models)) as progress:
        result = run_suite(run, stop, progress).result
    if stop.signal:
        # Of a part of the models nothing is accepted.
        return 128 + stop.signal
    changes = {one.id: found for one in result.models if (found := pin_changes(one))}
    print_changes(result, changes)
    if changes and yes:
        write_pins(known, result, changes)
    elif changes:
        click.echo("nothing was written; --yes writes these values into the registry")
    return accept_exit_code(result, changes, written=yes)


def print_changes(result: SuiteResult, changes: Changes) -> None:
    """Print what differs from the pins, and the models that are not accepted."""
    for one in result.models:
        if found := changes.get(one.id):
            click.echo("\n".join([one.id, *(f"  {change}" for change in found)]))
        elif not one.ok:
            click.echo(inert(f"{one.id}\n  not accepted: {one.verdict.value}: {one.reason}"))
    if not changes:
        click.echo(f"no pin of {counted(len(result), 'model')} differs")


def accept_exit_code(result: SuiteResult, changes: Changes, written: bool) -> int:
    """Return the worst of what is left: models that are not accepted, and pins not written."""
    left = [one.verdict for one in result.models if not one.ok and one.id not in changes]
    if left:
        return exit_code_of(max(left))
    return ExitCode.DIFFERS if changes and not written else ExitCode.OK


def write_pins(known: Registry, result: SuiteResult, changes: Changes) -> None:
    """Write the new values into the files of the claims; raises RegistryError or UsageError."""
    # ruamel.yaml takes a while to import, and most runs find nothing to write.
    from moltverify.registry.pin_edit import PinEdit, with_pins  # noqa: PLC0415 - see above

    edits: dict[Path, list[PinEdit]] = {}
    for one in result.models:
        file = known.claim(one.claim).source.file
        for change in changes.get(one.id, ()):
            edits.setdefault(file, []).append(
                PinEdit(one.claim, red_name(one), change.key, change.new)
            )
    require_same_entries(known, result)
    # All texts before the first file, so that a file with a problem leaves the others alone.
    texts = {file: with_pins(text_of_file(file), found) for file, found in edits.items()}
    for file, text in texts.items():
        replace_file(file, text)
        click.echo(f"wrote {counted(len(edits[file]), 'pin')} into {file}")


def red_name(result: ModelResult) -> str | None:
    """Return the id of a red within its claim; None for the green."""
    return result.id.removeprefix(f"{result.claim}:") if result.role is Role.RED else None


def require_same_entries(known: Registry, result: SuiteResult) -> None:
    """Raise RegistryError if an entry changed while its models ran."""
    now = {claim.id: claim.digest for claim in open_registry(known.file).claims}
    for name in {one.claim for one in result.models}:
        if now.get(name) != known.claim(name).digest:
            raise RegistryError(f"{name} changed in the registry during the run", "run it again")


def text_of_file(file: Path) -> str:
    """Return a file's text with its own line ends."""
    return file.read_bytes().decode("utf-8")


def replace_file(file: Path, text: str) -> None:
    """Write a file; raises UsageError if it cannot be written."""
    try:
        file.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise UsageError(
            f"{file} cannot be written: {error.strerror}", "write the pins by hand"
        ) from error
