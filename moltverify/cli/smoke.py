"""`moltverify run --smoke`: start every model, end it early, and report only what fails by then."""

from collections.abc import Callable, Sequence
from typing import Any

import click
from msgspec.structs import replace

from moltverify.cli.options import duration
from moltverify.errors import UsageError
from moltverify.suite.run_options import RunOptions


def smoke_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --smoke."""
    return click.option(
        "--smoke",
        callback=duration,
        metavar="DURATION",
        help="End each model after this time; only errors and wrong violations count.",
    )(command)


def with_smoke(options: RunOptions, smoke: float | None, others: Sequence[object]) -> RunOptions:
    """Return the options of a smoke run; raises UsageError for what does not go with it.

    `others` are the values of --report and --also-with.
    """
    if smoke is None:
        return options
    if options.timeout is not None:
        raise UsageError("--smoke and --timeout both limit the time", "give one of them")
    if any(others):
        raise UsageError(
            "a smoke run has no verdicts, so there is nothing to report or compare",
            "leave out --report and --also-with, or --smoke",
        )
    return replace(options, smoke=smoke)
