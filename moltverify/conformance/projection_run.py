"""Run a projection: a command that reads a state graph and writes the calls that its steps are."""

from threading import Event

import msgspec

from moltverify.conformance.commands import StartedCommand
from moltverify.conformance.projection import Sample
from moltverify.conformance.protocol import ModelLine
from moltverify.conformance.replay import NotReplayedError, ending, error_tail, run_command
from moltverify.running import process
from moltverify.store.private_folders import private_folder


def run_projection(
    model: ModelLine, graph: bytes, start: StartedCommand, stop: Event, deadline: float
) -> list[Sample]:
    """Return the samples that a projection writes; `graph` are the lines of a state graph.

    Raises NotReplayedError unless the command ends with exit code 0 and writes nothing else: after
    a failure, outcomes that the model allows could be missing from any call.
    """
    with private_folder("moltverify-projection-") as folder:
        # A file and no pipe: a command that does not read its input cannot block this process.
        (folder / "in").write_bytes(msgspec.json.encode(model) + b"\n" + graph)
        finished = run_command(start, folder, stop, deadline)
        message = error_tail(folder)
        if finished.end is not process.End.EXITED or finished.exit_code != 0:
            raise NotReplayedError(f"the projection failed: {ending(finished)}{message}")
        try:
            return msgspec.json.Decoder(Sample).decode_lines((folder / "out").read_bytes())
        except msgspec.DecodeError as error:
            raise NotReplayedError(
                f"the projection's lines are not those of the protocol ({error}){message}"
            ) from error
