"""The archive of TLC's classes: made once, used by processes, and no run fails because of it."""

from pathlib import Path

import pytest

from moltverify.running.class_data_archive import archive_path, find_archive, with_archive
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from tests.running.kinds import KINDS, run, write


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test only."""
    monkeypatch.setenv("MOLTVERIFY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_no_archive_is_made_unasked(toolchain: Toolchain, cache: Path) -> None:
    assert find_archive(toolchain, may_make=False) is None
    assert not cache.exists()


@pytest.mark.tlc
def test_an_archive_is_made_once_and_changes_no_answer(
    toolchain: Toolchain, cache: Path, tmp_path: Path
) -> None:
    archive = find_archive(toolchain, may_make=True)
    if archive is None:
        pytest.skip("this Java makes no archive")
    assert list(cache.iterdir()) == [archive]
    made = archive.stat().st_mtime_ns
    assert find_archive(toolchain, may_make=True) == archive
    assert archive.stat().st_mtime_ns == made

    model = write(tmp_path / "spec", KINDS["invariant"])
    mapped = run(model, toolchain, tmp_path / "mapped", with_archive(launch_alone, archive))
    plain = run(model, toolchain, tmp_path / "plain", launch_alone)
    assert mapped.reading == plain.reading


@pytest.mark.tlc
def test_a_damaged_archive_is_as_good_as_none(
    toolchain: Toolchain, cache: Path, tmp_path: Path
) -> None:
    cache.mkdir()
    archive_path(toolchain).write_bytes(b"no archive")
    archive = find_archive(toolchain, may_make=True)
    assert archive is not None
    model = write(tmp_path / "spec", KINDS["invariant"])
    mapped = run(model, toolchain, tmp_path / "logs", with_archive(launch_alone, archive))
    assert mapped.finished.exit_code == 12
    assert (tmp_path / "logs" / "errors.txt").read_text() == ""


def test_where_no_archive_could_be_made_it_is_not_tried_again(
    toolchain: Toolchain, cache: Path
) -> None:
    cache.mkdir()
    archive_path(toolchain).touch()
    assert find_archive(toolchain, may_make=True) is None
