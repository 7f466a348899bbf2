"""Folders of one run: removed at its end, or by the next run if it was killed."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from moltverify.store.private_folders import ALIVE, PREFIX, private_folder, remove_dead
from moltverify.store.runs import RunFolders

HOLD = """
import sys, time
from pathlib import Path
from moltverify.store.private_folders import private_folder
with private_folder("tlc-", Path(sys.argv[1])) as folder:
    (folder / "states").write_text("many")
    print(folder, flush=True)
    time.sleep(600)
"""


def make_old(folder: Path) -> None:
    """Let a folder be made an hour ago."""
    then = time.time() - 3600
    os.utime(folder / ALIVE, (then, then))


@pytest.fixture
def held(tmp_path: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process with a private folder."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    folder = Path(child.stdout.readline().strip())
    make_old(folder)
    return child, folder


def test_a_folder_is_removed_at_the_end(tmp_path: Path) -> None:
    with private_folder(parent=tmp_path) as folder:
        assert folder.name.startswith(PREFIX)
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "deep").mkdir()
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_s_folder_is_removed_and_a_living_one_s_stays(
    held: tuple[subprocess.Popen[str], Path], tmp_path: Path
) -> None:
    child, folder = held
    remove_dead(tmp_path.iterdir())
    assert (folder / "states").read_text() == "many"
    child.kill()
    child.communicate()
    remove_dead(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_one_of_this_process_stays(tmp_path: Path) -> None:
    with private_folder(parent=tmp_path) as folder:
        make_old(folder)
        remove_dead(tmp_path.iterdir())
        assert folder.is_dir()


def test_what_is_young_or_not_ours_stays(tmp_path: Path) -> None:
    young, plain, target = (tmp_path / name for name in ("tlc-young", "tlc-plain", "target"))
    for folder in (young, plain, target):
        folder.mkdir()
    (young / ALIVE).touch()
    (target / ALIVE).touch()
    make_old(target)
    (tmp_path / "tlc-link").symlink_to(target)
    (tmp_path / "tlc-file").touch()
    pipe = tmp_path / "tlc-pipe"
    pipe.mkdir()
    (pipe / ALIVE).symlink_to(target / ALIVE)
    remove_dead(tmp_path.glob("tlc-*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "target",
        "tlc-file",
        "tlc-link",
        "tlc-pipe",
        "tlc-plain",
        "tlc-young",
    ]


def test_the_next_run_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    store = RunFolders(tmp_path)
    left = store.new_run() / "models" / "door" / "tlc-left"
    left.mkdir(parents=True)
    (left / ALIVE).touch()
    (left.parent / "output.txt").touch()
    make_old(left)
    store.new_run()
    assert [path.name for path in left.parent.iterdir()] == ["output.txt"]


def test_what_is_left_in_the_temporary_folder_is_removed_by_the_next_process(
    tmp_path: Path,
) -> None:
    left = tmp_path / f"{PREFIX}left"
    left.mkdir()
    (left / ALIVE).touch()
    make_old(left)
    code = "from moltverify.store.private_folders import private_folder as p\nwith p(): pass"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert tempfile.gettempdir() != str(tmp_path)
    assert list(tmp_path.iterdir()) == []
