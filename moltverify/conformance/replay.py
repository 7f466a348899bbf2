"""Replay calls: a command that reads JSON lines and writes JSON lines, and is killed if it hangs.

The command is moltverify's harness for Node with an adapter, or whatever else a registry names.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.commands import StartedCommand
from moltverify.conformance.protocol import Call, CallAnswer, Header, Hello
from moltverify.conformance.records import Vector
from moltverify.running import process

WORDS = 300  # characters of what a command writes to standard error: its last words


class NotReplayedError(Exception):
    """The command said nothing that can be used; the message says what happened."""


class Replay(Struct, frozen=True):
    """What a command answered: what it loaded, its answers by id, and the seconds it took.

    `ended` is empty if it answered everything, else says why it did not.
    """

    hello: Hello
    answers: Mapping[int, CallAnswer]
    seconds: float
    ended: str = ""


def replay(
    header: Header,
    vectors: Sequence[Vector],
    stop: Event,
    start: StartedCommand,
    deadline: float,
) -> Replay:
    """Send the calls to a command, and return what it answers.

    Raises NotReplayedError if it cannot be started or does not introduce itself.
    """
    with tempfile.TemporaryDirectory(prefix="moltverify-replay-") as name:
        folder = Path(name)
        state = folder / "state"
        state.mkdir()
        lines = [replace(header, folder=str(state)), *map(call_of, vectors)]
        (folder / "in").write_bytes(msgspec.json.Encoder().encode_lines(lines))
        finished = run_command(start, folder, stop, deadline)
        return read_replay(folder, finished, {vector.id for vector in vectors})


def run_command(
    start: StartedCommand, folder: Path, stop: Event, deadline: float
) -> process.Finished:
    """Run a command on the file `in` of a folder; it writes the files `out` and `err` there.

    Raises NotReplayedError if it cannot be started.
    """
    child = process.Command(
        arguments=start.arguments,
        folder=start.folder,
        environment=start.environment,
        stdin=folder / "in",
        stdout=folder / "out",
        stderr=folder / "err",
    )
    try:
        return process.run(child, deadline, stop)
    except OSError as error:
        words = error.strerror or error
        raise NotReplayedError(f"{child.arguments[0]} does not start: {words}") from error


def call_of(vector: Vector) -> Call:
    """Return what the command is told of a vector."""
    return Call(vector.id, vector.action, vector.state, vector.arguments, vector.clock)


def read_replay(folder: Path, finished: process.Finished, expected: set[int]) -> Replay:
    """Read what the command wrote; raises NotReplayedError if it broke the protocol."""
    first, _, rest = (folder / "out").read_bytes().partition(b"\n")
    message = last_words(folder)
    if not first:
        raise NotReplayedError(f"it says nothing: {ending(finished)}{message}")
    try:
        hello = msgspec.json.decode(first, type=Hello)
        answers = read_answers(rest)
    except msgspec.DecodeError as error:
        raise NotReplayedError(f"it speaks no JSON lines as agreed ({error}){message}") from error
    if hello.failed:
        raise NotReplayedError(f"the package cannot be loaded: {hello.failed}")
    if not hello.ready and not hello.unavailable:
        raise NotReplayedError('its first line says neither "ready" nor "unavailable"')
    if unexpected := answers.keys() - expected:
        raise NotReplayedError(f"it answers a call that was not made: {min(unexpected)}")
    complete = len(answers) == len(expected) or hello.unavailable
    ended = f"{len(answers)} of {len(expected)} calls answered: {ending(finished)}{message}"
    return Replay(hello, answers, finished.seconds, "" if complete else ended)


def last_words(folder: Path) -> str:
    """Return the end of what a command wrote to standard error, as a part of a sentence."""
    errors = " ".join((folder / "err").read_text(encoding="utf-8", errors="replace").split())
    return f"; it says: {errors[-WORDS:]}" if errors else ""


def read_answers(lines: bytes) -> dict[int, CallAnswer]:
    """Read the answers; a last line without its end was cut off by a kill, and does not count."""
    whole = lines[: lines.rfind(b"\n") + 1]
    return {answer.id: answer for answer in msgspec.json.Decoder(CallAnswer).decode_lines(whole)}


def ending(finished: process.Finished) -> str:
    """Say how a command ended."""
    if finished.end is process.End.EXITED:
        return f"it ended with exit code {finished.exit_code}"
    return f"it was {finished.end.value} after {finished.seconds:.0f} s"
