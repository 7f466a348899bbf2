"""The names in source files, by a grammar where there is one."""

from pathlib import Path

import pytest

from moltverify.registry.code_symbols import grammar_of, symbols_of

PYTHON = '''
"""mentioned"""
from store import kept as renamed
class Lock:  # commented
    def reserve(self, wanted):
        self.rows.append("quoted", timeout=wanted)
'''
SCRIPT = """
// commented
export class Lock { reserve(wanted) { return this.rows["quoted"] ?? wanted; } }
"""


def names(folder: Path, file: str, text: str) -> set[str]:
    (folder / file).write_text(text)
    return symbols_of(folder / file)


def test_names_of_python_are_those_of_its_code(tmp_path: Path) -> None:
    found = names(tmp_path, "lock.py", PYTHON)
    assert {"Lock", "reserve", "wanted", "rows", "append", "timeout", "kept", "renamed"} <= found
    assert not {"mentioned", "commented", "quoted"} & found


def test_names_of_javascript_are_those_of_its_code(tmp_path: Path) -> None:
    assert grammar_of(".mjs") is not None
    found = names(tmp_path, "lock.mjs", SCRIPT)
    assert {"Lock", "reserve", "wanted", "rows"} <= found
    assert not {"commented", "quoted"} & found


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("lock.py", "def reserve(:  # commented"),
        ("lock.js", "class { reserve // commented"),
        ("lock.rb", "def reserve # commented"),
        ("lock.py", "reserve = 1\0 # commented"),
    ],
)
def test_every_word_counts_where_no_grammar_reads_the_file(
    tmp_path: Path, file: str, text: str
) -> None:
    assert {"reserve", "commented"} <= names(tmp_path, file, text)


def test_a_file_that_is_not_there_has_no_names(tmp_path: Path) -> None:
    assert symbols_of(tmp_path / "gone.py") == set()
