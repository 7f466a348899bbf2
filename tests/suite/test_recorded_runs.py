"""What came of recorded runs: the newest counts, and a damaged one counts as none."""

from pathlib import Path

import pytest

from moltverify.store.runs import RESULTS
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.verdict import Verdict
from tests import made


@pytest.fixture
def store(tmp_path: Path) -> RecordedRuns:
    return RecordedRuns(tmp_path / ".moltverify")


def record(store: RecordedRuns, name: str, verdict: Verdict = Verdict.AS_EXPECTED) -> Path:
    """Record a run of the door under a name."""
    folder = store.runs / name
    folder.mkdir(parents=True)
    store.save(folder, made.suite(made.green(verdict=verdict), run=name))
    return folder


def test_an_empty_store_knows_nothing(store: RecordedRuns) -> None:
    assert (store.latest("door"), store.last_suite()) == (None, None)
    assert store.last_verdicts(["door"]) == {}


def test_what_is_saved_is_read_back(store: RecordedRuns) -> None:
    folder = store.new_run()
    store.save(folder, made.suite(made.green(), made.red()))
    assert store.last_suite() == made.suite(made.green(), made.red())
    assert store.latest("door:unlocked") == made.red()
    assert store.latest("door:other") is None


def test_the_newest_result_of_each_model_counts(store: RecordedRuns) -> None:
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
def test_a_damaged_run_counts_as_none(store: RecordedRuns, content: bytes) -> None:
    record(store, "20990101-000000-aaaaaa")
    damaged = store.runs / "20990102-000000-aaaaaa"
    damaged.mkdir()
    (damaged / RESULTS).write_bytes(content)
    assert store.last_verdicts(["door"]) == {"door": Verdict.AS_EXPECTED}
    assert store.latest("door") == made.green()
    suite = store.last_suite()
    assert suite is not None
    assert suite.run == "20990101-000000-aaaaaa"


def test_a_run_without_a_result_yet_counts_as_none(store: RecordedRuns) -> None:
    record(store, "20990101-000000-aaaaaa")
    store.new_run()
    assert store.latest("door") == made.green()
