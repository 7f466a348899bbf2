"""The shape of the package: docs/architecture.md says which room imports which, and it is true."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import moltverify

ROOT = Path(moltverify.__path__[0])
PAGE = ROOT.parent / "docs" / "architecture.md"
# What the readers of the language and of TLC's output may use: nothing that reads files, starts
# processes or has a clock.
PURE = {"__future__", "re", "msgspec", "enum", "typing", "types", "collections", "itertools"} | {
    "contextlib",
    "difflib",
    "textwrap",
}
# notebook is a registry of renderers, without imports of its own.
OWN = ("moltverify.tlc", "moltverify.tla", "moltverify.notebook")
# Names that several modules have on purpose.
SAME_NAMES = {
    "command": "each module of cli/ has the command that it is about",
    "main": "the start of a program: the command line's, a worker's and a child's",
}
SHORTEST, LONGEST = 5, 250  # lines of a module


@cache
def modules() -> dict[str, Path]:
    return {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    parts = ("moltverify", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path, everywhere: bool = True) -> Iterator[str]:
    """Yield the modules that a file imports; optionally only those at its top."""
    tree = tree_of(path)
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner(path: Path, everywhere: bool = True) -> set[str]:
    return {name for name in imports(path, everywhere) if name in modules()} - {"moltverify"}


def room(name: str) -> str:
    """Return the room of a module: the second part of its name; none for the package itself."""
    return name.split(".")[1] if "." in name else ""


def table() -> dict[str, set[str]]:
    """Return the rooms of the page, in its order, each with the rooms that it may import."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*)\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    allowed: dict[str, set[str]] = {}
    for name, words in rows:
        allowed[name] = set(allowed) if words.strip() == "all" else set(re.findall(r"\w+", words))
    return allowed


def arrows() -> dict[str, dict[str, set[str]]]:
    """Return which room imports which, with the modules of the first that do."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, path in modules().items():
        for other in inner(path):
            if room(name) and room(other) != room(name):
                found[room(name)][room(other)].add(name)
    return found


def test_the_page_has_a_row_for_every_room_and_no_other() -> None:
    assert sorted(table()) == sorted({room(name) for name in modules()} - {""})


def test_a_room_may_import_only_rooms_that_stand_above_it_in_the_table() -> None:
    above: set[str] = set()
    for name, allowed in table().items():
        assert allowed <= above, f"{name} may import {allowed - above}, which come later"
        above.add(name)


@pytest.mark.parametrize("name", table())
def test_a_room_imports_only_what_the_page_says(name: str) -> None:
    others = {other: by for other, by in arrows()[name].items() if other not in table()[name]}
    assert not others, "change the code, or the table of docs/architecture.md"


def test_no_module_imports_itself_by_a_detour() -> None:
    packages = {name for name, path in modules().items() if path.name == "__init__.py"}
    graph = {name: inner(path) - packages for name, path in modules().items()}
    TopologicalSorter(graph).prepare()


def test_no_public_class_or_function_has_the_name_of_another() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module, path in modules().items():
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert set(twice) == set(SAME_NAMES), twice


def test_no_module_is_too_long_to_read_or_too_short_to_look_for() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
    packages = {name for name, path in modules().items() if path.name == "__init__.py"}
    assert {name for name, lines in lengths.items() if lines < SHORTEST} - packages == set()


def test_the_reader_of_tlc_is_pure() -> None:
    outer = {
        name: {one.split(".")[0] for one in imports(path) if not one.startswith(OWN)} - PURE
        for name, path in modules().items()
        if room(name) == "tlc"
    }
    assert {name: found for name, found in outer.items() if found} == {}


def test_reports_run_nothing_but_phrases() -> None:
    world = ("subprocess", "moltverify.running", "moltverify.store.runs")
    phrases = {"moltverify.report.story.phrase_worker": ["subprocess"]}
    reports = {name: path for name, path in modules().items() if room(name) == "report"}
    found = {n: [one for one in imports(p) if one.startswith(world)] for n, p in reports.items()}
    assert {name: names for name, names in found.items() if names} == phrases


def test_only_the_command_line_imports_click() -> None:
    users = {name for name, path in modules().items() if "click" in imports(path)}
    assert {room(name) for name in users} == {"cli"}


def test_starting_a_process_needs_nothing_else_of_the_package() -> None:
    assert inner(modules()["moltverify.running.process"]) == set()


@pytest.mark.parametrize(
    ("arguments", "slow"),
    [
        (["--version"], ["yaml", "rich", "jinja2", "msgspec", "concurrent.futures"]),
        (
            ["affected", "--version", "1"],
            ["rich", "jinja2", "jpype", "concurrent.futures", "subprocess"],
        ),
        (["list"], ["rich", "jinja2", "jpype", "concurrent.futures", "subprocess", "tree_sitter"]),
    ],
)
def test_a_quick_command_imports_nothing_slow(arguments: list[str], slow: list[str]) -> None:
    assert set(slow) & imported(arguments, ROOT.parent) == set()


@pytest.mark.tlc
def test_a_run_in_which_nothing_changed_imports_nothing_that_runs_a_model(
    project: Path, environment: dict[str, str]
) -> None:
    arguments = ["run", "--no-traces"]
    slow = {
        "moltverify.running.run_tlc",
        "moltverify.running.engine_selection",
        "concurrent.futures",
        "tree_sitter",
    }
    # The cache of the test's own environment has no verdict yet.
    assert slow <= imported(arguments, project, environment)
    assert (slow | {"jinja2"}) & imported(arguments, project, environment) == set()


def imported(
    arguments: list[str], folder: Path, environment: dict[str, str] | None = None
) -> set[str]:
    """Return the modules that a command has imported when it is through."""
    code = (
        "import sys; sys.argv = ['moltverify', *sys.argv[1:]]\n"
        "from moltverify.cli.commands import guarded\n"
        "guarded(); print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=folder, env=environment
    )
    return set(answer.stderr.split())
