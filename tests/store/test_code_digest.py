"""The digest of the tool's code: any change of a room's files changes it, and nothing else does."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import moltverify
from moltverify.store.code_digest import JUDGING, code_digest, digest_of_code, room_digest

PACKAGE = Path(moltverify.__path__[0])
DIGEST = "from moltverify.store.code_digest import *; print(code_digest(*JUDGING))"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A copy of a room with two files and a folder below it."""
    room = tmp_path / "room"
    (room / "inner").mkdir(parents=True)
    (room / "one.py").write_text("ONE = 1\n")
    (room / "inner" / "two.py").write_text("TWO = 2\n")
    return room


def printed_digest(place: Path, *options: str) -> str:
    """Return the digest that the package at a place finds."""
    command = [sys.executable, *options, "-c", DIGEST]
    environment = {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    answer = subprocess.run(
        command, env=environment, cwd=place.parent, capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the package."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "copy" / "moltverify", ignore=ignore)
    return tmp_path / "copy"


def test_the_digest_is_hexadecimal_and_the_same_each_time() -> None:
    assert len(bytes.fromhex(code_digest(*JUDGING))) == 32
    assert code_digest(*JUDGING) == code_digest(*JUDGING)


def test_more_rooms_have_another_digest() -> None:
    assert code_digest(*JUDGING, "audit") != code_digest(*JUDGING)
    assert code_digest("audit") != code_digest("report")


@pytest.mark.parametrize("room", JUDGING)
def test_every_judging_room_is_there(room: str) -> None:
    assert room_digest(room)


def test_a_file_may_be_a_room() -> None:
    assert room_digest("suite/verdict.py")
    assert room_digest("suite/verdict.py") != room_digest("suite/results.py")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("one.py", "ONE = 1 \n"),
        ("one.py", ""),
        ("inner/two.py", "TWO = 3\n"),
        ("three.py", ""),
        ("inner/Three.class", "\xca\xfe"),
        ("data.yaml", "a: 1"),
    ],
)
def test_a_changed_or_a_new_file_changes_it(room: Path, file: str, content: str) -> None:
    before = digest_of_code(room)
    (room / file).write_text(content)
    assert digest_of_code(room) != before


def test_a_file_that_is_gone_or_renamed_changes_it(room: Path) -> None:
    before = digest_of_code(room)
    (room / "one.py").rename(room / "zero.py")
    renamed = digest_of_code(room)
    (room / "zero.py").unlink()
    assert len({before, renamed, digest_of_code(room)}) == 3


def test_bytes_that_move_to_the_next_file_change_it(room: Path) -> None:
    (room / "a.py").write_text("one\n")
    (room / "b.py").write_text("two\n")
    before = digest_of_code(room)
    (room / "a.py").write_text("one\ntwo\n")
    (room / "b.py").write_text("")
    assert digest_of_code(room) != before


def test_what_python_compiles_and_where_the_room_lies_do_not_count(room: Path) -> None:
    before = digest_of_code(room)
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "one.cpython-311.pyc").write_bytes(b"compiled")
    elsewhere = room.rename(room.parent.parent / f"{room.parent.name}-room")
    (elsewhere.parent / "room").mkdir()
    moved = elsewhere.rename(elsewhere.parent / "room" / "room")
    assert digest_of_code(moved) == before


def test_a_room_without_source_has_no_digest(room: Path) -> None:
    for file in room.rglob("*.py"):
        file.rename(file.with_suffix(".pyc"))
    assert digest_of_code(room) == ""
    assert digest_of_code(room / "gone") == ""


def test_a_copy_has_the_same_digest_until_it_is_changed(copy: Path) -> None:
    assert printed_digest(copy) == code_digest(*JUDGING)
    with (copy / "moltverify" / "suite" / "verdict.py").open("a") as code:
        code.write("# changed\n")
    assert printed_digest(copy) != code_digest(*JUDGING)


def test_a_zip_file_has_the_digest_of_what_was_packed(copy: Path, tmp_path: Path) -> None:
    packed = tmp_path / "package.zip"
    with zipfile.ZipFile(packed, "w") as content:
        for file in sorted(copy.rglob("*")):
            content.write(file, file.relative_to(copy))
    assert printed_digest(packed) == code_digest(*JUDGING)


def test_a_package_without_sources_names_its_version(copy: Path) -> None:
    command = [sys.executable, "-m", "compileall", "-b", "-q", str(copy)]
    subprocess.run(command, check=True)
    for file in copy.rglob("*.py"):
        file.unlink()
    found = printed_digest(copy)
    assert found == f"moltverify {moltverify.__version__} without sources"
    with pytest.raises(ValueError, match="hex"):
        bytes.fromhex(found)
