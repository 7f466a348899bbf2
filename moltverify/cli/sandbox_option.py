"""`moltverify run --sandbox`: run each model in a sandbox, or none at all."""

from collections.abc import Callable
from typing import Any

import click
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.running.engines import Engine
from moltverify.running.sandbox.limits import SandboxLimits
from moltverify.suite.run_options import RunOptions


def sandbox_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --sandbox."""
    return click.option(
        "--sandbox",
        is_flag=True,
        help="Run each TLC without network, files or variables of this machine, or not at all.",
    )(command)


def with_sandbox(options: RunOptions, sandbox: bool) -> RunOptions:
    """Return the options for runs in a sandbox; raises UsageError with other engines."""
    if not sandbox:
        return options
    if options.engine is Engine.DASK:
        raise UsageError(
            "the workers of a Dask cluster have no sandbox", "leave out --engine dask, or --sandbox"
        )
    if options.engine is Engine.WARM:
        raise UsageError(
            "a warm worker runs one model after the other, and each sandbox is for one model",
            "leave out --engine warm, or --sandbox",
        )
    return replace(options, sandbox=SandboxLimits())
