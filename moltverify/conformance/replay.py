"""Replay calls: a command that reads JSON lines and writes JSON lines, and is killed if it hangs.

The command is Node's harness for a package, or whatever a registry names for its own project.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.packages import HARNESS, node
from moltverify.conformance.records import Call, CallAnswer, Header, Hello, Vector
from moltverify.running import process

DEADLINE = 180.0  # seconds for all calls of one model on one release: ten times what they take
# What a package's code may read of our environment: nothing that could change what it does.
KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "LANG")


class NotReplayedError(Exception):
    """The command said nothing that can be used; the message says what happened."""


class Start(Struct, frozen=True):
    """How a command is started: arguments, environment, and where; None is a temporary folder."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path | None = None


class Replay(Struct, frozen=True):
    """What a command answered: what it loaded, its answers by id, and the seconds it took.

    `ended` is empty if it answered everything, else says why it did not.
    """

    hello: Hello
    answers: Mapping[int, CallAnswer]
    seconds: float
    ended: str = ""


def harness() -> Start:
    """Return how Node's harness is started; raises UnobtainableError without Node."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    return Start((node(), str(HARNESS / "harness.mjs")), environment)


def replay(
    header: Header,
    vectors: Sequence[Vector],
    stop: Event,
    start: Start,
    deadline: float = DEADLINE,
) -> Replay:
    """Send the calls to a command, and return what it answers.

    Raises NotReplayedError if it cannot be started or does not introduce itself.
    """
    with tempfile.TemporaryDirectory(prefix="moltverify-replay-") as name:
        folder = Path(name)
        state = folder / "state"
        state.mkdir()
        lines = [replace(header, folder=str(state)), *map(command_call, vectors)]
        (folder / "in").write_bytes(msgspec.json.Encoder().encode_lines(lines))
        child = process.Command(
            arguments=start.arguments,
            folder=start.folder or state,
            environment=start.environment,
            stdin=folder / "in",
            stdout=folder / "out",
            stderr=folder / "err",
        )
        try:
            finished = process.run(child, deadline, stop)
        except OSError as error:
            words = error.strerror or error
            raise NotReplayedError(f"{child.arguments[0]} does not start: {words}") from error
        return read_replay(folder, finished, {vector.id for vector in vectors})


def command_call(vector: Vector) -> Call:
    """Return what the command is told of a vector."""
    return Call(vector.id, vector.action, vector.state, vector.arguments, vector.clock)


def read_replay(folder: Path, finished: process.Finished, asked: set[int]) -> Replay:
    """Read what the command wrote; raises NotReplayedError if that are not the lines it should."""
    first, _, rest = (folder / "out").read_bytes().partition(b"\n")
    errors = " ".join((folder / "err").read_text(encoding="utf-8", errors="replace").split())
    says = f"; it says: {errors[-300:]}" if errors else ""
    if not first:
        raise NotReplayedError(f"it says nothing: {how(finished)}{says}")
    try:
        hello = msgspec.json.decode(first, type=Hello)
        answers = read_answers(rest)
    except msgspec.DecodeError as error:
        raise NotReplayedError(f"it speaks no JSON lines as agreed ({error}){says}") from error
    if hello.failed:
        raise NotReplayedError(f"the package cannot be loaded: {hello.failed}")
    if not hello.ready and not hello.unavailable:
        raise NotReplayedError('its first line says neither "ready" nor "unavailable"')
    if not answers.keys() <= asked:
        raise NotReplayedError(
            f"it answers a call that was not made: {min(answers.keys() - asked)}"
        )
    complete = len(answers) == len(asked) or hello.unavailable
    ended = "" if complete else f"{len(answers)} of {len(asked)} calls answered: {how(finished)}"
    return Replay(hello, answers, finished.seconds, ended + says if ended else "")


def read_answers(lines: bytes) -> dict[int, CallAnswer]:
    """Read the answers; a last line that was cut off by a kill is none."""
    whole = lines[: lines.rfind(b"\n") + 1]
    return {answer.id: answer for answer in msgspec.json.Decoder(CallAnswer).decode_lines(whole)}


def how(finished: process.Finished) -> str:
    """Say how a command ended."""
    if finished.end is process.End.EXITED:
        return f"it ended with exit code {finished.exit_code}"
    return f"it was {finished.end.value} after {finished.seconds:.0f} s"
