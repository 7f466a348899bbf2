"""`moltverify accept` writes what TLC finds into the pins, and into nothing else."""

from pathlib import Path

import pytest

from tests.conftest import Run, edit

REGISTRY = "specs/registry.yaml"

pytestmark = pytest.mark.tlc


def test_pins_are_shown_and_written_only_with_yes(project: Path, moltverify: Run) -> None:
    file = project / REGISTRY
    right = file.read_text()
    edit(file, "distinct: 6", "distinct: 7  ")
    edit(file, "length: 3", "length: 30 # as reviewed")
    wrong = file.read_text()
    shown = moltverify("accept")
    assert shown.returncode == 1
    assert "door\n  distinct: 7 -> 6\n" in shown.stdout
    assert "door:unlocked\n  length: 30 -> 3\n" in shown.stdout
    assert "nothing was written; --yes" in shown.stdout
    assert file.read_text() == wrong
    written = moltverify("accept", "--yes")
    assert written.returncode == 0
    assert "wrote 2 pins into" in written.stdout
    expected = right.replace("distinct: 6", "distinct: 6  ")
    assert file.read_text() == expected.replace("length: 3", "length: 3 # as reviewed")
    assert moltverify("run").returncode == 0


def test_a_model_that_is_wrong_for_another_reason_is_not_accepted(
    project: Path, moltverify: Run
) -> None:
    edit(project / REGISTRY, "length: 3", "length: 9")
    edit(project / "specs/Door_Unlocked.tla", "v \\in Visitors", 'v = "owner"')
    before = (project / REGISTRY).read_bytes()
    answer = moltverify("accept", "--yes")
    assert answer.returncode == 1
    assert "door:unlocked\n  not accepted: unexpected: expected that" in answer.stdout
    assert (project / REGISTRY).read_bytes() == before


def test_nothing_to_accept_is_said(moltverify: Run) -> None:
    answer = moltverify("accept", "door:unlocked", "--yes")
    assert (answer.returncode, answer.stdout) == (0, "no pin of 1 model differs\n")


@pytest.mark.parametrize("command", ["run", "accept"])
def test_a_keyword_that_the_jar_does_not_know_ends_run_and_accept_alike(
    project: Path, moltverify: Run, command: str
) -> None:
    for name in ("Door.cfg", "Door_Unlocked.cfg"):
        config = project / "specs" / name
        config.write_text(config.read_text() + "ALIAS TypeOK\n")
    answer = moltverify(command)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Door.cfg:" in answer.stderr
    assert "says ALIAS, which TLC 2.15" in answer.stderr
