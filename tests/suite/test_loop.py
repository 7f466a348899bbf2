"""All steps for a model: staged, run on the real TLC, parsed, judged."""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.load import load_registry
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.engines import RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.suite.settings import unless_ok
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.tla.values import SetValue
from tests.conftest import edit, java_children

pytestmark = pytest.mark.tlc

Check = Callable[[str], ModelResult]
ENDLESS = "ASSUME \\A s, t \\in SUBSET (1..25) : s = s"


@pytest.fixture
def check(project: Path, tmp_path: Path, toolchain: Toolchain, launch_for: LaunchFor) -> Check:
    """Runs one model of the small project in a warm worker."""

    def run(model_id: str) -> ModelResult:
        registry = load_registry(project / "specs" / "registry.yaml")
        models = [model for model in registry.models if model.id == model_id]
        settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=tmp_path / "run",
            jobs=1,
            timeout=30,
            engine=lambda _: nullcontext(launch_for),
        )
        [result] = suite.check_models(models, settings, threading.Event(), lambda _: None)
        return result

    return run


def test_a_green_holds_in_its_registered_states(check: Check) -> None:
    result = check("door")
    assert (result.verdict, result.statistics.distinct) == (Verdict.AS_EXPECTED, 6)


def test_a_witness_is_reached(check: Check) -> None:
    assert check("door@let-in").verdict is Verdict.AS_EXPECTED


def test_a_red_breaks_as_named_and_tells_its_actions(check: Check) -> None:
    result = check("door:unlocked")
    assert result.verdict is Verdict.AS_EXPECTED
    assert result.trace is not None
    actions = [step.action.name for step in result.trace.steps if step.action]
    assert actions == ["Open", "Enter"]


def test_a_red_that_lost_its_fault_is_unexpected(project: Path, check: Check) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", "v \\in Visitors", 'v = "owner"')
    result = check("door:unlocked")
    assert result.verdict is Verdict.UNEXPECTED
    assert "nothing was violated in 6 distinct states" in result.reason


def test_a_red_that_ends_in_a_deadlock_is_unexpected(project: Path, check: Check) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", "v \\in Visitors", "FALSE")
    edit(project / "specs" / "Door.tla", "Knock == /\\ door", "Knock == /\\ FALSE /\\ door")
    result = check("door:unlocked")
    assert result.verdict is Verdict.UNEXPECTED
    assert "TLC found a deadlock" in result.reason
    assert "`deadlock: allowed`" in result.reason


def test_a_red_with_a_syntax_error_is_broken_and_says_where(project: Path, check: Check) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", "v \\in Visitors", "v \\in )")
    result = check("door:unlocked")
    assert result.verdict is Verdict.BROKEN
    assert "(parse) at line 4" in result.reason


def test_a_red_with_an_unknown_name_is_broken_and_says_where(project: Path, check: Check) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", "Visitors", "Visitor")
    result = check("door:unlocked")
    assert result.verdict is Verdict.BROKEN
    assert "Visitor" in result.reason


def test_a_red_that_never_ends_is_inconclusive(
    project: Path, tmp_path: Path, toolchain: Toolchain
) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
    registry = load_registry(project / "specs" / "registry.yaml")
    models = [model for model in registry.models if model.id == "door:unlocked"]
    settings = suite.SuiteSettings(toolchain=toolchain, folder=tmp_path / "run", jobs=1, timeout=3)
    [result] = suite.check_models(models, settings, threading.Event(), lambda _: None)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert result.reason.startswith("stopped: timeout after 3 s; TLC had ")


def test_a_witness_that_cannot_be_reached_is_unexpected(project: Path, check: Check) -> None:
    edit(project / "specs" / "Door.tla", "Enter(v) == /\\", "Enter(v) == /\\ FALSE /\\")
    assert check("door@let-in").verdict is Verdict.UNEXPECTED


def test_a_green_without_initial_states_is_broken(project: Path, check: Check) -> None:
    edit(project / "specs" / "Door.tla", "Init == ", "Init == FALSE /\\ ")
    result = check("door")
    assert result.verdict is Verdict.BROKEN
    assert "no initial states" in result.reason


