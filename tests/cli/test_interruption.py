"""Runs that are ended from outside: the recorded results, and the next run."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from moltverify.suite.results import suite_from_json
from tests.cli.processes import PATIENCE, is_running, started, wait_for_java, wait_until
from tests.conftest import Run, edit
from tests.suite.test_loop import ENDLESS

pytestmark = pytest.mark.tlc


@pytest.fixture
def endless(recorded: Path) -> Path:
    """The recorded project with a red model that never ends; the other models are cached."""
    edit(recorded / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
    return recorded


def mend(project: Path) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", f"{ENDLESS}\n", "")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_run_with_what_is_known_so_far(
    endless: Path, environment: dict[str, str], moltverify: Run, number: int, code: int
) -> None:
    with started("run", cwd=endless, env=environment) as program:
        [java] = wait_for_java(program)
        program.send_signal(number)
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, err) == (code, "")
    assert not is_running(java)
    assert "✓ green              holds in 6 distinct states" in out
    assert "INCONCLUSIVE: stopped: interrupted" in out
    assert "1 inconclusive, 2 as expected, 2 cached" in out
    mend(endless)
    after = moltverify("run")
    assert (after.returncode, "all cached" in after.stdout) == (0, True)


def test_models_that_waited_are_named_when_a_run_is_interrupted(
    endless: Path, environment: dict[str, str]
) -> None:
    specs = endless / "specs"
    edit(specs / "Door.tla", "CONSTANT Visitors", f"CONSTANT Visitors\n{ENDLESS}")
    with started("run", "--jobs", "1", "--json", cwd=endless, env=environment) as program:
        wait_for_java(program)
        program.send_signal(signal.SIGINT)
        out, _ = program.communicate(timeout=PATIENCE)
    suite = suite_from_json(out.encode())
    assert (program.returncode, suite.interrupted) == (130, True)
    [started_first] = [model.id for model in suite.models]
    assert {started_first, *suite.missing} == {"door", "door@let-in", "door:unlocked"}
    assert len(suite.missing) == 2


def test_after_a_kill_the_next_run_works(
    endless: Path, environment: dict[str, str], moltverify: Run
) -> None:
    with started("run", cwd=endless, env=environment) as program:
        [java] = wait_for_java(program)
        program.kill()
        program.wait(PATIENCE)
    # Java ends with the program, for any reason.
    wait_until(lambda: [] if is_running(java) else [java])
    mend(endless)
    after = moltverify("run")
    assert (after.returncode, "all cached" in after.stdout) == (0, True)
    assert moltverify("show", "door").returncode == 0


def test_docs_are_ended_like_runs_and_write_nothing(
    endless: Path, environment: dict[str, str]
) -> None:
    with started("docs", cwd=endless, env=environment) as program:
        [java] = wait_for_java(program)
        program.send_signal(signal.SIGTERM)
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, out, err) == (143, "", "error: interrupted\n")
    assert not is_running(java)
    assert not (endless / "docs").exists()


@pytest.mark.nightly  # tests/store shows processes that share a folder
def test_two_runs_at_once_do_not_disturb_each_other(
    project: Path, environment: dict[str, str], moltverify: Run
) -> None:
    arguments = ("run", "door:unlocked", "--no-cache", "--store", "elsewhere")
    with (
        started(*arguments, cwd=project, env=environment) as one,
        started(*arguments, cwd=project, env=environment) as other,
    ):
        answers = [program.communicate(timeout=PATIENCE) for program in (one, other)]
    assert [(one.returncode, other.returncode)] == [(0, 0)]
    assert all("1 as expected" in out and err == "" for out, err in answers)
    runs = list((project / "elsewhere" / "runs").iterdir())
    assert len(runs) == 2
    assert all((run / "results.json").is_file() for run in runs)
    assert not (project / ".moltverify").exists()
    assert moltverify("show", "door:unlocked", "--store", "elsewhere").returncode == 0


def test_a_store_that_cannot_be_made_costs_no_verdict(project: Path, moltverify: Run) -> None:
    (project / ".moltverify").touch()
    answer = moltverify("run", "door:unlocked")
    assert answer.returncode == 3
    assert "1 claim, 1 model: 1 as expected" in answer.stdout
    assert "thief goes in" in answer.stdout
    assert answer.stderr.startswith(f"error: cannot make {project}/.moltverify/runs/")
    assert ": Not a directory\nhint: free space or make the folder writable" in answer.stderr


def test_a_disk_that_takes_no_more_makes_no_verdict(
    project: Path, environment: dict[str, str]
) -> None:
    # A limit on the size of files has the same effect as a full disk.
    command = 'ulimit -f 1; exec "$0" -m moltverify run door:unlocked'
    answer = subprocess.run(
        ["bash", "-c", command, sys.executable],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert answer.returncode == 3
    assert "BROKEN" in answer.stdout
    assert "Traceback" not in answer.stderr
    assert "results.json: File too large" in answer.stderr
