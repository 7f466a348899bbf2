"""Files with a seal: used as they were made, made again if anything else is there."""

import os
import random
import time
from pathlib import Path

import pytest
from msgspec import Struct

from moltverify.store.opened_folder import DAY
from moltverify.store.pruning import MARKER
from moltverify.store.sealed_file import SealedFile
from tests.store.damage import WAYS, Damage, put_a_folder_there

SOURCE = "58c6df9a" * 8


class MadeOf(Struct, frozen=True):
    """What a file is made of."""

    code: str = "code"


def sealed(folder: Path, code: str = "code") -> SealedFile:
    return SealedFile(folder, "warm", SOURCE, ".jar", MadeOf(code))


@pytest.fixture
def made(tmp_path: Path) -> SealedFile:
    file = sealed(tmp_path / "tools")
    file.make(lambda path: write(path, b"rewritten"))
    return file


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def test_a_file_that_is_not_there_is_not_as_made(tmp_path: Path) -> None:
    assert not sealed(tmp_path / "tools").is_as_made()
    assert not (tmp_path / "tools").exists()


def test_a_file_is_as_made_for_every_process_that_makes_it_of_the_same(made: SealedFile) -> None:
    assert made.path.read_bytes() == b"rewritten"
    assert sealed(made.path.parent).is_as_made()
    assert made.path.name.startswith("warm-58c6df9a58c6df9a-")


def test_a_file_made_of_something_else_has_another_name(made: SealedFile) -> None:
    other = sealed(made.path.parent, code="newer")
    assert not other.is_as_made()
    other.make(lambda path: write(path, b"otherwise"))
    assert made.is_as_made()
    assert other.path != made.path


def test_another_file_under_the_name_is_not_as_made(made: SealedFile) -> None:
    other = sealed(made.path.parent, code="newer")
    other.make(lambda path: write(path, b"otherwise"))
    made.path.write_bytes(other.path.read_bytes())
    assert not made.is_as_made()
    # Nor is it with the seal that belongs to it, which says what else it was made of.
    made.seal.write_bytes(other.seal.read_bytes())
    assert not made.is_as_made()


@pytest.mark.parametrize("damage", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("which", ["path", "seal"])
def test_a_damaged_file_or_seal_is_made_again(made: SealedFile, damage: Damage, which: str) -> None:
    damage(getattr(made, which), random.Random(3))
    assert not made.is_as_made()
    if damage is not put_a_folder_there:
        made.make(lambda path: write(path, b"rewritten"))
        assert made.is_as_made()


def test_what_fails_while_it_is_written_leaves_the_old_one(made: SealedFile) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise RuntimeError("the disk is on fire")

    with pytest.raises(RuntimeError, match="on fire"):
        made.make(fail)
    assert made.is_as_made()
    assert names(made) == [made.path.name, made.seal.name]


def names(made: SealedFile) -> list[str]:
    return sorted(file.name for file in made.path.parent.iterdir() if file.name != MARKER)


def test_a_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "tools").write_text("a file")
    with pytest.raises(OSError, match="tools"):
        sealed(tmp_path / "tools").make(lambda path: write(path, b"rewritten"))


def test_a_use_is_noted_once_a_day(made: SealedFile) -> None:
    for days, is_noted in ((2, True), (0.5, False)):
        stamp = time.time() - days * DAY
        for file in (made.path, made.seal):
            os.utime(file, (stamp, stamp))
        assert made.is_as_made()
        assert (made.path.stat().st_mtime > stamp + 1) is is_noted


def test_files_that_nobody_uses_go_and_the_user_s_own_stay(made: SealedFile) -> None:
    folder = made.path.parent
    mine = folder / "warm-gloves.jar"
    mine.write_bytes(b"mine")
    for file in (made.path, made.seal, mine, folder / MARKER):
        os.utime(file, (0, 0))
    newer = sealed(folder, code="newer")
    newer.make(lambda path: write(path, b"otherwise"))
    assert names(newer) == sorted([newer.path.name, newer.seal.name, mine.name])
