"""One run of TLC, which a script replaces: the files that it sees, and the parsed output."""

import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from moltverify.running.command import TlcCommand
from moltverify.running.java_search import Java
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.process import End, Finished
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.staged_files import made_staged_files, read_staged_files
from moltverify.running.toolchain import KNOWN_JARS, Jar, Toolchain
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Stopped,
    StopReason,
    Violated,
)
from moltverify.tlc.progress import Progress
from tests.conftest import PROJECT
from tests.tlc.recorded import recorded

SPECS = PROJECT / "specs"
GREEN = TlcJob(module=SPECS / "Door.tla", config=SPECS / "Door.cfg")
RED = TlcJob(module=SPECS / "Door_Unlocked.tla", config=SPECS / "Door_Unlocked.cfg")
TOOLS = Toolchain(Java(Path("/opt/java"), "PATH"), Jar(Path("/opt/tla2tools.jar"), "0" * 64))
PROGRESS = (
    "@!@!@STARTMSG 2200:0 @!@!@\n"
    "Progress(3) at 2026-01-01 00:00:00: 1,234 states generated (9 s/min), "
    "567 distinct states found (9 ds/min), 89 states left on queue.\n"
    "@!@!@ENDMSG 2200 @!@!@\n"
)


def task(job: TlcJob, logs: Path, **others: Any) -> TlcTask:
    files = read_staged_files(job, DependencyReader())
    options = TlcOptions(timeout=5.0, workers=2)
    return TlcTask(files=files, options=options, toolchain=TOOLS, logs=logs, **others)


class Player:
    """Replaces TLC: writes a given output, and keeps the command."""

    def __init__(self, output: bytes = b"", code: int = 0, end: End = End.EXITED) -> None:
        self.output, self.code, self.end = output, code, end
        self.command: TlcCommand | None = None
        self.seen: list[str] = []

    def __call__(self, command: TlcCommand, _timeout: float, _stop: Any, on_tick: Any) -> Finished:
        self.command = command
        self.seen = sorted(path.name for path in command.private.spec.iterdir())
        command.output.write_bytes(self.output)
        command.errors.write_bytes(b"")
        on_tick()
        return Finished(self.code, self.end, 0.1)


def test_tlc_starts_in_the_private_folder_and_nothing_but_its_output_stays(tmp_path: Path) -> None:
    player = Player(b"said")
    run_task(task(RED, tmp_path / "logs"), player)
    assert player.seen == ["Door.tla", "Door_Unlocked.cfg", "Door_Unlocked.tla"]
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == [
        "errors.txt",
        "output.txt",
    ]
    assert (tmp_path / "logs" / "output.txt").read_bytes() == b"said"


def test_nothing_private_stays_when_the_launch_fails(tmp_path: Path) -> None:
    def fail(*_: object) -> Finished:
        raise OSError("no process can be started")

    with pytest.raises(OSError, match="no process"):
        run_task(task(RED, tmp_path / "logs"), fail)
    assert list((tmp_path / "logs").iterdir()) == []


def test_progress_is_told_while_it_runs(tmp_path: Path) -> None:
    told: list[Progress] = []
    listening = task(GREEN, tmp_path, on_progress=told.append)
    run_task(listening, Player(b"x" * 20_000 + b"\n" + PROGRESS.encode()))
    assert told == [Progress(1234, 567, 89, 3)]


def test_output_without_progress_tells_nothing(tmp_path: Path) -> None:
    told: list[Progress] = []
    run_task(task(GREEN, tmp_path, on_progress=told.append), Player(b"\xff\xfe"))
    assert told == []


@pytest.mark.parametrize(
    ("end", "reason"),
    [(End.TIMED_OUT, StopReason.TIMEOUT), (End.STOPPED, StopReason.INTERRUPTED)],
)
def test_a_run_that_was_ended_is_stopped_whatever_it_said(
    tmp_path: Path, end: End, reason: StopReason
) -> None:
    run = run_task(task(GREEN, tmp_path), Player(PROGRESS.encode(), -15, end))
    assert run.reading.outcome == Stopped(reason)
    assert run.reading.statistics.distinct == 567


