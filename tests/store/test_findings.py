"""The latest findings of commands: merged by key, dated, and told apart from what has changed."""

from multiprocessing import get_context
from pathlib import Path

import pytest
from msgspec import Struct

from moltverify.errors import StoreError
from moltverify.store.findings import Found, Latest

NOON, LATER = "2026-02-01T12:00:00+00:00", "2026-02-02T12:00:00+00:00"


class Note(Struct, frozen=True):
    """Something to keep."""

    words: str


class Models:
    """The digests of the models of claims, which can be changed."""

    def __init__(self) -> None:
        self.digests = {"": "all", "door": "models of the door"}

    def digest_of(self, claim: str) -> str | None:
        """Return the digest of a claim's models."""
        return self.digests.get(claim)


@pytest.fixture
def models() -> Models:
    return Models()


@pytest.fixture
def latest(tmp_path: Path, models: Models) -> Latest:
    return Latest(tmp_path / "store", "look", models.digest_of)


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


def test_a_finding_is_old_once_the_claim_s_models_have_changed(
    latest: Latest, models: Models
) -> None:
    latest.keep([found("a", "one"), found("", "two", claim="")], NOON)
    assert [one.is_old for one in latest.findings(Note)] == [False, False]
    models.digests["door"] = "changed"
    assert [one.is_old for one in latest.findings(Note)] == [True, False]
    models.digests[""] = "changed"
    assert [one.is_old for one in latest.findings(Note)] == [True, True]


def test_a_finding_that_is_made_again_is_no_longer_old(latest: Latest, models: Models) -> None:
    latest.keep([found("a", "one")], NOON)
    models.digests["door"] = "changed"
    latest.keep([found("a", "one")], LATER)
    assert [one.is_old for one in latest.findings(Note)] == [False]


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


def test_a_folder_that_cannot_be_written_is_an_error(latest: Latest, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreError, match="cannot write"):
        latest.keep([found("a", "one")], NOON)


def test_the_store_tells_git_to_ignore_it(latest: Latest) -> None:
    latest.keep([found("a", "one")], NOON)
    assert (latest.root / ".gitignore").read_text() == "*\n"


def keep_one(root: Path, number: int) -> None:
    Latest(root, "look", Models().digest_of).keep([found(str(number), str(number))], NOON)


def test_writers_at_the_same_time_lose_nothing(latest: Latest) -> None:
    processes = [
        get_context("spawn").Process(target=keep_one, args=(latest.root, number))
        for number in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted(words(latest)) == ["0", "1", "2", "3"]
