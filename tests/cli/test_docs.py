"""`moltverify docs`: pages from the registry, the modules and TLC's word."""

from pathlib import Path

import pytest

from tests.conftest import Run, edit

pytestmark = pytest.mark.tlc


def test_a_page_per_group_is_written_and_then_fresh(recorded: Path, moltverify: Run) -> None:
    page = recorded / "docs" / "claims" / "house.md"
    stale = moltverify("docs", "--check")
    assert (stale.returncode, stale.stdout) == (1, f"stale: {page}\n")
    assert not page.exists()
    written = moltverify("docs")
    assert (written.returncode, written.stdout, written.stderr) == (0, f"wrote: {page}\n", "")
    assert "# The house" in page.read_text()
    fresh = moltverify("docs", "--check")
    assert (fresh.returncode, fresh.stdout) == (0, "")
    page.write_bytes(b"\xff edited by hand")
    assert moltverify("docs", "--check").returncode == 1


def test_pages_may_go_elsewhere(recorded: Path, moltverify: Run) -> None:
    assert moltverify("docs", "--out", "pages").returncode == 0
    assert "(../specs/Door.tla)" in (recorded / "pages" / "house.md").read_text()


@pytest.mark.usefixtures("recorded")
def test_runs_that_found_everything_cached_leave_no_folder(project: Path, moltverify: Run) -> None:
    assert moltverify("docs").returncode == 0
    assert len(list((project / ".moltverify" / "runs").iterdir())) == 1


def test_what_is_not_as_expected_is_not_told_as_evidence(recorded: Path, moltverify: Run) -> None:
    (recorded / "specs" / "Door_Unlocked.tla").write_text(
        "---- MODULE Door_Unlocked ----\nEXTENDS Door\nMayOpenAnybody(v) == HasKey(v)\n====\n"
    )
    answer = moltverify("docs")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr == (
        "error: not as expected, so no page is written: door:unlocked\n"
        "hint: run: moltverify run door:unlocked\n"
    )
    assert not (recorded / "docs").exists()


def test_a_place_that_cannot_be_written_is_an_error(recorded: Path, moltverify: Run) -> None:
    (recorded / "docs").touch()
    answer = moltverify("docs")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert f"error: cannot write {recorded}/docs/claims/house.md" in answer.stderr


@pytest.mark.nightly  # tests/report shows matrices of recorded states
def test_a_matrix_is_read_off_all_states(recorded: Path, moltverify: Run) -> None:
    matrix = (
        "    matrix:\n      title: Who is inside\n      rows: [door]\n      columns: [inside]\n"
        "      cells: [{says: waiting, when: {waiting: '{}'}}]\n      otherwise: nobody waits\n"
    )
    registry = recorded / "specs" / "registry.yaml"
    edit(registry, "    phrases:\n", f"{matrix}    phrases:\n")
    assert moltverify("docs").returncode == 0
    page = (recorded / "docs" / "claims" / "door-matrix.md").read_text()
    assert "all of its 6 reachable states" in page
    assert "## inside: {}" in page
    edit(registry, "rows: [door]", "rows: [window]")
    answer = moltverify("docs")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "door.matrix: no state has a value at 'window'" in answer.stderr
