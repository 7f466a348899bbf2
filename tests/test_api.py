"""The door for Python: the same as the command line, in the same words."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

import moltverify as mv
from moltverify import api
from moltverify.errors import RegistryError, ToolchainError, UsageError
from moltverify.store.cache_folder import VARIABLE
from moltverify.suite.loop import Ended, Started, SuiteEvent
from moltverify.tlc.outcome import Failed, FailureReason, Holds, Violated
from tests.conftest import Run, edit
from tests.report import sample

DOCS = Path(__file__).parents[1] / "docs" / "python.md"


def test_the_names_of_the_door_are_these() -> None:
    assert mv.__all__ == [
        *("ModelResult", "Reading", "Recorder", "Registry", "Role", "SuiteResult", "Trace"),
        *("TraceReport", "__version__", "check", "load", "read_tlc", "record", "run_tlc"),
        "validate",
    ]
    assert all(getattr(mv, name) is not None for name in mv.__all__)
    assert dir(mv) == mv.__all__


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'chek'"):
        mv.chek  # noqa: B018 - the access is what is tested


def test_importing_the_package_imports_nothing_of_it() -> None:
    code = "import sys, moltverify; print([m for m in sys.modules if m.startswith('moltverify.')])"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "[]\n"


def test_a_registry_loads_by_its_file_and_by_its_folder(project: Path) -> None:
    by_folder, by_file = mv.load(project / "specs"), mv.load(project / "specs" / "registry.yaml")
    assert [claim.id for claim in by_folder.claims] == ["door"]
    assert by_folder.models == by_file.models


def test_a_registry_that_is_not_there_or_wrong_is_an_error_with_a_hint(project: Path) -> None:
    with pytest.raises(UsageError) as missing:
        mv.load(project / "nothing")
    assert "name a registry.yaml" in missing.value.hint
    edit(project / "specs" / "registry.yaml", "id: door", "id: Door!")
    with pytest.raises(RegistryError, match="1 mistake"):
        mv.load(project / "specs")


@pytest.mark.tlc
def test_check_says_what_the_command_says(project: Path, moltverify: Run) -> None:
    result = mv.check(mv.load(project / "specs"), cache=False)
    said = json.loads(moltverify("run", "--no-cache", "--json").stdout)
    assert result.ok
    assert [(one.id, one.verdict.value, one.reason) for one in result] == [
        (one["id"], one["verdict"], one["reason"]) for one in said["models"]
    ]


@pytest.mark.tlc
def test_results_are_found_by_id_and_a_wrong_id_names_the_nearest(project: Path) -> None:
    result = mv.check(project / "specs", "door")
    assert len(result) == 3
    assert result["door:unlocked"].trace is not None
    assert result["door"].trace is None
    with pytest.raises(KeyError, match="did you mean door:unlocked"):
        result["door:unlock"]


@pytest.mark.nightly  # tests/cli/test_run.py shows it for the command, which is the same
@pytest.mark.tlc
def test_what_is_unchanged_is_taken_from_the_cache_that_the_command_uses(
    project: Path, moltverify: Run, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moltverify("run")
    monkeypatch.setenv(VARIABLE, environment[VARIABLE])
    assert all(one.cached for one in mv.check(project / "specs"))
    assert not any(one.cached for one in mv.check(project / "specs", cache=False))


@pytest.mark.tlc
def test_a_red_that_differs_in_more_than_its_fault_is_refused_like_by_the_command(
    project: Path, moltverify: Run
) -> None:
    edit(project / "specs" / "Door_Unlocked.cfg", "INVARIANT", "CONSTRAINT TRUE\nINVARIANT")
    assert moltverify("run").returncode == 2
    with pytest.raises(RegistryError, match=r"Door_Unlocked\.cfg"):
        mv.check(project / "specs")


@pytest.mark.tlc
def test_roles_and_events_are_at_hand(project: Path) -> None:
    events: list[SuiteEvent] = []
    result = mv.check(project / "specs", roles={mv.Role.RED}, cache=False, listen=events.append)
    assert [one.id for one in result] == ["door:unlocked"]
    assert [type(event) for event in events if isinstance(event, Started | Ended)] == [
        Started,
        Ended,
    ]


def test_a_selector_that_names_nothing_is_an_error(project: Path) -> None:
    with pytest.raises(UsageError, match="window"):
        mv.check(project / "specs", "window")


def test_a_jar_that_is_not_there_is_an_error(project: Path) -> None:
    with pytest.raises(ToolchainError, match=r"no file .*other\.jar"):
        mv.check(project / "specs", tla2tools=project / "other.jar")


@pytest.mark.tlc
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_result_that_cannot_be_recorded_is_returned_with_a_warning(project: Path) -> None:
    project.chmod(0o500)
    with pytest.warns(RuntimeWarning, match="cannot make"):
        assert mv.check(project / "specs", cache=False).ok
    project.chmod(0o700)


@pytest.mark.tlc
def test_a_store_that_is_a_file_gives_a_warning_and_the_result(project: Path) -> None:
    (project / "store").touch()
    with pytest.warns(RuntimeWarning, match="cannot make"):
        result = mv.check(project / "specs", store=project / "store", cache=False)
    assert result.ok


@pytest.mark.tlc
def test_tlc_runs_without_a_registry(project: Path) -> None:
    holds = mv.run_tlc(project / "specs" / "Door.tla", deadlock=False)
    assert holds.outcome == Holds()
    assert holds.statistics.distinct == 6
    red = project / "specs" / "Door_Unlocked.tla"
    violated = mv.run_tlc(red, red.with_suffix(".cfg"), deadlock=False, logs=project / "logs")
    assert isinstance(violated.outcome, Violated)
    assert (project / "logs" / "output.txt").is_file()


def test_a_module_that_is_not_there_is_an_os_error(project: Path) -> None:
    with pytest.raises(FileNotFoundError):
        mv.run_tlc(project / "specs" / "Window.tla")


def test_any_text_is_read_as_what_tlc_said() -> None:
    reading = mv.read_tlc("nonsense", 1)
    assert isinstance(reading.outcome, Failed)
    assert reading.outcome.reason is FailureReason.NO_OUTPUT


@pytest.mark.tlc
def test_the_example_of_the_documentation_runs(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    example = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    monkeypatch.chdir(project)
    exec(compile(example[1], str(DOCS), "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[:3] == [
        "True",
        "as expected - violates the invariant OnlyWithKey in 3 states",
        "3 states",
    ]


@pytest.mark.tlc
def test_results_and_traces_show_themselves_in_a_notebook(project: Path) -> None:
    result = mv.check(project / "specs")
    red = result["door:unlocked"]
    for shown in (result, red, red.trace):
        assert shown is not None
        html = shown._repr_html_()
        assert html is not None
        assert "inside" in html or shown is result
        assert "http" not in html.replace("http://www.w3.org", "")


def test_registries_are_kept_for_the_newest_runs_only(project: Path) -> None:
    registry = mv.load(project / "specs")
    runs = [replace(sample.suite(), run=f"run {number}") for number in range(70)]
    for run in runs:
        api.remember(run, registry)
    assert "<iframe" in str(runs[-1]._repr_html_())
    assert "<iframe" not in str(runs[0]._repr_html_())
    assert len(api.REGISTRIES) <= 64
