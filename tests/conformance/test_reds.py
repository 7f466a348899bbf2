"""`moltverify conform` of a red: a lock that is right, one with the fault, and others."""

from pathlib import Path

import pytest

from tests.conformance.test_command import EXAMPLE, command, conform
from tests.conformance.test_command import project as project  # noqa: PLC0414 - a fixture
from tests.conformance.test_command import store as store  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.tlc

RED = "lockout:never-locks"
REPLAY = (EXAMPLE / "replay.py").read_text(encoding="utf-8")


def test_the_right_lock_has_not_the_fault(project: Path, store: Path) -> None:
    code, finding = conform(project, store, RED)
    assert (code, finding["status"], finding.get("differing", 0)) == (0, "HAS NOT", 0)
    assert finding["reason"].endswith("as the green does")


def test_a_lock_that_never_locks_has_it(project: Path, store: Path) -> None:
    lock = project / "lockout.py"
    lock.write_text(lock.read_text().replace("LIMIT = 3", "LIMIT = 99"))
    code, finding = conform(project, store, RED)
    assert (code, finding["status"]) == (1, "HAS THE FAULT")
    [example] = finding["examples"]
    assert example["vector"]["state"] == {"failures": 3}
    # What should have come of the call, and what came of it.
    assert [one["answer"] for one in example["vector"]["allowed"]] == ["locked"]
    assert example["observed"]["answer"] in {"open", "refused"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"answer": answer', '"answer": "beep"', "the code does what neither model allows"),
        ('"outcome": found', '"error": "no battery"', "it fails: no battery"),
        ('"outcome": found', '"absent": "no keypad"', "no keypad"),
        ('{"ready": True}', '{"unavailable": "no lock here"}', "no lock here"),
        ('{"ready": True}', '{"failed": "no door"}', "no door"),
    ],
)
def test_a_lock_that_answers_otherwise_or_not_cannot_be_told(
    project: Path, store: Path, old: str, new: str, words: str
) -> None:
    assert old in REPLAY
    (project / "other.py").write_text(REPLAY.replace(old, new))
    command(project, "{python}", "../other.py")
    code, finding = conform(project, store, RED)
    assert (code, finding["status"]) == (3, "CANNOT TELL")
    assert words in finding["reason"]


def test_a_fault_in_a_part_that_is_not_replayed_cannot_be_told(project: Path, store: Path) -> None:
    file = project / "specs" / "conformance.yaml"
    file.write_text(file.read_text().replace("[Enter, Reset]", "[Reset]"))
    code, finding = conform(project, store, RED)
    assert (code, finding["status"]) == (3, "CANNOT TELL")
    assert "the same outcomes of every call" in finding["reason"]
