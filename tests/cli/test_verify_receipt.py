"""`moltverify verify-receipt`, as a user has it."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run, edit

pytestmark = pytest.mark.tlc


@pytest.mark.nightly  # tests/receipt compares receipts item by item
def test_a_receipt_is_verified_and_says_item_by_item_what_differs(
    moltverify: Run, project: Path
) -> None:
    written = moltverify("run", "door:unlocked", "--report", "receipt=r.json", "--quiet")
    assert written.returncode == 0, written.stderr
    same = moltverify("verify-receipt", "r.json")
    assert (same.returncode, same.stdout) == (0, "1 model: all the same\n")

    edit(project / "specs" / "registry.yaml", "length: 3", "length: 4")
    receipt = json.loads((project / "r.json").read_text())
    receipt["models"][0]["counts"]["distinct"] += 1
    receipt["moltverify"] = "0.0.1\x1b[31m"
    (project / "r.json").write_text(json.dumps(receipt))
    other = moltverify("verify-receipt", "r.json")
    assert other.returncode == 1
    items = [line.partition(":")[0] for line in other.stdout.splitlines()]
    assert "door registry entry sha256" in items
    assert "door:unlocked verdict: was as expected, is unexpected" in other.stdout
    assert "door:unlocked distinct states: was " in other.stdout
    assert "note: made by moltverify 0.0.1\\x1b[31m" in other.stdout
    assert other.stdout.endswith("1 model: 3 items differ\n")


def test_what_is_no_receipt_is_a_usage_error(moltverify: Run, project: Path) -> None:
    (project / "r.json").write_text("{}")
    answer = moltverify("verify-receipt", "r.json")
    assert answer.returncode == 2
    assert "r.json is not a receipt" in answer.stderr
    assert "hint: write one with" in answer.stderr


def test_without_a_jar_nothing_can_be_verified(moltverify: Run, project: Path) -> None:
    (project / "r.json").write_text(json.dumps(MINIMAL))
    answer = moltverify("verify-receipt", "r.json", "--tla2tools", "missing.jar")
    assert answer.returncode == 3
    assert "missing.jar" in answer.stderr


def test_a_registry_with_mistakes_is_refused_before_anything_runs(
    moltverify: Run, project: Path
) -> None:
    (project / "r.json").write_text(json.dumps(MINIMAL))
    edit(project / "specs" / "Door.cfg", "INVARIANTS", "CHECK_DEADLOCK TRUE\nINVARIANTS")
    answer = moltverify("verify-receipt", "r.json")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "CHECK_DEADLOCK, which TLC 2.15" in answer.stderr
    edit(project / "specs" / "Door.cfg", "CHECK_DEADLOCK TRUE\nINVARIANTS", "INVARIANTS Opn")
    answer = moltverify("verify-receipt", "r.json")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Opn" in answer.stderr


MINIMAL: dict[str, object] = {
    "moltverify": "0",
    "title": "",
    "started": "",
    "jar": "",
    "release": None,
    "files": [],
    "claims": [],
    "models": [
        {
            "id": "door",
            "files": [],
            "workers": 1,
            "arguments": [],
            "outcome": "holds",
            "counts": {},
            "counterexample": None,
            "verdict": "as expected",
        }
    ],
}
