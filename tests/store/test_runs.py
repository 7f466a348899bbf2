"""Recorded runs: written whole or not at all, pruned, and read whatever became of them."""

import threading
from pathlib import Path

import pytest

from moltverify.errors import StoreError
from moltverify.store.runs import KEPT, RESULTS, Store, write_atomically
from moltverify.suite.verdict import Verdict
from tests import made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / ".moltverify")


def record(store: Store, name: str, verdict: Verdict = Verdict.AS_EXPECTED) -> Path:
    """Record a run of the door under a name."""
    folder = store.runs / name
    folder.mkdir(parents=True)
    store.save(folder, made.suite(made.green(verdict=verdict), run=name))
    return folder


def runs(store: Store) -> list[str]:
    return sorted(path.name for path in store.runs.iterdir())


def test_an_empty_store_knows_nothing(store: Store) -> None:
    assert (store.latest("door"), store.last_suite()) == (None, None)
    assert store.last_verdicts(["door"]) == {}


def test_what_is_saved_is_read_back(store: Store) -> None:
    folder = store.new_run()
    store.save(folder, made.suite(made.green(), made.red()))
    assert store.last_suite() == made.suite(made.green(), made.red())
    assert store.latest("door:unlocked") == made.red()
    assert store.latest("door:other") is None


def test_two_runs_at_once_have_folders_of_their_own(store: Store) -> None:
    folders = [store.new_run() for _ in range(20)]
    assert len(set(folders)) == 20


def test_git_is_told_to_look_away(store: Store) -> None:
    store.new_run()
    assert (store.root / ".gitignore").read_text() == "*\n"


def test_the_newest_result_of_each_model_counts(store: Store) -> None:
    record(store, "20260101-000000-aaaaaa", Verdict.BROKEN)
    record(store, "20260102-000000-aaaaaa", Verdict.UNEXPECTED)
    folder = store.runs / "20260103-000000-aaaaaa"
    folder.mkdir()
    store.save(folder, made.suite(made.green("gate")))
    latest = store.latest("door")
    assert latest is not None
    assert latest.verdict is Verdict.UNEXPECTED
    verdicts = store.last_verdicts(["gate", "door", "unknown"])
    assert verdicts == {"gate": Verdict.AS_EXPECTED, "door": Verdict.UNEXPECTED}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"models": 5}', b"\xff\x00"])
def test_a_damaged_run_counts_as_none(store: Store, content: bytes) -> None:
    record(store, "20990101-000000-aaaaaa")
    damaged = store.runs / "20990102-000000-aaaaaa"
    damaged.mkdir()
    (damaged / RESULTS).write_bytes(content)
    assert store.last_verdicts(["door"]) == {"door": Verdict.AS_EXPECTED}
    assert store.latest("door") == made.green()
    suite = store.last_suite()
    assert suite is not None
    assert suite.run == "20990101-000000-aaaaaa"


def test_a_run_without_a_result_yet_counts_as_none(store: Store) -> None:
    record(store, "20990101-000000-aaaaaa")
    store.new_run()
    assert store.latest("door") == made.green()


def test_old_runs_are_removed_and_the_newest_kept(store: Store) -> None:
    names = [f"209901{day:02}-000000-aaaaaa" for day in range(1, KEPT + 4)]
    for name in names:
        record(store, name)
    assert runs(store) == names[3:]


def test_a_run_that_goes_on_is_not_removed(store: Store) -> None:
    going_on = store.new_run()
    for day in range(1, KEPT + 3):
        record(store, f"209901{day:02}-000000-aaaaaa")
    assert going_on.is_dir()


def test_a_run_that_never_ended_is_removed_after_days(store: Store) -> None:
    killed = store.runs / "20200101-000000-aaaaaa"
    (killed / "models" / "door").mkdir(parents=True)
    record(store, "20990101-000000-aaaaaa")
    assert not killed.exists()


@pytest.mark.parametrize("where", ["", "runs"])
def test_a_file_in_the_folders_place_is_a_store_error(store: Store, where: str) -> None:
    blocked = store.root / where
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.touch()
    with pytest.raises(StoreError, match=r"cannot make .*: (Not a directory|File exists)"):
        store.new_run()
    assert store.latest("door") is None


def test_a_result_that_cannot_be_written_is_a_store_error_that_leaves_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / RESULTS).mkdir()
    with pytest.raises(StoreError, match=r"cannot write .*results\.json: Is a directory") as caught:
        write_atomically(tmp_path / RESULTS, b"x")
    assert "--store" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == [RESULTS]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    contents = {letter.encode() * 300_000 for letter in "ab"}
    write_atomically(file, b"a" * 300_000)
    done = threading.Event()

    def rewrite() -> None:
        for _ in range(20):
            for content in sorted(contents):
                write_atomically(file, content)
        done.set()

    writer = threading.Thread(target=rewrite)
    writer.start()
    while not done.is_set():
        assert file.read_bytes() in contents
    writer.join()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
