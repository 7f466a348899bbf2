"""One invocation: its folder, its record, and the result where nothing has to run."""

from pathlib import Path
from threading import Event

import pytest

from moltverify.errors import StoreError
from moltverify.registry.load import load_registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.java_search import Java
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.run_options import RunOptions
from moltverify.suite.settings import unless_ok
from moltverify.suite.suite_run import (
    RecordedSuite,
    SuiteRun,
    run_folder,
    run_suite,
    settings_of,
    try_to_save,
)
from moltverify.suite.verdict import Verdict
from tests import made
from tests.conftest import PROJECT

TOOLS = Toolchain(Java(Path("/opt/java"), "PATH"), Jar(Path("/opt/tla2tools.jar"), "0" * 64))


@pytest.fixture
def store(tmp_path: Path) -> RecordedRuns:
    return RecordedRuns(tmp_path / ".moltverify")


@pytest.fixture
def blocked(tmp_path: Path) -> RecordedRuns:
    """A store whose folder cannot be made."""
    (tmp_path / "file").touch()
    return RecordedRuns(tmp_path / "file")


def invocation(store: RecordedRuns, options: RunOptions | None = None) -> SuiteRun:
    files = RegistryFiles(load_registry(PROJECT / "specs" / "registry.yaml"))
    return SuiteRun(
        files=files,
        models=(),
        toolchain=TOOLS,
        store=store,
        options=options or RunOptions(),
        shard="1/4",
    )


def run(store: RecordedRuns, stop: Event | None = None) -> RecordedSuite:
    return run_suite(invocation(store), stop or Event(), lambda _: None)


def test_a_run_is_recorded_under_the_name_of_its_folder(store: RecordedRuns) -> None:
    recorded = run(store)
    assert recorded.trouble is None
    assert store.last_suite() == recorded.result
    assert [folder.name for folder in store.runs.iterdir()] == [recorded.result.run]


def test_a_result_says_what_it_is_of(store: RecordedRuns) -> None:
    result = run(store).result
    assert (result.title, result.shard) == ("A door with a lock", "1/4")
    assert result.registry == invocation(store).files.digest
    assert (result.tools.jar, result.tools.release, result.tools.java) == (
        "0" * 64,
        None,
        "/opt/java",
    )


def test_a_run_of_no_models_is_no_success(store: RecordedRuns) -> None:
    assert run(store).result.verdict is Verdict.INCONCLUSIVE


def test_a_run_that_was_stopped_says_so(store: RecordedRuns) -> None:
    stop = Event()
    assert not run(store, stop).result.interrupted
    stop.set()
    assert run(store, stop).result.interrupted


def test_a_store_that_cannot_be_made_costs_the_record_only(blocked: RecordedRuns) -> None:
    recorded = run(blocked)
    assert isinstance(recorded.trouble, StoreError)
    assert recorded.result.title == "A door with a lock"


def test_the_folder_of_a_store_stays_and_another_one_is_removed(
    store: RecordedRuns, blocked: RecordedRuns
) -> None:
    with run_folder(store) as (kept, trouble):
        assert (kept.parent, trouble) == (store.runs, None)
    with run_folder(blocked) as (temporary, trouble):
        assert temporary.is_dir()
        assert isinstance(trouble, StoreError)
    assert kept.is_dir()
    assert not temporary.exists()


def test_an_error_inside_a_run_is_not_taken_for_one_of_the_store(store: RecordedRuns) -> None:
    with pytest.raises(StoreError, match="of the run"), run_folder(store):
        raise StoreError("of the run")


def test_a_result_that_cannot_be_saved_is_reported_and_not_raised(
    store: RecordedRuns, blocked: RecordedRuns
) -> None:
    result = made.suite(made.green())
    folder = store.new_run()
    assert try_to_save(store, folder, result) is None
    trouble = try_to_save(blocked, blocked.root / "run", result)
    assert isinstance(trouble, StoreError)


def test_the_options_of_the_user_are_those_of_the_loop(store: RecordedRuns) -> None:
    options = RunOptions(jobs=3, timeout=5.0, workers=2, fail_fast=True, use_cache=False)
    settings = settings_of(invocation(store, options), store.root, TOOLS)
    assert (settings.jobs, settings.timeout, settings.workers) == (3, 5.0, 2)
    assert (settings.is_enough, settings.cache) == (unless_ok, None)
    assert settings_of(invocation(store), store.root, TOOLS).cache is not None
    assert settings_of(invocation(store), store.root, TOOLS).jobs >= 1
