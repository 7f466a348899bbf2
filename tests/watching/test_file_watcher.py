"""What the system reports of changed files, as messages."""

import queue
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from moltverify.watching.file_watcher import FileWatcher
from moltverify.watching.messages import FilesChanged, Message
from tests.cli.processes import PATIENCE
from tests.watching.watch_process import save

Wait = Callable[[Callable[[FilesChanged], bool]], FilesChanged]


@pytest.fixture
def messages() -> "queue.SimpleQueue[Message]":
    return queue.SimpleQueue()


@pytest.fixture
def watcher(messages: "queue.SimpleQueue[Message]") -> Iterator[FileWatcher]:
    watcher = FileWatcher(messages.put)
    yield watcher
    watcher.close()


@pytest.fixture
def wait(messages: "queue.SimpleQueue[Message]") -> Wait:
    def wait_for(fits: Callable[[FilesChanged], bool]) -> FilesChanged:
        while True:
            message = messages.get(timeout=PATIENCE)
            assert isinstance(message, FilesChanged)
            if fits(message):
                return message

    return wait_for


def test_the_first_message_says_that_anything_may_have_changed(
    watcher: FileWatcher, wait: Wait, tmp_path: Path
) -> None:
    watcher.watch({tmp_path})
    assert wait(lambda _: True).anything
    assert not wait(lambda _: True).anything


def test_each_way_to_write_a_file_is_reported_under_its_name(
    watcher: FileWatcher, wait: Wait, tmp_path: Path
) -> None:
    file = tmp_path / "A.tla"
    watcher.watch({tmp_path})
    wait(lambda one: one.anything)
    file.write_text("one")
    wait(lambda one: str(file) in one.paths)
    save(file, "two")
    wait(lambda one: str(file) in one.paths)
    file.rename(tmp_path / "A.tla~")
    file.write_text("three")
    wait(lambda one: str(file) in one.paths)
    file.unlink()
    wait(lambda one: str(file) in one.paths)


def test_folders_below_are_not_watched(watcher: FileWatcher, wait: Wait, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    watcher.watch({tmp_path})
    wait(lambda one: one.anything)
    (tmp_path / "below" / "A.tla").write_text("one")
    (tmp_path / "B.tla").write_text("two")
    found = wait(lambda one: bool(one.paths))
    assert str(tmp_path / "below" / "A.tla") not in found.paths


def test_a_folder_that_is_made_again_is_watched_again(
    watcher: FileWatcher, wait: Wait, tmp_path: Path
) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    assert watcher.watch({folder, tmp_path})
    assert not watcher.watch({folder, tmp_path})
    wait(lambda one: one.anything)
    shutil.rmtree(folder)
    (tmp_path / "other").mkdir()  # so that the new folder has another inode
    folder.mkdir()
    assert watcher.watch({folder, tmp_path})
    wait(lambda one: one.anything)
    (folder / "A.tla").write_text("one")
    wait(lambda one: str(folder / "A.tla") in one.paths)


def test_a_folder_that_vanishes_at_the_last_moment_is_no_end(
    watcher: FileWatcher, wait: Wait, tmp_path: Path
) -> None:
    watcher.listen([str(tmp_path / "gone")], watcher.stop)
    assert wait(lambda _: True).anything
    # Whatever is asked for now is watched anew.
    assert watcher.watch({tmp_path})
