"""The wing stays pure: it imports nothing that reads files, starts processes or needs installing."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import moltverify.tlc

_MODULES = sorted(Path(moltverify.tlc.__path__[0]).glob("*.py"))
_PURE = frozenset(
    {"__future__", "re", "dataclasses", "enum", "typing", "types", "collections", "itertools"}
    | {"textwrap"}
)


def _imports(path: Path) -> tuple[set[str], set[str]]:
    """Return the modules of the wing and the other packages that a module imports."""
    inner: set[str] = set()
    outer: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            inner.add(str(node.module))
        elif isinstance(node, ast.ImportFrom):
            outer.add(f"{'.' * node.level}{node.module}".split(".")[0] or "above")
        elif isinstance(node, ast.Import):
            outer |= {alias.name.split(".")[0] for alias in node.names}
    return inner, outer


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.stem)
def test_a_module_of_the_wing_imports_only_pure_things(path: Path) -> None:
    """No files, no clock, no colour, nothing from the rest of the tool."""
    assert _imports(path)[1] <= _PURE


def test_the_modules_of_the_wing_form_no_cycle() -> None:
    """Arrows point down only."""
    TopologicalSorter({path.stem: _imports(path)[0] for path in _MODULES}).prepare()
