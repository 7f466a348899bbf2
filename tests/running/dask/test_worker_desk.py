"""What a worker does with a run: the answers of a process, or a word why there is none."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.errors import ToolchainError
from moltverify.file_access import sha256
from moltverify.running.command import TlcCommand
from moltverify.running.dask.shipped_run import (
    ShippedAnswer,
    received_command,
    shipped_run,
    unpack_answer,
)
from moltverify.running.dask.worker_desk import RunContact, WorkerDesk
from moltverify.running.dask.worker_versions import versions_with
from moltverify.running.engines import RunSize
from moltverify.running.process import End, Finished
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.staged_files import read_staged_files
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.tla.dependencies import DependencyReader
from tests.running.kinds import ENDLESS, INIT_NEXT, KINDS, Kind, run, said, write

pytestmark = pytest.mark.tlc

WANTED = RunContact(lambda: True, lambda _: None)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerDesk]:
    """One desk for all tests: each start of Java takes a second."""
    desk = WorkerDesk("worker", tmp_path_factory.mktemp("desk"))
    yield desk
    folder = desk.folder
    desk.close()
    assert not folder.exists()


def launch_at(
    desk: WorkerDesk,
    toolchain: Toolchain,
    contact: RunContact = WANTED,
    size: RunSize = RunSize.SMALL,
) -> Launch:
    """Return a launch that asks the desk, as clients do through a cluster."""

    def launch(
        command: TlcCommand, timeout: float, _: Event | None, __: Callable[[], None]
    ) -> Finished:
        answer = answered(desk, toolchain, command, timeout, contact, size)
        unpack_answer(answer, command)
        return Finished(answer.exit_code, answer.end, answer.seconds, "desk", answer.note)

    return launch


def answered(
    desk: WorkerDesk,
    toolchain: Toolchain,
    command: TlcCommand,
    timeout: float = 60.0,
    contact: RunContact = WANTED,
    size: RunSize = RunSize.SMALL,
) -> ShippedAnswer:
    versions = versions_with(toolchain.java)
    jars = (sha256(command.jar), *map(sha256, command.class_path))
    return desk.run(shipped_run(command, size, timeout, versions, jars), contact)


def command_for(kind: Kind, toolchain: Toolchain, folder: Path) -> TlcCommand:
    """Return the command of a run that ends before it begins, with its files in place."""
    kept: list[TlcCommand] = []

    def keep(command: TlcCommand, *_: object) -> Finished:
        copy = folder / "kept"
        shutil.copytree(command.private.root, copy)
        kept.append(replace(command, private=replace(command.private, root=copy)))
        for file in (command.output, command.errors):
            file.touch()
        return Finished(0, End.EXITED, 0.0)

    run(write(folder / "spec", kind), toolchain, folder / "logs", keep)
    return kept[0]


@pytest.mark.parametrize("name", ["holds", "lasso", "deadlock", "config error", "printed"])
def test_a_run_at_a_desk_has_the_result_of_a_process(
    name: str, desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS[name])
    there = run(model, toolchain, tmp_path / "there", launch_at(desk, toolchain))
    here = run(model, toolchain, tmp_path / "here", launch_alone)
    assert there.reading == here.reading
    assert there.finished.exit_code == here.finished.exit_code
    assert said(tmp_path / "there") == said(tmp_path / "here")


def test_a_long_run_has_a_process_of_its_own(
    desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS["holds"])
    launch = launch_at(desk, toolchain, size=RunSize.LONG)
    there = run(model, toolchain, tmp_path / "there", launch)
    here = run(model, toolchain, tmp_path / "here", launch_alone)
    assert there.reading == here.reading
    assert "OffHeapDiskFPSet" in said(tmp_path / "there")


def test_a_graph_comes_back_as_a_process_writes_it(
    desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path
) -> None:
    graphs = []
    for name, launch in (("there", launch_at(desk, toolchain)), ("here", launch_alone)):
        job = write(tmp_path / name, KINDS["holds"])
        task = TlcTask(
            files=read_staged_files(job, DependencyReader()),
            options=job.options,
            toolchain=toolchain,
            logs=tmp_path / f"{name}-logs",
            graph=tmp_path / f"{name}.dot",
        )
        run_task(task, launch)
        graphs.append((tmp_path / f"{name}.dot").read_text())
    assert graphs[0] == graphs[1]
    assert graphs[0].count("->") > 3


def test_a_jar_that_is_not_there_is_asked_for_and_then_used(
    desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path
) -> None:
    other = tmp_path / "other.jar"
    shutil.copyfile(toolchain.jar.path, other)
    with other.open("ab") as jar:
        jar.write(b"\0" * 7)
    command = replace(command_for(KINDS["holds"], toolchain, tmp_path), class_path=(other,))
    digest = sha256(other)
    assert answered(desk, toolchain, command).missing == (digest,)
    desk.keep_jar(digest, other.read_bytes())
    other.unlink()
    other.write_bytes(b"what the client has by now")
    versions = versions_with(toolchain.java)
    # A long run, because a small one would compare the jar in workers and in processes first.
    run = shipped_run(command, RunSize.LONG, 60.0, versions, (toolchain.jar.digest, digest))
    assert desk.run(run, WANTED).exit_code == 0


def test_a_jar_with_another_content_is_not_kept(desk: WorkerDesk) -> None:
    with pytest.raises(ToolchainError, match="has not the SHA-256 aaaa"):
        desk.keep_jar("aaaa", b"another jar")
    assert "aaaa" not in desk.jars


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("code", "its code of moltverify is"),
        ("java", "its release of Java is"),
        ("python", "its release of Python is"),
        ("dask", "its release of Dask is"),
    ],
)
def test_a_client_of_another_version_gets_a_refusal_and_no_verdict(
    name: str, words: str, desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path
) -> None:
    command = command_for(KINDS["holds"], toolchain, tmp_path)
    versions = replace(versions_with(toolchain.java), **{name: "other"})
    run = shipped_run(command, RunSize.SMALL, 60.0, versions, (toolchain.jar.digest,))
    answer = desk.run(run, WANTED)
    assert words in answer.refusal
    assert answer.output == b""


def test_a_run_that_nobody_wants_any_more_is_ended(
    desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    gone = RunContact(lambda: False, lambda _: None)
    finished = run(model, toolchain, tmp_path, launch_at(desk, toolchain, gone)).finished
    assert finished.end is End.STOPPED


def test_a_run_ends_at_its_timeout(desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path) -> None:
    model = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    finished = run(model, toolchain, tmp_path, launch_at(desk, toolchain), timeout=1).finished
    assert finished.end is End.TIMED_OUT


def test_progress_is_told_once_for_each_of_tlcs_messages(
    desk: WorkerDesk, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    tails: list[bytes] = []
    contact = RunContact(lambda: len(tails) < 1, tails.append)
    finished = run(model, toolchain, tmp_path, launch_at(desk, toolchain, contact)).finished
    assert finished.end is End.STOPPED
    assert [b"Progress(" in tail for tail in tails] == [True]


def test_a_model_at_a_desk_sees_no_variable_that_it_does_not_state(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_WORKER", "secret")
    command = command_for(KINDS["holds"], toolchain, tmp_path)
    versions = versions_with(toolchain.java)
    run = shipped_run(command, RunSize.SMALL, 60.0, versions, (toolchain.jar.digest,))
    root = tmp_path / "there"
    root.mkdir()
    environment = received_command(run, root, toolchain).environment
    assert "SECRET_OF_THE_WORKER" not in environment
    assert "PATH" in environment
