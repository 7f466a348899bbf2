"""A model in a sandbox has the same outcome as outside, and what is hostile reaches nothing."""

import os
import socket
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.command import TlcCommand
from moltverify.running.engines import RunSize
from moltverify.running.process import End
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.sandbox.limits import SandboxLimits
from moltverify.running.sandbox.sandbox_launch import open_sandbox, sandbox_launch
from moltverify.running.staged_files import read_staged_files
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.outcome import Stopped, StopReason, Violated
from tests.running.kinds import ENDLESS, INIT_NEXT, KINDS, Kind, children, run, ticking, write
from tests.running.library_jars import needs_javac
from tests.running.sandbox.boxes import SMALL, attempts, escape_jar, needs_sandbox
from tests.running.test_process import dies

pytestmark = [pytest.mark.tlc, needs_sandbox]
NOISY = Kind(
    "VARIABLE x\nInit == x = 0\nNext == (\\A i \\in 1..5000: PrintT([j \\in 1..200 |-> j])) "
    "/\\ x' = x + 1",
    INIT_NEXT,
)


@pytest.fixture(scope="module")
def jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return escape_jar(tmp_path_factory.mktemp("jar"))


@pytest.mark.parametrize("name", ["holds", "invariant", "liveness", "parse error", "printed"])
def test_the_outcome_is_the_same_as_outside(
    name: str, toolchain: Toolchain, tmp_path: Path
) -> None:
    job = write(tmp_path / "spec", KINDS[name])
    inside = run(job, toolchain, tmp_path / "in", sandbox_launch(SMALL))
    outside = run(job, toolchain, tmp_path / "out", launch_alone)
    assert inside.reading.outcome == outside.reading.outcome
    assert inside.reading.statistics == outside.reading.statistics
    assert (inside.finished.engine, inside.finished.note) == ("sandbox", "")


def test_a_long_model_runs_in_a_sandbox_too(toolchain: Toolchain, tmp_path: Path) -> None:
    job = write(tmp_path / "spec", KINDS["sets"])
    with open_sandbox(SMALL) as launch_for:
        done = run(job, toolchain, tmp_path / "logs", launch_for(RunSize.LONG))
    assert isinstance(done.reading.outcome, Violated)
    assert done.finished.engine == "sandbox"


def test_a_model_that_prints_without_end_is_ended_and_its_file_is_bounded(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    job = write(tmp_path / "spec", NOISY)
    done = run(job, toolchain, tmp_path / "logs", sandbox_launch(SMALL))
    assert done.reading.outcome == Stopped(StopReason.OUTPUT)
    assert done.finished.end is End.TOO_MUCH
    assert done.finished.note == "it printed more than 1 MB"
    assert (tmp_path / "logs" / "output.txt").stat().st_size <= SMALL.scratch * 2**20


@pytest.mark.parametrize("ends", ["timeout", "stop"])
def test_nothing_is_left_of_a_model_without_end(
    toolchain: Toolchain, tmp_path: Path, ends: str
) -> None:
    job, stop = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT)), threading.Event()
    seen: set[int] = set()
    task = TlcTask(
        files=read_staged_files(job, DependencyReader()),
        options=replace(job.options, timeout=4 if ends == "timeout" else 60),
        toolchain=toolchain,
        logs=tmp_path / "logs",
        stop=stop,
    )

    def look(_: TlcCommand) -> None:
        seen.update(pid for pid, line in children().items() if "-config Kind.cfg" in line)
        if ends == "stop" and seen:
            stop.set()

    done = run_task(task, ticking(sandbox_launch(SMALL), look))
    reason = StopReason.TIMEOUT if ends == "timeout" else StopReason.INTERRUPTED
    assert done.reading.outcome == Stopped(reason)
    assert seen
    assert all(map(dies, seen))


@needs_javac
def test_java_code_in_a_sandbox_sees_nothing_of_this_machine(
    jar: Path, toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    monkeypatch.setenv("SECRET", "secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        tried = [
            "read /etc/passwd",
            f"read {secret}",
            "read /work/spec/Kind.cfg",
            "read /proc/1/cmdline",
            "read /proc/1/environ",
            "list /",
            "list /etc",
            "write /work/spec/Other.tla",
            "write /usr/bin/other",
            "write /other",
            f"connect {port}",
            "environment",
        ]
        answers = dict(zip(tried, attempts(jar, toolchain, tmp_path, tried), strict=True))
    assert "NoSuchFile" in answers["read /etc/passwd"]
    assert "NoSuchFile" in answers[f"read {secret}"]
    # The attempt itself works: what is the model's own can be read.
    assert "INIT Init" in answers["read /work/spec/Kind.cfg"]
    assert not [text for text in answers.values() if str(tmp_path) in text.replace(str(secret), "")]
    assert "secret" not in answers["environment"]
    assert answers["read /proc/1/environ"] == ""
    assert set(answers["list /"].split()) <= {
        *("bin", "dev", "etc", "jars", "java", "lib", "lib32", "lib64", "proc", "usr", "work")
    }
    assert all(name.startswith("java") for name in answers["list /etc"].split())
    for place in ("/work/spec/Other.tla", "/usr/bin/other", "/other"):
        assert "Read-only file system" in answers[f"write {place}"]
    assert "ConnectException" in answers[f"connect {port}"]


@needs_javac
def test_java_code_that_starts_programs_without_end_meets_the_limit(
    jar: Path, toolchain: Toolchain, tmp_path: Path
) -> None:
    [answer] = attempts(jar, toolchain, tmp_path, ["start 400"])
    assert answer.startswith("failed: java.io.IOException")
    assert not [line for line in children().values() if "sleep" in line]


@needs_javac
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make the groups here")
def test_processes_that_take_more_memory_than_all_may_are_ended(
    jar: Path, toolchain: Toolchain, tmp_path: Path
) -> None:
    limits = SandboxLimits(processes=200, scratch=1, output=1)
    [answer] = attempts(jar, toolchain, tmp_path, ["allocate 3"], limits)
    # The kernel ends one of them, or the Java that started them.
    assert "exit code 137" in answer or "MB was reached" in answer


def test_without_bubblewrap_nothing_runs(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    job = write(tmp_path / "spec", KINDS["holds"])
    with pytest.raises(FileNotFoundError, match="no such program"):
        run(job, toolchain, tmp_path / "logs", sandbox_launch(SMALL))
    assert not (tmp_path / "logs" / "output.txt").exists()
