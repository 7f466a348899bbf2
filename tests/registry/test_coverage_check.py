"""Public functions that are modelled or have a reason, in a repository's own code."""

from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.public_functions import public_functions
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY, after, found

GROUP = "    group: house\n"
CODE = "    implementation:\n      - {path: src/store.py, symbols: [reserve, Store.release]}\n"
STORE = """\
def reserve(): ...
def report(): ...
def _helper(): ...

class Store:
    def release(self): ...
    async def size(self): ...
    def __len__(self): ...
    def _free(self): ...
    class Page:
        def turn(self): ...

class _Hidden:
    def show(self): ...

def outer():
    def inner(): ...
"""
COVERAGE = """\
coverage:
  - path: src/*.py
    unmodelled:
      report: It only reads.
      Store.size: It only reads.
      Store.Page.turn: It only reads.
      outer: It is for tests.
"""


@pytest.fixture
def covered(project: Path) -> Path:
    """The small project with code, all of whose public functions are modelled or excused."""
    (project / ".git").mkdir()
    (project / "src").mkdir()
    (project / "src" / "store.py").write_text(STORE)
    edit(project / REGISTRY, GROUP, GROUP + CODE)
    with (project / REGISTRY).open("a") as file:
        file.write(COVERAGE)
    return project


def test_functions_that_are_all_named_or_excused_are_no_mistake(covered: Path) -> None:
    assert found(covered) == []
    [coverage] = load_registry(covered / REGISTRY).coverage
    assert coverage.path == "src/*.py"
    assert coverage.unmodelled["outer"] == "It is for tests."


def test_a_public_function_without_either_is_a_mistake_with_its_place(covered: Path) -> None:
    with (covered / "src" / "store.py").open("a") as file:
        file.write("\ndef cancel(): ...\n")
    [text] = found(covered)
    line = (covered / REGISTRY).read_text().splitlines().index("  - path: src/*.py") + 1
    assert text.startswith(f"registry.yaml:{line}:5: coverage[0]: src/store.py:19: cancel: ")
    assert text.endswith("no claim names it, and 'unmodelled' has no reason")


def test_a_function_of_another_file_is_not_named_by_a_claim_about_this_one(covered: Path) -> None:
    (covered / "src" / "other.py").write_text("def reserve(): ...\n")
    [text] = found(covered)
    assert "src/other.py:1: reserve: no claim names it" in text


@pytest.mark.parametrize("symbols", ["[reserve, Store]", "[reserve, release]"])
def test_a_class_or_a_bare_name_covers_its_functions(covered: Path, symbols: str) -> None:
    assert after(covered, "[reserve, Store.release]", symbols) == []


def test_a_symbol_that_is_only_a_part_of_a_name_does_not_count(covered: Path) -> None:
    edit(covered / "src" / "store.py", "def report", "def reserve_all(): ...\ndef report")
    assert ["store.py:2: reserve_all" in text for text in found(covered)] == [True]


def test_a_reason_for_a_function_that_is_gone_is_a_mistake_at_its_key(covered: Path) -> None:
    [text] = after(covered, "def report", "def reports", "src/store.py")[1:]
    line = (covered / REGISTRY).read_text().splitlines().index("      report: It only reads.") + 1
    assert text.startswith(f"registry.yaml:{line}:7: ")
    assert "no public function of 'src/*.py' has the name 'report'; did you mean 'reports'?" in text


def test_a_path_without_a_file_or_with_no_known_language_is_a_mistake(covered: Path) -> None:
    (covered / "src" / "data.sql").write_text("select 1")
    other = after(covered, "path: src/*.py\n    unm", "path: src/*.sql\n    unm")
    assert "'src/*.sql' has no file whose functions can be listed" in other[0]
    gone = after(covered, "path: src/*.sql\n    unm", "path: gone/*.py\n    unm")
    assert "matches 'gone/*.py'" in gone[0]


def test_no_other_command_minds(covered: Path, moltverify: Run) -> None:
    edit(covered / REGISTRY, "      outer: It is for tests.\n", "")
    assert moltverify("list", "-q").returncode in {0, 2}
    assert moltverify("list").returncode == 0
    checked = moltverify("check-registry")
    assert checked.returncode == 2
    assert "outer: no claim names it" in checked.stderr


def names(tmp_path: Path, name: str, text: str) -> list[tuple[str, int]]:
    file = tmp_path / name
    file.write_text(text)
    return [(one.name, one.line) for one in public_functions(file)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.mjs", "function f() {}\nexport async function g() {}\n", [("g", 2)]),
        ("a.ts", "export const f = async (x: X) => x\nexport const n = 3\n", [("f", 1)]),
        (
            "a.ts",
            "export default function f<T>() {}\nexport let g = function () {}\n",
            [("f", 1), ("g", 2)],
        ),
        (
            "a.go",
            "func (s *Store) Reserve() {}\nfunc hidden() {}\nfunc New[T any]() {}\n",
            [("Reserve", 1), ("New", 3)],
        ),
        ("a.rs", "fn f() {}\n  pub async fn g() {}\npub(crate) fn h() {}\n", [("g", 2)]),
        (
            "A.java",
            "public class A {\n  public static List<A> f(int x) {\n  private int g() {\n",
            [("f", 2)],
        ),
        ("a.kt", "public fun f(x: Int) = x\n", [("f", 1)]),
        ("a.py", "def f(:\ndef g(): ...\n  def h(): ...\ndef _i(): ...\n", [("f", 1), ("g", 2)]),
        ("a.txt", "def f(): ...\n", []),
    ],
)
def test_each_language_has_its_public_functions(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, int]]
) -> None:
    assert names(tmp_path, name, text) == expected


def test_a_file_that_is_gone_has_none(tmp_path: Path) -> None:
    assert public_functions(tmp_path / "gone.py") == []
