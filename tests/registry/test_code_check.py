"""Code of the repository that a claim names: what is found, and what is no longer there."""

import os
from pathlib import Path

import pytest

from moltverify.registry.code_files import named_files, path_matches, pattern_parts
from moltverify.registry.load import load_registry
from tests.conftest import edit
from tests.registry.mistakes import REGISTRY, after, found

GROUP = "    group: house\n"
CODE = "    implementation:\n      - path: src/**/*.py\n        symbols: [reserve, Lock.release]\n"
LOCK = "class Lock:\n    def reserve(self): ...\n    def release(self): ...\n"


@pytest.fixture
def coded(project: Path) -> Path:
    """The small project with code in its repository, which its claim names."""
    (project / ".git").mkdir()
    (project / "src" / "deep").mkdir(parents=True)
    (project / "src" / "deep" / "lock.py").write_text(LOCK)
    edit(project / REGISTRY, GROUP, GROUP + CODE)
    return project


def test_code_that_is_there_is_no_mistake(coded: Path) -> None:
    assert found(coded) == []
    [code] = load_registry(coded / REGISTRY).claims[0].implementation
    assert (code.file, code.symbols) == ("src/**/*.py", ("reserve", "Lock.release"))


def test_a_file_of_a_published_package_is_not_looked_for(coded: Path) -> None:
    assert after(coded, "path: src/**/*.py", "file: gone.py") == []


def test_a_symbol_that_no_file_has_is_a_mistake_with_the_nearest_word(coded: Path) -> None:
    edit(coded / "src" / "deep" / "lock.py", "def reserve(", "def reserves(")
    [text] = found(coded)
    line = (coded / REGISTRY).read_text().splitlines().index(CODE.splitlines()[2]) + 1
    assert text.startswith(f"registry.yaml:{line}:9: ")
    assert text.endswith(
        "no file that matches 'src/**/*.py' has the symbol 'reserve'; did you mean 'reserves'?"
    )


def test_a_symbol_is_a_whole_word(coded: Path) -> None:
    [text] = after(coded, "[reserve,", "[reser,")
    assert "has the symbol 'reser'; did you mean 'reserve'?" in text


def test_the_words_of_a_symbol_are_in_one_file(coded: Path) -> None:
    edit(coded / "src" / "deep" / "lock.py", "class Lock", "class Bolt")
    (coded / "src" / "other.py").write_text("Lock = None\n")
    assert ["'Lock.release'" in text for text in found(coded)] == [True]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("src/lock.py", "; did you mean 'src/deep/lock.py'?"),
        ("src/deep/lok.py", "; did you mean 'src/deep/lock.py'?"),
        ("scr/**/*.py", "; did you mean 'src'?"),
        ("src/*.py", ""),
        ("src/**/*.ts", ""),
    ],
)
def test_a_path_without_a_file_is_a_mistake_with_the_nearest_path(
    coded: Path, path: str, near: str
) -> None:
    [text] = after(coded, "src/**/*.py", path)
    line = (coded / REGISTRY).read_text().splitlines().index(f"      - path: {path}") + 1
    assert text.startswith(f"registry.yaml:{line}:9: ")
    assert text.endswith(f"no file of {coded} matches '{path}'{near}")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("symbols: [a]", "the key 'file' (of a published package) or 'path' (of yours) is missing"),
        ("{file: a, path: b}", "not both"),
        ("{path: ../a}", "a path or glob from the repository's root"),
        ("{path: /etc/passwd}", "a path or glob from the repository's root"),
    ],
)
def test_an_entry_names_either_a_file_or_a_path_inside(
    project: Path, entry: str, words: str
) -> None:
    [text] = after(project, GROUP, f"{GROUP}    implementation: [{entry}]\n")
    assert words in text


def test_a_link_that_leads_out_of_the_repository_is_not_followed(
    coded: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.py").write_text(LOCK)
    (coded / "src" / "link.py").symlink_to(outside / "secret.py")
    (coded / "src" / "folder").symlink_to(outside)
    names = [file.name for file in named_files(coded, "src/**/*.py")]
    assert names == ["lock.py"]
    for path in ("src/link.py", "src/folder/secret.py", "src/folder"):
        assert list(named_files(coded, path)) == []


def test_a_pipe_is_no_code(coded: Path) -> None:
    os.mkfifo(coded / "src" / "pipe.py")
    assert found(coded) == []


def test_bytes_that_are_no_text_are_read(coded: Path) -> None:
    (coded / "src" / "deep" / "lock.py").write_bytes(b"\xff\x00 reserve Lock release \xfe")
    assert found(coded) == []


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("src/a.py", "src", True),
        ("src/a.py", "src/", True),
        ("src/a.py", "src/a.py", True),
        ("src/a.py", "src/a", False),
        ("src/a.py", "src/*", True),
        ("src/b/a.py", "src/*", False),
        ("src/b/a.py", "src/**", True),
        ("src/a.py", "**/a.py", True),
        ("a.py", "**/a.py", True),
        ("x/y/a/z/b.c", "**/a/**/b.[ch]", True),
        ("src/.cache/a.py", "src/**/*.py", False),
        ("src/.a.py", "src/*.py", False),
        (".github/x.yml", ".github/*.yml", True),
        ("src/A.py", "src/a.py", False),
    ],
)
def test_a_glob_matches_as_in_a_shell(name: str, pattern: str, fits: bool) -> None:
    assert path_matches(name.split("/"), pattern_parts(pattern)) is fits