def test_a_constant_false_invariant_is_no_expected_failure(project: Path, check: Check) -> None:
    edit(project / "specs" / "Door.tla", "OnlyWithKey == ", "OnlyWithKey == 1 = 2\nOld == ")
    result = check("door:unlocked")
    assert result.verdict is Verdict.UNEXPECTED
    assert "constant invariant" in result.reason


def test_nothing_is_left_of_a_run_but_its_output(check: Check, tmp_path: Path) -> None:
    before = {path for path in Path("/tmp").iterdir() if "hsperfdata" in path.name}
    result = check("door:unlocked")
    logs = tmp_path / result.logs
    assert sorted(path.name for path in logs.iterdir()) == ["errors.txt", "output.txt"]
    assert (logs / "errors.txt").read_text() == ""
    assert {path for path in Path("/tmp").iterdir() if "hsperfdata" in path.name} == before


def test_the_specs_folder_stays_as_it_was(check: Check, project: Path) -> None:
    def content() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (project / "specs").rglob("*")}

    before = content()
    check("door")
    assert content() == before


def test_text_beyond_ascii_passes_through_tlc_unchanged(project: Path, check: Check) -> None:
    for name in ("Door.tla", "Door.cfg", "Door_Unlocked.cfg"):
        file = project / "specs" / name
        file.write_text(file.read_text().replace("thief", "Diebin Zoë → 日本"))
    result = check("door:unlocked")
    assert result.trace is not None
    assert dict(result.trace.steps[1].state)["waiting"] == SetValue(("Diebin Zoë → 日本",))


def test_the_stop_flag_ends_what_runs_and_leaves_out_what_waits(
    project: Path, tmp_path: Path, toolchain: Toolchain
) -> None:
    edit(project / "specs" / "Door.tla", "CONSTANT Visitors", f"CONSTANT Visitors\n{ENDLESS}")
    registry = load_registry(project / "specs" / "registry.yaml")
    settings = suite.SuiteSettings(toolchain=toolchain, folder=tmp_path / "run", jobs=1)
    stop = threading.Event()

    def listen(event: suite.SuiteEvent) -> None:
        if isinstance(event, suite.Started):
            stop.set()

    [result] = suite.check_models(registry.models, settings, stop, listen)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert java_children(os.getpid()) == []


def test_fail_fast_leaves_out_what_waits(
    project: Path, tmp_path: Path, toolchain: Toolchain
) -> None:
    edit(project / "specs" / "Door.tla", "Init == ", "Init == FALSE /\\ ")
    registry = load_registry(project / "specs" / "registry.yaml")
    settings = suite.SuiteSettings(
        toolchain=toolchain, folder=tmp_path / "run", jobs=1, is_enough=unless_ok
    )
    results = suite.check_models(registry.models, settings, threading.Event(), lambda _: None)
    assert [result.id for result in results] == ["door"]


def test_a_java_that_does_not_start_breaks_each_model_but_loses_none(
    project: Path, tmp_path: Path, toolchain: Toolchain
) -> None:
    gone = replace(toolchain, java=replace(toolchain.java, path=tmp_path / "no-java"))
    registry = load_registry(project / "specs" / "registry.yaml")
    settings = suite.SuiteSettings(toolchain=gone, folder=tmp_path / "run", jobs=2)
    results = suite.check_models(registry.models, settings, threading.Event(), lambda _: None)
    assert [result.verdict for result in results] == [Verdict.BROKEN] * 3
    assert all("no-java" in result.reason for result in results)


@pytest.mark.nightly  # test_architecture.py shows that a cached run opens none
def test_the_engine_is_opened_only_for_what_the_cache_does_not_know(
    project: Path, tmp_path: Path, toolchain: Toolchain
) -> None:
    opened: list[int] = []

    def engine(sizes: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
        opened.append(len(sizes))
        return suite.processes(sizes)

    def run() -> list[bool]:
        settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=tmp_path / "run",
            jobs=2,
            engine=engine,
            cache=VerdictCache(tmp_path / "cache", toolchain),
        )
        models = load_registry(project / "specs" / "registry.yaml").models
        results = suite.check_models(models, settings, threading.Event(), lambda _: None)
        return [result.cached for result in results]

    assert run() == [False, False, False]
    assert run() == [True, True, True]
    edit(project / "specs" / "Door_Unlocked.tla", "v \\in Visitors", 'v = "owner"')
    assert run() == [True, True, False]
    assert opened == [3, 1]
