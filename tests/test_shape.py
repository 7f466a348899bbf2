"""The shape of the package: arrows point down, and each wing keeps to itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import moltverify

ROOT = Path(moltverify.__path__[0])
# What the pure wing may use: nothing that reads files, starts processes or has a clock.
PURE = {"__future__", "re", "msgspec", "enum", "typing", "types", "collections", "itertools"} | {
    "contextlib",
    "textwrap",
}


@cache
def modules() -> dict[str, Path]:
    return {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}


def name_of(path: Path) -> str:
    parts = ("moltverify", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path, everywhere: bool = True) -> Iterator[str]:
    """Yield the modules that a file imports; optionally only those at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner(path: Path, everywhere: bool = True) -> set[str]:
    return {name for name in imports(path, everywhere) if name in modules()} - {"moltverify"}


def test_no_module_imports_itself_by_a_detour() -> None:
    packages = {name for name, path in modules().items() if path.name == "__init__.py"}
    graph = {name: inner(path, everywhere=False) - packages for name, path in modules().items()}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("name", [name for name in modules() if name.startswith("moltverify.tlc.")])
def test_the_reader_of_tlc_is_pure(name: str) -> None:
    own = ("moltverify.tlc", "moltverify.tla")
    outer = {one for one in imports(modules()[name]) if not one.startswith(own)}
    assert {one.split(".")[0] for one in outer} <= PURE


@pytest.mark.parametrize("name", [n for n in modules() if n.startswith("moltverify.report.")])
def test_reports_run_nothing(name: str) -> None:
    world = {
        "subprocess",
        "moltverify.running.process",
        "moltverify.running.run_tlc",
        "moltverify.store.runs",
    }
    assert not [one for one in imports(modules()[name]) if one.startswith(tuple(world))]


@pytest.mark.parametrize("name", [name for name in modules() if ".cli" not in name])
def test_only_the_front_door_imports_click(name: str) -> None:
    assert "click" not in {one.split(".")[0] for one in imports(modules()[name])}


@pytest.mark.parametrize("name", [name for name in modules() if ".cli" not in name])
def test_nothing_imports_the_front_door(name: str) -> None:
    if name != "moltverify.__main__":
        assert not {one for one in inner(modules()[name]) if one.startswith("moltverify.cli")}


@pytest.mark.parametrize("name", ["errors", "running.process"])
def test_the_leaves_import_nothing_of_ours(name: str) -> None:
    assert inner(modules()[f"moltverify.{name}"]) == set()


@pytest.mark.parametrize(
    ("arguments", "slow"),
    [
        (["--version"], ["yaml", "rich", "jinja2", "msgspec", "concurrent.futures"]),
        (["list"], ["rich", "jinja2", "jpype", "concurrent.futures", "subprocess"]),
    ],
)
def test_a_quick_command_imports_nothing_slow(arguments: list[str], slow: list[str]) -> None:
    assert set(slow) & imported(arguments, ROOT.parent) == set()


@pytest.mark.tlc
def test_a_run_in_which_nothing_changed_imports_nothing_that_runs_a_model(project: Path) -> None:
    arguments = ["run", "--no-traces"]
    slow = {
        "moltverify.running.run_tlc",
        "moltverify.running.engine_selection",
        "concurrent.futures",
    }
    assert slow <= imported(arguments, project)
    assert (slow | {"jinja2"}) & imported(arguments, project) == set()


def imported(arguments: list[str], folder: Path) -> set[str]:
    """Return the modules that a command has imported when it is through."""
    code = (
        "import sys; sys.argv = ['moltverify', *sys.argv[1:]]\n"
        "from moltverify.cli import guarded\n"
        "guarded(); print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    return set(answer.stderr.split())
