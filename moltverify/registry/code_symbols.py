"""The names in a source file: by the language's grammar where one is at hand, else its words.

By a grammar, a name in a comment or a text is none. Python's own parser reads Python; for other
languages a grammar of tree-sitter is used if its package is installed, such as
`tree-sitter-javascript`. A file that its grammar cannot read is searched as text.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from moltverify.tla.syntax_tree import text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Language

WORD = re.compile(r"\w+")
# The package of a language's grammar, and its function that returns it, by a file's suffix.
GRAMMARS = {
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx"), ("tree_sitter_javascript", "language")),
    **dict.fromkeys((".ts", ".mts", ".cts"), ("tree_sitter_typescript", "language_typescript")),
    ".tsx": ("tree_sitter_typescript", "language_tsx"),
    ".go": ("tree_sitter_go", "language"),
    ".rs": ("tree_sitter_rust", "language"),
    ".java": ("tree_sitter_java", "language"),
    ".c": ("tree_sitter_c", "language"),
    ".h": ("tree_sitter_c", "language"),
}


def symbols_of(file: Path) -> set[str]:
    """Return the names in a file; none of one that cannot be read."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    found = python_names(text) if file.suffix == ".py" else grammar_names(text, file.suffix)
    return set(WORD.findall(text)) if found is None else found


def python_names(text: str) -> set[str] | None:
    """Return the names in a Python module; None if it cannot be parsed."""
    try:
        tree = ast.parse(text)
    # ast raises the last two for deep nesting and for null bytes.
    except (SyntaxError, RecursionError, ValueError):
        return None
    found: set[str] = set()
    for node in ast.walk(tree):
        # Every field that holds a name: of definitions, arguments, attributes, imports.
        for field in ("name", "id", "attr", "arg", "asname", "module"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                found.update(WORD.findall(value))
    return found


def grammar_names(text: str, suffix: str) -> set[str] | None:
    """Return the names in a text by its language's grammar; None without one, or with an error."""
    grammar = grammar_of(suffix)
    if grammar is None:
        return None
    from tree_sitter import Parser  # noqa: PLC0415 - most registries name no code

    tree = Parser(grammar).parse(text.encode()).root_node
    if tree.has_error:
        return None
    return {text_of(one) for one in walk(tree) if not one.children and "identifier" in one.type}


@cache
def grammar_of(suffix: str) -> Language | None:
    """Return the grammar for files with a suffix; None if its package is not installed."""
    if suffix not in GRAMMARS:
        return None
    package, function = GRAMMARS[suffix]
    try:
        pointer = getattr(import_module(package), function)()
    except (ImportError, AttributeError):
        return None
    from tree_sitter import Language as Grammar  # noqa: PLC0415 - as above

    return Grammar(pointer)
