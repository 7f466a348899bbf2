"""The public functions of a file: of Python by its syntax tree, of other languages by their lines.

A name is qualified by its class in Python. In other languages it is the bare name, because the text
of a line does not show what it is in.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

FUNCTION = r"(?:default\s+)?(?:async\s+)?function\b\s*\*?\s*(\w+)"
ARROW = r"(?:const|let|var)\s+(\w+)\b[^=\n]*=\s*(?:async\b\s*)?(?:function\b|\(|\w+\s*=>)"
JAVASCRIPT = rf"^\s*export\s+(?:{FUNCTION}|{ARROW})"
WITH_MODIFIER = r"^\s*public\s+(?:[\w<>\[\],.?]+\s+)*(\w+)\s*\("
PATTERNS = {
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx"), JAVASCRIPT),
    ".go": r"^func\s+(?:\([^)\n]*\)\s*)?([A-Z]\w*)\s*[\[(]",
    ".rs": r'^\s*pub\s+(?:(?:const|async|unsafe|extern(?:\s+"\w+")?)\s+)*fn\s+(\w+)',
    **dict.fromkeys((".java", ".cs", ".kt"), WITH_MODIFIER),
}
PYTHON = ".py"
# Of a file that this Python cannot parse; methods are not told from functions then.
PYTHON_TEXT = r"^(?:async\s+)?def\s+([^\W_]\w*)"
LANGUAGES = frozenset({PYTHON, *PATTERNS})


class PublicFunction(Struct, frozen=True):
    """A function's name, which may have that of its class before a dot, and its line."""

    name: str
    line: int

    @property
    def parts(self) -> tuple[str, ...]:
        """The name of the class, if any, and that of the function."""
        return tuple(self.name.split("."))


def public_functions(file: Path) -> list[PublicFunction]:
    """Return the public functions of a file in order; none of another language or unreadable."""
    if file.suffix not in LANGUAGES:
        return []
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    if file.suffix != PYTHON:
        return list(by_lines(text, PATTERNS[file.suffix]))
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return list(by_lines(text, PYTHON_TEXT))
    return list(of_body(tree.body, ""))


def by_lines(text: str, pattern: str) -> Iterator[PublicFunction]:
    """Yield the functions that a pattern finds, each name once."""
    seen = set[str]()
    for found in re.finditer(pattern, text, re.MULTILINE):
        name = next(filter(None, found.groups()), "")
        if name and name not in seen:
            seen.add(name)
            # The space before a name may begin on a line before it.
            yield PublicFunction(name, text.count("\n", 0, found.end()) + 1)


def of_body(body: list[ast.stmt], above: str) -> Iterator[PublicFunction]:
    """Yield the public functions of a module or of a public class, without those inside others."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_public(node.name):
            yield PublicFunction(f"{above}{node.name}", node.lineno)
        elif isinstance(node, ast.ClassDef) and is_public(node.name):
            yield from of_body(node.body, f"{above}{node.name}.")


def is_public(name: str) -> bool:
    """Tell whether a name of Python is for others; a method such as `__len__` is not called so."""
    return not name.startswith("_")
