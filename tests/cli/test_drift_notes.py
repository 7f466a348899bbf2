"""Known drifts in the output of `run` and `show`, which no verdict depends on."""

from pathlib import Path

import pytest

from tests.conftest import Run

DECLARED = """
packages: []
claims:
  door: {command: ["true"], release: house@2}
drifts:
  - {model: door, reason: The door is made of glass.}
"""
LINE = "  known drift: house 2: The door is made of glass.\n"


@pytest.mark.tlc
def test_run_and_show_name_a_known_drift_unless_asked_to_be_brief(
    project: Path, moltverify: Run
) -> None:
    (project / "specs" / "conformance.yaml").write_text(DECLARED)
    for command in ("run", "show"):
        assert LINE in moltverify(command, "door").stdout
        assert "known drift" not in moltverify(command, "door", "--brief").stdout


@pytest.mark.tlc
def test_a_record_that_cannot_be_read_is_a_note_and_changes_no_verdict(
    project: Path, moltverify: Run
) -> None:
    (project / "specs" / "conformance-record.json").write_text("{")
    answer = moltverify("run", "door:")
    assert "note: known drifts are left out: cannot read " in answer.stderr
    assert "conformance-record.json" in answer.stderr
    assert answer.returncode == 0
    assert "known drift" not in answer.stdout
