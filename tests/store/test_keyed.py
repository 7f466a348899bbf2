"""Records under keys: what was put comes back, and nothing else is ever believed."""

import os
import random
import resource
import time
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from moltverify.store.keyed import KeyedStore, key_of
from moltverify.store.opened_folder import DAY
from moltverify.store.pruning import LARGEST
from tests.store.damage import WAYS, Damage, put_a_folder_there
from tests.store.users import open_to_all, without_privileges

ONE, OTHER = "1" * 64, "2" * 64
TRIALS = 250  # for each way of damage: 3,250 damaged entries


class Door(Struct, frozen=True):
    """Something to keep."""

    name: str
    states: tuple[str, ...] = ()


DOOR = Door("front", ("shut", "open"))


@pytest.fixture
def store(tmp_path: Path) -> KeyedStore:
    return KeyedStore(tmp_path / "cache", "doors")


def entry(store: KeyedStore, key: str = ONE) -> Path:
    return store.folder / f"{key}.json"


def test_what_is_put_comes_back(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    assert store.get(ONE, Door) == DOOR
    assert KeyedStore(store.folder.parent, "doors").get(ONE, Door) == DOOR


def test_nothing_put_is_a_miss_and_makes_no_folder(store: KeyedStore) -> None:
    assert store.get(ONE, Door) is None
    assert not store.folder.parent.exists()


def test_a_later_record_replaces_an_earlier_one(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    store.put(ONE, Door("back"))
    assert store.get(ONE, Door) == Door("back")


def test_records_of_two_kinds_under_one_key_are_two(store: KeyedStore) -> None:
    windows = KeyedStore(store.folder.parent, "windows")
    store.put(ONE, DOOR)
    assert windows.get(ONE, Door) is None
    windows.put(ONE, Door("skylight"))
    assert store.get(ONE, Door) == DOOR


@pytest.mark.parametrize("record", ["text", 7, None, [1, "two"], {"a": [None]}, "", "\n\n"])
def test_any_plain_value_may_be_a_record(store: KeyedStore, record: object) -> None:
    store.put(ONE, record)
    assert store.get(ONE, object) == record


@settings(max_examples=25)
@given(st.text(), st.lists(st.text()).map(tuple))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, states: tuple[str, ...]
) -> None:
    store = KeyedStore(tmp_path_factory.mktemp("cache"), "doors")
    store.put(ONE, Door(name, states))
    assert store.get(ONE, Door) == Door(name, states)


def test_only_the_user_may_read_the_folder_and_the_files(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    assert store.folder.stat().st_mode & 0o077 == 0
    assert entry(store).stat().st_mode & 0o077 == 0


def test_nothing_but_the_entry_and_the_note_of_pruning_is_left(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    assert sorted(file.name for file in store.folder.iterdir()) == [".pruned", f"{ONE}.json"]


@pytest.mark.parametrize("damage", WAYS, ids=lambda way: way.__name__)
def test_a_damaged_entry_is_a_miss(store: KeyedStore, damage: Damage) -> None:
    chance = random.Random(damage.__name__)
    for trial in range(TRIALS):
        key = f"{trial:064x}"
        store.put(key, Door(f"door {trial}", tuple(str(chance.random()) for _ in range(9))))
        damage(entry(store, key), chance)
        assert store.get(key, Door) is None
        assert store.get(key, object) is None


@pytest.mark.parametrize("damage", [way for way in WAYS if way is not put_a_folder_there])
def test_a_damaged_entry_is_replaced_by_the_next(store: KeyedStore, damage: Damage) -> None:
    store.put(ONE, DOOR)
    damage(entry(store), random.Random(1))
    store.put(ONE, DOOR)
    assert store.get(ONE, Door) == DOOR
    assert not entry(store).is_symlink()


def test_a_folder_in_an_entry_s_place_stays_and_is_no_error(store: KeyedStore) -> None:
    (entry(store) / "kept").mkdir(parents=True)
    store.put(ONE, DOOR)
    assert store.get(ONE, Door) is None
    assert (entry(store) / "kept").is_dir()
    assert [file.name for file in store.folder.glob(".*part*")] == []


def test_every_bit_of_an_entry_counts(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    whole = entry(store).read_bytes()
    for at in range(len(whole)):
        for bit in range(8):
            damaged = bytearray(whole)
            damaged[at] ^= 1 << bit
            entry(store).write_bytes(damaged)
            assert store.get(ONE, Door) is None, f"bit {bit} of byte {at}"


def test_an_entry_under_another_s_name_is_a_miss(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    store.put(OTHER, Door("back"))
    entry(store).replace(entry(store, OTHER))
    assert store.get(OTHER, Door) is None


def test_an_entry_of_another_kind_is_a_miss(store: KeyedStore) -> None:
    windows = KeyedStore(store.folder.parent, "windows")
    windows.put(ONE, DOOR)
    store.put(OTHER, DOOR)
    entry(windows).replace(entry(store))
    assert store.get(ONE, Door) is None


def test_the_content_of_another_entry_is_a_miss(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    store.put(OTHER, Door("back"))
    head = entry(store).read_bytes().partition(b"\n")[0]
    content = entry(store, OTHER).read_bytes().partition(b"\n")[2]
    entry(store).write_bytes(head + b"\n" + content)
    assert store.get(ONE, Door) is None


def test_a_record_of_another_shape_is_a_miss(store: KeyedStore) -> None:
    store.put(ONE, {"title": "no door"})
    assert store.get(ONE, Door) is None


def test_a_record_nested_beyond_measure_is_a_miss(store: KeyedStore) -> None:
    store.put(ONE, "deep")
    content = b"[" * 100_000 + b"]" * 100_000
    entry(store).write_bytes(store.head(ONE, content) + b"\n" + content)
    assert store.get(ONE, object) is None


def test_a_file_too_large_for_a_record_is_not_read(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    os.truncate(entry(store), 50 * LARGEST)
    assert store.get(ONE, Door) is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < LARGEST // 1024


@pytest.mark.parametrize("key", ["", "1", "g" * 64, "A" * 64, "1" * 63 + "/", "../" * 22, "1" * 65])
def test_what_is_no_digest_is_no_key(store: KeyedStore, key: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        store.get(key, Door)
    with pytest.raises(ValueError, match="no SHA-256"):
        store.put(key, DOOR)


@pytest.mark.parametrize("kind", ["", ".", "..", "a/b", "/tmp", ".hidden", "a b", "Doors"])
def test_what_leads_out_of_the_folder_is_no_kind(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        KeyedStore(tmp_path, kind)


def test_a_link_in_the_folder_s_place_is_not_followed(store: KeyedStore, tmp_path: Path) -> None:
    store.put(ONE, DOOR)
    elsewhere = tmp_path / "elsewhere"
    store.folder.rename(elsewhere)
    store.folder.symlink_to(elsewhere)
    before = sorted(elsewhere.iterdir())
    store.put(OTHER, DOOR)
    assert (store.get(ONE, Door), store.get(OTHER, Door)) == (None, None)
    assert sorted(elsewhere.iterdir()) == before


def test_the_folder_of_all_caches_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "disk")
    store = KeyedStore(tmp_path / "cache", "doors")
    store.put(ONE, DOOR)
    assert store.get(ONE, Door) == DOOR


@pytest.mark.parametrize("where", ["cache", "cache/doors"])
def test_a_file_in_a_folder_s_place_is_no_loss(store: KeyedStore, where: str) -> None:
    blocked = store.folder.parents[1] / where
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file")
    store.put(ONE, DOOR)
    assert store.get(ONE, Door) is None
    assert blocked.read_text() == "a file"


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o111])
def test_a_folder_without_permission_is_no_loss(
    store: KeyedStore, tmp_path: Path, mode: int
) -> None:
    open_to_all(tmp_path)
    store.put(ONE, DOOR)
    entry(store).chmod(0o000)
    store.folder.parent.chmod(0o755)
    store.folder.chmod(mode)

    def look_and_keep() -> None:
        assert store.get(ONE, Door) is None
        store.put(OTHER, DOOR)
        assert store.get(OTHER, Door) is None

    assert without_privileges(look_and_keep) == 0
    store.folder.chmod(0o700)


def test_a_folder_that_can_only_be_read_gives_what_is_there(
    store: KeyedStore, tmp_path: Path
) -> None:
    open_to_all(tmp_path)
    store.put(ONE, DOOR)
    os.utime(entry(store), (0, 0))  # a use that cannot be noted
    entry(store).chmod(0o444)
    store.folder.parent.chmod(0o755)
    store.folder.chmod(0o555)

    def look_and_keep() -> None:
        assert store.get(ONE, Door) == DOOR
        store.put(OTHER, DOOR)
        assert store.get(OTHER, Door) is None

    assert without_privileges(look_and_keep) == 0
    store.folder.chmod(0o700)


def test_a_use_is_noted_once_a_day(store: KeyedStore) -> None:
    store.put(ONE, DOOR)
    for stamp, is_noted in ((time.time() - 2 * DAY, True), (time.time() - DAY / 2, False)):
        os.utime(entry(store), (stamp, stamp))
        assert store.get(ONE, Door) == DOOR
        assert (entry(store).stat().st_mtime > stamp + 1) is is_noted


def put_and_get(root: Path, first: int) -> None:
    """Put and read records that another process puts and reads as well, over and over."""
    store = KeyedStore(root, "doors")
    for turn in range(first, first + 300):
        number = turn % 5
        found = store.get(f"{number:064x}", Door)
        assert found in {None, Door(str(number), ("long",) * 5000)}
        store.put(f"{number:064x}", Door(str(number), ("long",) * 5000))
        assert store.get(f"{number:064x}", Door) is not None


def test_processes_that_share_a_folder_read_whole_records_only(store: KeyedStore) -> None:
    processes = [
        get_context("spawn").Process(target=put_and_get, args=(store.folder.parent, first))
        for first in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(list(store.folder.glob("*.json"))) == 5
    assert not list(store.folder.glob(".*part*"))


class Inputs(Struct, frozen=True):
    """What something depends on."""

    name: str
    files: tuple[str, ...] = ()
    options: dict[str, int] = {}


def test_the_same_inputs_have_one_key_whatever_their_order() -> None:
    one = Inputs("a", ("x",), {"workers": 1, "heap": 2})
    other = Inputs("a", ("x",), {"heap": 2, "workers": 1})
    assert key_of(one) == key_of(other)
    assert len(key_of(one)) == 64


@pytest.mark.parametrize(
    "other", [Inputs("b", ("x", "y")), Inputs("a", ("y", "x")), Inputs("a", ("xy",)), Inputs("a")]
)
def test_other_inputs_have_another_key(other: Inputs) -> None:
    assert key_of(other) != key_of(Inputs("a", ("x", "y")))
