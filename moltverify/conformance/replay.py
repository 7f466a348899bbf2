"""The replay of calls by a command that reads and writes JSON lines, with a deadline.

The command is moltverify's harness for Node with an adapter, or another one that a registry names.
"""

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
from moltverify.store.private_folders import private_folder

ERROR_TAIL = 300  # characters from the end of a command's standard error that are reported


class NotReplayedError(Exception):
    """The command did not start or broke the protocol; the message has the reason."""


class Replay(Struct, frozen=True):
    """The files that a command loaded, its answers by the vector's id, and its duration.

    `ended` is empty if it answered all calls, and otherwise the reason why it did not.
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
    """Send the calls to a command, and return its answers; `deadline` is in seconds.

    Raises NotReplayedError if it cannot be started or does not write its first line.
    """
    # Files instead of pipes: a command that does not read its input cannot block this process.
    with private_folder("moltverify-replay-") as folder:
        # Not `folder`, which has the files of the protocol: the command gets an empty one.
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
        # In a session of its own, which is ended as a whole: a command may start processes too.
        return process.run(child, deadline, stop)
    except OSError as error:
        reason = error.strerror or error
        raise NotReplayedError(f"{child.arguments[0]} does not start: {reason}") from error


def call_of(vector: Vector) -> Call:
    """Return the part of a vector that the command reads, without the allowed outcomes."""
    return Call(vector.id, vector.action, vector.state, vector.arguments, vector.clock)


def read_replay(folder: Path, finished: process.Finished, expected: set[int]) -> Replay:
    """Read the command's output; raises NotReplayedError if it broke the protocol."""
    first, _, rest = (folder / "out").read_bytes().partition(b"\n")
    message = error_tail(folder)
    if not first:
        raise NotReplayedError(f"it writes nothing: {ending(finished)}{message}")
    try:
        hello = msgspec.json.decode(first, type=Hello)
        answers = read_answers(rest)
    except msgspec.DecodeError as error:
        reason = f"its lines are not those of the protocol ({error}){message}"
        raise NotReplayedError(reason) from error
    if hello.failed:
        raise NotReplayedError(f"the package cannot be loaded: {hello.failed}")
    if not hello.ready and not hello.unavailable:
        raise NotReplayedError('its first line says neither "ready" nor "unavailable"')
    if unexpected := answers.keys() - expected:
        raise NotReplayedError(f"it answers a call that was not made: {min(unexpected)}")
    # Where there is nothing to call, no call needs an answer.
    complete = len(answers) == len(expected) or hello.unavailable
    ended = f"{len(answers)} of {len(expected)} calls answered: {ending(finished)}{message}"
    return Replay(hello, answers, finished.seconds, "" if complete else ended)


def error_tail(folder: Path) -> str:
    """Return the end of a command's standard error, as a part of a sentence."""
    errors = " ".join((folder / "err").read_text(encoding="utf-8", errors="replace").split())
    return f"; it says: {errors[-ERROR_TAIL:]}" if errors else ""


def read_answers(lines: bytes) -> dict[int, CallAnswer]:
    """Read the answers, without a last line that a kill cut off before its end."""
    whole = lines[: lines.rfind(b"\n") + 1]
    return {answer.id: answer for answer in msgspec.json.Decoder(CallAnswer).decode_lines(whole)}


def ending(finished: process.Finished) -> str:
    """Return a clause that names the end of a command."""
    if finished.end is process.End.EXITED:
        return f"it ended with exit code {finished.exit_code}"
    return f"it was {finished.end.value} after {finished.seconds:.0f} s"
