"""A run goes to a worker without a path, a variable or a file of this machine but its own."""

import os
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.running.command import PrivateFolder, RunPlace, TlcCommand, tlc_command
from moltverify.running.dask.shipped_run import (
    MOST_RETURNED,
    ShippedAnswer,
    ShippedRun,
    WorkerVersions,
    answer_with_files,
    received_command,
    shipped_run,
    unpack_answer,
)
from moltverify.running.engines import RunSize
from moltverify.running.job import TlcOptions
from moltverify.running.process import End, Finished
from moltverify.running.staged_files import made_staged_files
from moltverify.running.toolchain import Toolchain

VERSIONS = WorkerVersions("code", "17", "3.11", "2026.8")


@pytest.fixture
def command(tmp_path: Path, toolchain: Toolchain) -> TlcCommand:
    """A command with a staged module, which writes a graph."""
    private = PrivateFolder(tmp_path / "private")
    private.root.mkdir()
    private.create()
    files = made_staged_files({"M": b"---- MODULE M ----\n===="}, "M", "INIT Init")
    files.write(private.spec)
    graph = tmp_path / "graph.dot"
    place = RunPlace(private, tmp_path, {"SECRET": "x", "STATED": "y", "PATH": "/bin"})
    more = ("-dump", "dot,actionlabels", str(graph))
    options = TlcOptions(environment=("STATED", "UNSET"))
    return replace(tlc_command(files, options, toolchain, place, more), outputs=(graph,))


def shipped(command: TlcCommand) -> ShippedRun:
    return shipped_run(command, RunSize.SMALL, 60.0, VERSIONS, ("0" * 64,))


def test_a_shipped_run_names_nothing_of_this_machine(command: TlcCommand, tmp_path: Path) -> None:
    encoded = msgspec.msgpack.encode(shipped(command))
    assert str(tmp_path).encode() not in encoded
    assert str(command.jar.parent).encode() not in encoded
    assert b"SECRET" not in encoded
    assert msgspec.msgpack.decode(encoded, type=ShippedRun) == shipped(command)


def test_only_variables_that_the_model_states_are_sent(command: TlcCommand) -> None:
    assert shipped(command).environment == {"STATED": "y"}
    assert shipped(replace(command, variables=None)).environment == {}


def test_an_option_with_a_path_that_is_no_output_is_refused(command: TlcCommand) -> None:
    with pytest.raises(ValueError, match=r"graph\.dot names a file that a Dask worker does not"):
        shipped(replace(command, outputs=()))


def test_a_staged_file_that_was_changed_is_not_sent(command: TlcCommand) -> None:
    (command.private.spec / "M.tla").write_text("---- MODULE M ----\nASSUME FALSE\n====")
    with pytest.raises(OSError, match=r"M\.tla is not the file that was digested"):
        shipped(command)


def test_a_worker_stages_the_same_files_and_writes_outputs_to_folders_of_its_own(
    command: TlcCommand, tmp_path: Path, toolchain: Toolchain
) -> None:
    root = tmp_path / "there"
    root.mkdir()
    received = received_command(shipped(command), root, toolchain)
    assert received.files == command.files
    assert (received.private.spec / "M.tla").read_bytes() == b"---- MODULE M ----\n===="
    assert received.outputs == (root / "outputs" / "0" / "graph.dot",)
    assert received.options[-1] == str(received.outputs[0])
    assert received.environment["STATED"] == "y"
    assert received.environment["PATH"] == os.environ["PATH"]


def test_a_file_that_was_damaged_on_its_way_is_not_run(
    command: TlcCommand, tmp_path: Path, toolchain: Toolchain
) -> None:
    run = shipped(command)
    damaged = replace(run, files=(replace(run.files[0], content=b"other"), *run.files[1:]))
    (tmp_path / "there").mkdir()
    with pytest.raises(OSError, match="is not the file that was digested"):
        received_command(damaged, tmp_path / "there", toolchain)


def test_a_file_cannot_be_staged_outside_the_private_folder(
    command: TlcCommand, tmp_path: Path, toolchain: Toolchain
) -> None:
    run = shipped(command)
    digest = replace(run.files[0].digest, name="../M.tla")
    outside = replace(run, files=(replace(run.files[0], digest=digest),))
    (tmp_path / "there").mkdir()
    with pytest.raises(OSError, match="is no name of a file"):
        received_command(outside, tmp_path / "there", toolchain)


def test_an_answer_brings_back_what_tlc_wrote_and_no_file_that_it_did_not(
    command: TlcCommand, tmp_path: Path
) -> None:
    unwritten = tmp_path / "states.dump"
    command = replace(command, outputs=(*command.outputs, unwritten))
    for file, text in ((command.output, "out"), (command.errors, ""), (command.outputs[0], "dot")):
        file.write_text(text)
    answer = answer_with_files("w", command, Finished(0, End.EXITED, 1.5, "warm", "a note"))
    for file in (command.output, command.errors, command.outputs[0]):
        file.unlink()
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=ShippedAnswer)
    unpack_answer(again, command)
    assert (answer.exit_code, answer.end, answer.seconds, answer.note) == (
        0,
        End.EXITED,
        1.5,
        "a note",
    )
    assert [command.output.read_text(), command.errors.read_text()] == ["out", ""]
    assert command.outputs[0].read_text() == "dot"
    assert not unwritten.exists()


def test_a_graph_that_is_too_large_to_bring_back_is_an_error(command: TlcCommand) -> None:
    for file in (command.output, command.errors):
        file.write_bytes(b"")
    with command.outputs[0].open("wb") as graph:
        graph.truncate(MOST_RETURNED + 1)
    with pytest.raises(OSError, match=r"graph\.dot has more than the 256 MB"):
        answer_with_files("w", command, Finished(0, End.EXITED, 1.0))
