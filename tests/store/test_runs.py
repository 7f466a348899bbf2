"""Folders of runs: made for one run each, their results written whole, old ones pruned."""

from pathlib import Path

import pytest

from moltverify.errors import StoreError
from moltverify.store.runs import KEPT, RESULTS, RunFolders


@pytest.fixture
def store(tmp_path: Path) -> RunFolders:
    return RunFolders(tmp_path / ".moltverify")


def record(store: RunFolders, name: str, result: bytes = b"1") -> Path:
    """Record a run under a name."""
    folder = store.runs / name
    folder.mkdir(parents=True)
    store.write_result(folder, result)
    return folder


def runs(store: RunFolders) -> list[str]:
    return sorted(path.name for path in store.runs.iterdir())


def test_two_runs_at_once_have_folders_of_their_own(store: RunFolders) -> None:
    folders = [store.new_run() for _ in range(20)]
    assert len(set(folders)) == 20


def test_git_is_told_to_look_away(store: RunFolders) -> None:
    store.new_run()
    assert (store.root / ".gitignore").read_text() == "*\n"


def test_results_come_newest_first_as_they_are_read(store: RunFolders) -> None:
    for day, content in ((1, b"1"), (3, b"3"), (2, b"no number"), (4, b"4")):
        record(store, f"2099010{day}-000000-aaaaaa", content)
    assert list(store.results(int)) == [4, 3, 1]


def test_a_result_is_found_by_its_run(store: RunFolders) -> None:
    record(store, "20990101-000000-aaaaaa", b"7")
    record(store, "20990102-000000-aaaaaa", b"no number")
    assert store.result("20990101-000000-aaaaaa", int) == 7
    assert store.result("20990102-000000-aaaaaa", int) is None
    assert store.result("20990103-000000-aaaaaa", int) is None
    assert store.result("../runs/20990101-000000-aaaaaa", int) is None


def test_a_run_without_a_result_yet_counts_as_none(store: RunFolders) -> None:
    record(store, "20200101-000000-aaaaaa", b"7")
    store.new_run()
    assert list(store.results(int)) == [7]


def test_old_runs_are_removed_and_the_newest_kept(store: RunFolders) -> None:
    names = [f"209901{day:02}-000000-aaaaaa" for day in range(1, KEPT + 4)]
    for name in names:
        record(store, name)
    assert runs(store) == names[3:]


def test_a_run_that_goes_on_is_not_removed(store: RunFolders) -> None:
    going_on = store.new_run()
    for day in range(1, KEPT + 3):
        record(store, f"209901{day:02}-000000-aaaaaa")
    assert going_on.is_dir()


def test_a_run_that_never_ended_is_removed_after_days(store: RunFolders) -> None:
    killed = store.runs / "20200101-000000-aaaaaa"
    (killed / "models" / "door").mkdir(parents=True)
    record(store, "20990101-000000-aaaaaa")
    assert not killed.exists()


@pytest.mark.parametrize("where", ["", "runs"])
def test_a_file_in_the_folders_place_is_a_store_error(store: RunFolders, where: str) -> None:
    blocked = store.root / where
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.touch()
    with pytest.raises(StoreError, match=r"cannot make .*: (Not a directory|File exists)"):
        store.new_run()
    assert list(store.results(int)) == []


def test_a_result_that_cannot_be_written_is_a_store_error(store: RunFolders) -> None:
    folder = store.new_run()
    (folder / RESULTS).mkdir()
    with pytest.raises(StoreError, match=r"cannot write .*results\.json: Is a directory"):
        store.write_result(folder, b"1")
