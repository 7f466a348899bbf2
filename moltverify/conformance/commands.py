"""How the commands of a registry are started: placeholders, folder, environment.

A registry names a command as a list of arguments. Three of them stand for paths that differ from
one machine to the next.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from moltverify.conformance.records import Conformance, Program
from moltverify.releases.node_runtime import NodeRuntime, node_for

HARNESS = Path(__file__).parent / "harness" / "harness.mjs"
# The variables that a package's code gets: none that could change its behaviour, and no secrets.
KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "LANG")

NODE = "{node}"  # the Node that the replayed release asks for
# {python} is this interpreter, because a projection in Python imports moltverify.
PLACEHOLDERS: Mapping[str, Callable[[], str]] = {
    "{harness}": lambda: str(HARNESS),
    "{python}": lambda: sys.executable,
}


class StartedCommand(Struct, frozen=True):
    """How a command is started: its arguments, its environment and its working directory."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path


def replay_start(
    program: Program, conformance: Conformance, node: NodeRuntime | None = None
) -> StartedCommand:
    """Return how a program is started that replays calls; raises UnobtainableError without Node.

    One that runs the code of packages gets only the variables in KEPT. `node` is that of a release;
    without one any Node is taken.
    """
    environment: Mapping[str, str] = os.environ
    # Without a release of its own a program runs the packages' code.
    if program.release is None:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = filled_in(program.command, node)
    return StartedCommand(command, environment, conformance.folder)


def projection_start(program: Program, conformance: Conformance) -> StartedCommand:
    """Return how a program's projection is started; raises UnobtainableError without Node."""
    # A projection is the registry's own code, so it gets the user's environment.
    command = filled_in(program.projection.command)
    return StartedCommand(command, os.environ, conformance.folder)


def filled_in(command: Sequence[str], node: NodeRuntime | None = None) -> tuple[str, ...]:
    """Return a command's arguments with the placeholders replaced; raises UnobtainableError."""
    return tuple(
        str((node or node_for("")).program)
        if one == NODE
        else PLACEHOLDERS[one]()
        if one in PLACEHOLDERS
        else one
        for one in command
    )
