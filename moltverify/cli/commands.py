"""The commands, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING

import click

from moltverify import __version__
from moltverify.cli.github import muzzled
from moltverify.cli.standard_streams import colour, steady_streams
from moltverify.errors import ExitCode, MoltverifyError

if TYPE_CHECKING:  # only `run` needs it
    from moltverify.running.tethered_process import Launch

# A command's module is imported when the command is used: imports are most of the time of `list`.
COMMANDS = {
    "run": "run",
    "watch": "watch",
    "list": "list_claims",
    "show": "show",
    "accept": "accept",
    "report": "report",
    "site": "site",
    "verify-receipt": "verify_receipt",
    "doctor": "doctor",
    "check-registry": "check_registry",
    "docs": "docs",
    "merge": "merge",
    "init": "init",
    "adopt": "adopt",
    "export": "export",
    "trace": "trace",
    "conform": "conform",
    "affected": "affected",
    "audit": "audit",
    "sweep": "sweep",
    "serve": "serve",
    "dask": "dask",
    "help": "help_topics",
}


class Commands(click.Group):
    """A group whose commands live in modules of their own, in the order of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands' names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"moltverify.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command


# A line with \b keeps click from joining the lines of the paragraph.
EPILOG = """\b
Examples:
  moltverify run reset-link     check one claim
  moltverify run                check everything
  moltverify list               what there is, and how it went last time
  moltverify show reset-link    the counterexamples again
"""


@click.command(
    cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def program() -> None:
    """Turn security claims into evidence.

    Each claim has TLA+ models: a green one that must hold, witnesses that it must
    reach, and red ones, each with one realistic bug, that must break as stated.
    """


def run_program(process: Launch | None) -> int:
    """Run the program and return its exit code, with streams that never fail.

    `process` is that of `early_launch`, which a command may use.
    """
    # First, because every later function may print.
    output = steady_streams()
    with muzzled():
        code = guarded(process)
    # Buffered output can fail here, after the last command: a full disk must not end with 0.
    sys.stdout.flush()
    if output.lost:
        print_error(MoltverifyError(f"cannot write standard output: {output.lost}"))
        code = ExitCode.NO_VERDICT
    return code


def guarded(process: Launch | None = None) -> int:
    """Run the program and return its exit code; print every error without a traceback."""
    # Not click's standalone mode: its exit code for ^C is 1, which means a different verdict here.
    try:
        result = program(standalone_mode=False, color=colour(os.environ), obj=process)
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    # click raises Abort for ^C inside a command, and Python KeyboardInterrupt before and after.
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except MoltverifyError as error:
        print_error(error)
        return error.exit_code
    except Exception:
        traceback.print_exc()
        click.echo("this is a bug in moltverify; please report it with the lines above", err=True)
        return ExitCode.NO_VERDICT
    # For --help and --version this is click's code; a command without a code returns None.
    return result if isinstance(result, int) else ExitCode.OK


def print_error(error: MoltverifyError) -> None:
    """Print an error and its hint on standard error."""
    from moltverify.report.story.escaping import inert  # noqa: PLC0415 - only errors need it

    lines = [(click.style("error:", fg="red", bold=True), error.message)]
    if error.hint:
        lines.append((click.style("hint:", bold=True), error.hint))
    # A message can quote a registry or a file name, which could hold a terminal's control codes.
    for lead, text in lines:
        click.echo(f"{lead} {inert(text)}", err=True, color=colour(os.environ))
