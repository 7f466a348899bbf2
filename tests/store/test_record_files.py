"""Files that are written whole or not at all."""

import threading
from pathlib import Path

import pytest

from moltverify.errors import StoreError
from moltverify.store.record_files import write_atomically


def test_a_file_that_cannot_be_written_is_a_store_error_that_leaves_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(StoreError, match=r"cannot write .*file: Is a directory") as caught:
        write_atomically(tmp_path / "file", b"x")
    assert "--store" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    contents = {letter.encode() * 300_000 for letter in "ab"}
    write_atomically(file, b"a" * 300_000)
    done = threading.Event()

    def rewrite() -> None:
        for _ in range(20):
            for content in sorted(contents):
                write_atomically(file, content)
        done.set()

    writer = threading.Thread(target=rewrite)
    writer.start()
    while not done.is_set():
        assert file.read_bytes() in contents
    writer.join()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
