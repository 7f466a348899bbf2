"""The latest findings of commands: merged by key, dated, and told apart from what has changed."""

import shutil
from multiprocessing import get_context
from pathlib import Path

import pytest
from msgspec import Struct

from moltverify.errors import StoreError
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.store.findings import Found, Latest

PROJECT = Path(__file__).parents[1] / "project"
NOON, LATER = "2026-02-01T12:00:00+00:00", "2026-02-02T12:00:00+00:00"


class Note(Struct, frozen=True):
    """Something to keep."""

    words: str


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    specs = shutil.copytree(PROJECT / "specs", tmp_path / "specs")
    return load_registry(Path(specs) / "registry.yaml")


@pytest.fixture
def latest(tmp_path: Path, registry: Registry) -> Latest:
    return Latest(tmp_path / "store", "look", registry)


def found(key: str, words: str, claim: str = "door") -> Found[Note]:
    return Found(key, claim, Note(words))


def words(latest: Latest) -> list[str]:
    return [one.content.words for one in latest.findings(Note)]


def test_nothing_is_found_where_nothing_was_kept(latest: Latest) -> None:
    assert latest.findings(Note) == ()


def test_a_later_finding_replaces_its_own_key_only(latest: Latest) -> None:
    latest.keep([found("a", "one"), found("b", "two")], NOON)
    latest.keep([found("a", "three")], LATER)
    kept = latest.findings(Note)
    assert [(one.content.words, one.recorded) for one in kept] == [("three", LATER), ("two", NOON)]


def test_a_finding_is_old_once_a_module_of_the_claim_has_changed(
    latest: Latest, registry: Registry, tmp_path: Path
) -> None:
    latest.keep([found("a", "one")], NOON)
    assert [one.is_old for one in latest.findings(Note)] == [False]
    module = registry.claim("door").green.job.module
    module.write_text(module.read_text().replace("an owner", "the owner"))
    again = Latest(tmp_path / "store", "look", registry)
    assert [one.is_old for one in again.findings(Note)] == [True]


def test_what_is_about_the_suite_is_old_once_any_model_has_changed(
    latest: Latest, registry: Registry, tmp_path: Path
) -> None:
    latest.keep([found("", "one", claim="")], NOON)
    module = registry.claim("door").reds[0].job.module
    module.write_text(module.read_text().replace("everybody", "anybody"))
    again = Latest(tmp_path / "store", "look", registry)
    assert [one.is_old for one in again.findings(Note)] == [True]


def test_a_claim_that_is_registered_no_longer_is_left_out(latest: Latest) -> None:
    latest.keep([found("a", "one"), found("b", "two", claim="window")], NOON)
    assert words(latest) == ["one"]


def test_a_file_that_cannot_be_read_counts_as_none(latest: Latest) -> None:
    latest.keep([found("a", "one")], NOON)
    latest.file.write_text("{")
    assert words(latest) == []
    latest.keep([found("b", "two")], NOON)
    assert words(latest) == ["two"]


def test_a_finding_of_another_shape_is_left_out(latest: Latest) -> None:
    latest.keep([Found("a", "door", 7)], NOON)
    latest.keep([found("b", "two")], NOON)
    assert words(latest) == ["two"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreError, match="cannot write"):
        Latest(tmp_path / "store", "look", registry).keep([found("a", "one")], NOON)


def test_the_store_tells_git_to_ignore_it(latest: Latest) -> None:
    latest.keep([found("a", "one")], NOON)
    assert (latest.root / ".gitignore").read_text() == "*\n"


def keep_one(root: Path, registry: Registry, number: int) -> None:
    Latest(root, "look", registry).keep([found(str(number), str(number))], NOON)


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path, registry: Registry) -> None:
    processes = [
        get_context("spawn").Process(target=keep_one, args=(tmp_path / "store", registry, number))
        for number in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted(words(Latest(tmp_path / "store", "look", registry))) == ["0", "1", "2", "3"]
