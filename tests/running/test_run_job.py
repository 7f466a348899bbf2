"""One model through TLC: its command line, its files, its environment; TLC played by a script."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustReach
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model, Role
from moltverify.running import process
from moltverify.running.process import Command, End, Finished
from moltverify.running.run_job import (
    WITNESS_MODULE,
    Job,
    Staged,
    arguments,
    java_environment,
    run_model,
    stage,
)
from moltverify.running.toolchain import Jar, Java, Toolchain
from moltverify.tla.config import read_config
from moltverify.tlc.outcome import Failed, FailureReason, Stopped, StopReason
from moltverify.tlc.progress import Progress
from tests import made
from tests.conftest import PROJECT

TOOLS = Toolchain(Java(Path("/opt/java"), "PATH"), Jar(Path("/opt/tla2tools.jar"), "0" * 64))
STAGED = Staged("M.tla", "M.cfg")
PROGRESS = (
    "@!@!@STARTMSG 2200:0 @!@!@\n"
    "Progress(3) at 2026-01-01 00:00:00: 1,234 states generated (9 s/min), "
    "567 distinct states found (9 ds/min), 89 states left on queue.\n"
    "@!@!@ENDMSG 2200 @!@!@\n"
)


def job(model: Model, logs: Path, **others: Any) -> Job:
    settings = {"timeout": 5.0, "workers": 2, "on_progress": lambda _: None, **others}
    return Job(model=model, toolchain=TOOLS, logs=logs, stop=threading.Event(), **settings)


def option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def small(role: Role) -> Model:
    models = load_registry(PROJECT / "specs" / "registry.yaml").models
    return next(model for model in models if model.role is role)


def test_the_command_line_depends_on_nothing_but_the_job(tmp_path: Path) -> None:
    one = arguments(job(made.model(tmp_path), tmp_path), STAGED, tmp_path / "private")
    assert one == arguments(job(made.model(tmp_path), tmp_path), STAGED, tmp_path / "private")
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_says_everything_that_a_run_depends_on(tmp_path: Path) -> None:
    words = arguments(job(made.model(tmp_path), tmp_path), STAGED, Path("/private"))
    assert words[0] == "/opt/java"
    assert words[-1] == "M.tla"
    assert "tlc2.TLC" in words
    assert "-tool" in words
    assert "-Xmx512m" in words
    assert f"-DTLA-Library={tmp_path}" in words
    assert option(words, "-cp") == "/opt/tla2tools.jar"
    assert option(words, "-workers") == "2"
    assert option(words, "-fp") == "0"
    assert option(words, "-seed") == "0"
    assert option(words, "-lncheck") == "final"
    assert option(words, "-metadir") == "/private/meta"
    assert option(words, "-config") == "M.cfg"
    assert "-dump" not in words


def test_what_the_jvm_writes_stays_in_the_private_folder(tmp_path: Path) -> None:
    words = arguments(job(made.model(tmp_path), tmp_path), STAGED, Path("/private"))
    assert "-Djava.io.tmpdir=/private/tmp" in words
    assert "-Duser.home=/private/home" in words
    assert "-XX:-UsePerfData" in words


def test_options_of_the_jvm_come_before_the_class_and_tlcs_after_it(tmp_path: Path) -> None:
    words = arguments(job(made.model(tmp_path), tmp_path), STAGED, tmp_path)
    main = words.index("tlc2.TLC")
    assert all(word.startswith(("-X", "-D")) for word in words[1 : main - 2])
    assert not any(word.startswith(("-X", "-D")) for word in words[main:])


@pytest.mark.parametrize("checked", [True, False])
def test_tlcs_deadlock_flag_switches_the_check_off(tmp_path: Path, checked: bool) -> None:
    words = arguments(job(made.model(tmp_path, checked), tmp_path), STAGED, tmp_path)
    assert ("-deadlock" in words) is not checked


def test_a_dump_is_asked_for_by_its_file(tmp_path: Path) -> None:
    dumping = job(made.model(tmp_path), tmp_path, dump=tmp_path / "states.dump")
    assert option(arguments(dumping, STAGED, tmp_path), "-dump") == str(tmp_path / "states.dump")


@pytest.mark.parametrize(
    "name", ["JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"]
)
def test_variables_that_change_what_a_jvm_does_are_left_out(name: str) -> None:
    assert java_environment({name: "-Xmx1m", "PATH": "/bin"}) == {
        "PATH": "/bin",
        "LC_ALL": "C.UTF-8",
    }


def test_java_sees_a_locale_in_which_every_path_can_be_named() -> None:
    assert java_environment({"LC_ALL": "C"})["LC_ALL"] == "C.UTF-8"


def test_a_model_is_staged_as_it_is(tmp_path: Path) -> None:
    model = small(Role.RED)
    assert stage(model, tmp_path) == Staged("Door_Unlocked.tla", "Door_Unlocked.cfg")
    for file in (model.job.module, model.job.config):
        assert (tmp_path / "spec" / file.name).read_bytes() == file.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "meta", "spec", "tmp"]


def test_a_witness_is_staged_as_a_module_that_denies_it(tmp_path: Path) -> None:
    assert stage(small(Role.WITNESS), tmp_path).module == f"{WITNESS_MODULE}.tla"
    module = (tmp_path / "spec" / f"{WITNESS_MODULE}.tla").read_text()
    assert "EXTENDS Door\n" in module
    assert "== ~(OwnerInside)\n" in module
    config = read_config((tmp_path / "spec" / f"{WITNESS_MODULE}.cfg").read_text())
    assert [name.name for name in config.invariants] == ["MoltverifyUnreached"]
    assert config.properties == ()
    assert config.constants == read_config(small(Role.GREEN).job.config.read_text()).constants


def test_a_folder_that_java_cannot_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "a:b"
    folder.mkdir()
    with pytest.raises(ValueError, match="Java cannot find modules in a folder with ':'"):
        stage(made.model(folder), tmp_path)


class Player:
    """Plays TLC: writes what it is told to, and remembers the command."""

    def __init__(self, output: bytes = b"", code: int = 0, end: End = End.EXITED) -> None:
        self.output, self.code, self.end = output, code, end
        self.command: Command | None = None
        self.seen: list[str] = []

    def __call__(self, command: Command, _timeout: float, _stop: Any, on_tick: Any) -> Finished:
        self.command = command
        self.seen = sorted(path.name for path in command.folder.iterdir())
        command.stdout.write_bytes(self.output)
        command.stderr.write_bytes(b"")
        on_tick()
        return Finished(self.code, self.end, 0.1)


def test_tlc_starts_in_the_private_folder_and_nothing_but_its_output_stays(tmp_path: Path) -> None:
    player = Player(b"said")
    run_model(job(small(Role.RED), tmp_path / "logs"), player)
    assert player.seen == ["Door_Unlocked.cfg", "Door_Unlocked.tla"]
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == [
        "errors.txt",
        "output.txt",
    ]
    assert (tmp_path / "logs" / "output.txt").read_bytes() == b"said"


def test_nothing_private_stays_when_the_launch_fails(tmp_path: Path) -> None:
    def fail(*_: object) -> Finished:
        raise OSError("no process can be started")

    with pytest.raises(OSError, match="no process"):
        run_model(job(small(Role.RED), tmp_path / "logs"), fail)
    assert list((tmp_path / "logs").iterdir()) == []


def test_progress_is_told_while_it_runs(tmp_path: Path) -> None:
    told: list[Progress] = []
    listening = job(small(Role.GREEN), tmp_path, on_progress=told.append)
    run_model(listening, Player(b"x" * 20_000 + b"\n" + PROGRESS.encode()))
    assert told == [Progress(1234, 567, 89, 3)]


def test_output_without_progress_tells_nothing(tmp_path: Path) -> None:
    told: list[Progress] = []
    run_model(job(small(Role.GREEN), tmp_path, on_progress=told.append), Player(b"\xff\xfe"))
    assert told == []


@pytest.mark.parametrize(
    ("end", "reason"),
    [(End.TIMED_OUT, StopReason.TIMEOUT), (End.STOPPED, StopReason.INTERRUPTED)],
)
def test_a_run_that_was_ended_is_stopped_whatever_it_said(
    tmp_path: Path, end: End, reason: StopReason
) -> None:
    run = run_model(job(small(Role.GREEN), tmp_path), Player(PROGRESS.encode(), -15, end))
    assert run.reading.outcome == Stopped(reason)
    assert run.reading.statistics.distinct == 567


def test_a_jvm_that_says_nothing_has_failed(tmp_path: Path) -> None:
    run = run_model(job(small(Role.GREEN), tmp_path), Player(b"", 0))
    assert isinstance(run.reading.outcome, Failed)
    assert run.reading.outcome.reason is FailureReason.NO_OUTPUT


def test_a_config_without_properties_is_seen(tmp_path: Path) -> None:
    (tmp_path / "M.tla").write_text("---- MODULE M ----\n====\n")
    (tmp_path / "M.cfg").write_text("INIT Init NEXT Next\n")
    model = made.model(tmp_path)
    assert not run_model(job(model, tmp_path / "logs"), Player()).has_properties
    (tmp_path / "M.cfg").write_text("INIT Init NEXT Next PROPERTY Live\n")
    assert run_model(job(model, tmp_path / "logs"), Player()).has_properties


def test_files_that_are_gone_are_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_model(job(made.model(tmp_path), tmp_path / "logs"), Player())


def test_the_real_launch_is_the_default_and_takes_the_command(tmp_path: Path) -> None:
    script = tmp_path / "java"
    script.write_text('#!/bin/sh\necho "$PWD"; echo "$LC_ALL"\n')
    script.chmod(0o755)
    tools = replace(TOOLS, java=Java(script, "PATH"))
    run_model(replace(job(small(Role.GREEN), tmp_path / "logs"), toolchain=tools), process.run)
    folder, locale = (tmp_path / "logs" / "output.txt").read_text().split()
    assert Path(folder).name == "spec"
    assert locale == "C.UTF-8"
    assert os.path.commonpath([folder, tmp_path]) == str(tmp_path)


def test_a_witness_needs_an_expectation_of_its_kind() -> None:
    assert small(Role.WITNESS).expectation == MustReach("OwnerInside")