def test_a_jvm_that_says_nothing_has_failed(tmp_path: Path) -> None:
    run = run_task(task(GREEN, tmp_path), Player(b"", 0))
    assert isinstance(run.reading.outcome, Failed)
    assert run.reading.outcome.reason is FailureReason.NO_OUTPUT


def named(jar: str, tmp_path: Path) -> TlcTask:
    """Return a task whose jar has a digest."""
    tools = replace(TOOLS, jar=Jar(Path("/opt/tla2tools.jar"), jar))
    return replace(task(GREEN, tmp_path), toolchain=tools)


def played(case: str, release: str) -> Player:
    """Return what plays a recorded run of a release."""
    run = recorded(case, release)
    return Player(run.out.encode(), run.rc)


OLD, NEW = KNOWN_JARS


@pytest.mark.parametrize("case", ["pass", "inv_later", "deadlock"])
@pytest.mark.parametrize(("jar", "release"), [(OLD, "old"), (NEW, "new"), ("0" * 64, "nightly")])
def test_the_tlc_of_the_named_jar_is_believed(
    tmp_path: Path, case: str, jar: str, release: str
) -> None:
    run = run_task(named(jar, tmp_path), played(case, release))
    assert isinstance(run.reading.outcome, Holds | Violated)


@pytest.mark.parametrize("case", ["pass", "inv_later", "deadlock", "parse_error"])
@pytest.mark.parametrize(("jar", "release"), [(OLD, "new"), (NEW, "old"), (NEW, "head")])
def test_another_tlc_than_the_named_jar_s_has_failed_and_both_are_named(
    tmp_path: Path, case: str, jar: str, release: str
) -> None:
    run = run_task(named(jar, tmp_path), played(case, release))
    assert isinstance(run.reading.outcome, Failed)
    assert run.reading.outcome.reason is FailureReason.OTHER_TLC
    assert f"says '{KNOWN_JARS[jar].banner}'" in run.reading.outcome.message
    assert f"what ran says '{run.reading.version}'" in run.reading.outcome.message


def test_a_conclusion_without_a_version_is_no_known_jar_s(tmp_path: Path) -> None:
    whole = recorded("pass", "old").out
    head, _, rest = whole.partition("@!@!@ENDMSG 2262 @!@!@\n")
    assert "STARTMSG 2262" in head
    outcome = run_task(named(OLD, tmp_path), Player(rest.encode())).reading.outcome
    assert isinstance(outcome, Failed)
    assert "what ran says no version" in outcome.message


def test_a_failure_before_the_version_keeps_its_reason(tmp_path: Path) -> None:
    outcome = run_task(named(OLD, tmp_path), Player(b"", 1)).reading.outcome
    assert isinstance(outcome, Failed)
    assert outcome.reason is FailureReason.NO_OUTPUT


@pytest.mark.parametrize(
    ("config", "names"),
    [
        ("INIT Init NEXT Next", False),
        ("INIT Init NEXT Next PROPERTY Live", True),
        ("INIT Init NEXT Next INVARIANT Safe", True),
        ("CONSTANT ( 12 = <<", False),
    ],
)
def test_a_config_without_properties_is_seen(tmp_path: Path, config: str, names: bool) -> None:
    files = made_staged_files({"M": b""}, "M", config)
    whole = replace(task(GREEN, tmp_path), files=files)
    assert run_task(whole, Player()).has_properties is names


def test_the_real_launch_is_the_default_and_takes_the_command(tmp_path: Path) -> None:
    script = tmp_path / "java"
    script.write_text('#!/bin/sh\necho "$PWD"; echo "$LC_ALL"\n')
    script.chmod(0o755)
    tools = replace(TOOLS, java=Java(script, "PATH"))
    run_task(replace(task(GREEN, tmp_path / "logs"), toolchain=tools))
    folder, locale = (tmp_path / "logs" / "output.txt").read_text().split()
    assert Path(folder).name == "spec"
    assert locale == "C.UTF-8"
    assert os.path.commonpath([folder, tmp_path]) == str(tmp_path)
