"""Caches that do not grow for ever: what goes, what stays, and how often that is looked at."""

import os
import re
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from moltverify.store.keyed import KeyedStore
from moltverify.store.opened_folder import DAY, opened_folder
from moltverify.store.pruning import MARKER, UNUSED, last_pruned, prune, prune_daily

OURS = re.compile(r"\w+\.json|\.\w+\.part")


def used(folder: Path, name: str, days_ago: float, size: int = 10) -> Path:
    """Make a file of so many bytes that was used last so many days ago."""
    file = folder / name
    file.write_bytes(bytes(size))
    stamp = time.time() - days_ago * DAY
    os.utime(file, (stamp, stamp), follow_symlinks=False)
    return file


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name != MARKER)


def prune_now(folder: Path, largest: int = 1000) -> None:
    with opened_folder(folder) as opened:
        prune(opened, OURS, time.time(), largest)


def prune_if_due(folder: Path, largest: int = 1000) -> None:
    with opened_folder(folder) as opened:
        prune_daily(opened, OURS, largest)


def test_what_was_not_used_for_thirty_days_goes(tmp_path: Path) -> None:
    used(tmp_path, "old.json", days_ago=30.1)
    used(tmp_path, "new.json", days_ago=29.9)
    used(tmp_path, ".half.part", days_ago=31)
    prune_now(tmp_path)
    assert names(tmp_path) == ["new.json"]


def test_a_stamp_far_in_the_future_counts_as_old(tmp_path: Path) -> None:
    used(tmp_path, "tomorrow.json", days_ago=-1)
    used(tmp_path, "later.json", days_ago=-31)
    prune_now(tmp_path)
    assert names(tmp_path) == ["tomorrow.json"]


def test_of_more_than_fits_the_last_used_stay(tmp_path: Path) -> None:
    for number in range(10):
        used(tmp_path, f"f{number}.json", days_ago=number, size=100)
    prune_now(tmp_path, largest=350)
    assert names(tmp_path) == ["f0.json", "f1.json", "f2.json"]


def test_what_fits_exactly_stays(tmp_path: Path) -> None:
    used(tmp_path, "a.json", days_ago=1, size=100)
    used(tmp_path, "b.json", days_ago=2, size=100)
    prune_now(tmp_path, largest=200)
    assert names(tmp_path) == ["a.json", "b.json"]


def test_nothing_goes_that_has_another_name(tmp_path: Path) -> None:
    used(tmp_path, "thesis.tex", days_ago=400, size=5000)
    used(tmp_path, "a.json.bak", days_ago=400)
    prune_now(tmp_path)
    assert names(tmp_path) == ["a.json.bak", "thesis.tex"]


def test_a_folder_of_one_of_our_names_stays(tmp_path: Path) -> None:
    (tmp_path / "old.json").mkdir()
    os.utime(tmp_path / "old.json", (0, 0))
    prune_now(tmp_path)
    assert names(tmp_path) == ["old.json"]


def test_a_link_goes_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    target = used(tmp_path, "target", days_ago=400)
    (folder / "old.json").symlink_to(target)
    os.utime(folder / "old.json", (0, 0), follow_symlinks=False)
    prune_now(folder)
    assert names(folder) == []
    assert target.exists()


def test_a_folder_is_looked_through_once_a_day(tmp_path: Path) -> None:
    prune_if_due(tmp_path)
    old = used(tmp_path, "old.json", days_ago=40)
    prune_if_due(tmp_path)
    assert old.exists()
    stamp = time.time() - 1.01 * DAY
    os.utime(tmp_path / MARKER, (stamp, stamp))
    prune_if_due(tmp_path)
    assert not old.exists()
    with opened_folder(tmp_path) as opened:
        assert abs(last_pruned(opened) - time.time()) < DAY / 2


@pytest.mark.parametrize("days", [-400, 400])
def test_a_stamp_of_a_wrong_clock_does_not_put_it_off(tmp_path: Path, days: int) -> None:
    old = used(tmp_path, "old.json", days_ago=40)
    used(tmp_path, MARKER, days_ago=days)
    prune_if_due(tmp_path)
    assert not old.exists()


def test_a_folder_that_was_never_pruned_has_no_stamp(tmp_path: Path) -> None:
    with opened_folder(tmp_path) as opened:
        assert last_pruned(opened) == 0


def test_a_marker_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / MARKER).symlink_to(tmp_path / "elsewhere")
    os.utime(tmp_path / MARKER, (0, 0), follow_symlinks=False)
    with pytest.raises(OSError, match=MARKER):
        prune_if_due(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_store_prunes_what_it_does_not_use(tmp_path: Path) -> None:
    store = KeyedStore(tmp_path, "doors")
    for key in "12":
        store.put(key * 64, "door")
        stamp = time.time() - UNUSED - DAY
        os.utime(store.folder / f"{key * 64}.json", (stamp, stamp))
    (store.folder / MARKER).unlink()
    assert store.get("1" * 64, str) == "door"
    store.put("3" * 64, "door")
    assert [store.get(key * 64, str) for key in "123"] == ["door", None, "door"]


def test_a_store_leaves_the_user_s_own_files(tmp_path: Path) -> None:
    store = KeyedStore(tmp_path, "doors")
    store.folder.mkdir()
    kept = [used(store.folder, name, days_ago=99) for name in ("a.json", "b.tla", ".c.part-000000")]
    store.put("1" * 64, "door")
    assert all(file.exists() for file in kept)


def test_a_link_to_a_folder_is_not_pruned(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    kept = used(mine, f"{'1' * 64}.json", days_ago=99)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "doors").symlink_to(mine)
    KeyedStore(tmp_path / "cache", "doors").put("2" * 64, "door")
    assert [file.name for file in mine.iterdir()] == [kept.name]


def prune_many_times(folder: Path) -> None:
    for _ in range(50):
        prune_now(folder, largest=500)


def test_processes_that_prune_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    for number in range(500):
        used(tmp_path, f"f{number}.json", days_ago=number / 20)
    processes = [
        get_context("spawn").Process(target=prune_many_times, args=(tmp_path,)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(names(tmp_path)) == 50
