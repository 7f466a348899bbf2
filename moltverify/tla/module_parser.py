"""Parses module files with tree-sitter: the only reader of modules.

The check of the registry, the reports and the audit use its records. Where the grammar has a gap,
`error_line` says so; TLC's own parser decides whether such a file is a module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from moltverify.tla.module import Definition, ModuleFile, ParsedModule
from moltverify.tla.operator_names import operator_name
from moltverify.tla.parse_limits import parse_obstacle
from moltverify.tla.syntax_tree import (
    NAMED_DEFINITIONS,
    OPERATOR_SYMBOLS,
    field,
    first_error,
    last_line_of,
    named_children,
    parse,
    text_of,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

# SANY begins to read here and finds no module without it (tla2sany/parser/tla+.jj, BEGIN_MODULE).
HEAD = re.compile(rb"-{4,} *MODULE")
# The grammar parses PlusCal in comments too, and where it fails there the whole module is lost.
ALGORITHM = re.compile(rb"--(?=algorithm\b|fair\b)")
# SANY ends a line there, and with it a comment.
LONE_RETURN = re.compile(rb"\r(?!\n)")
KEPT_FILES = 512  # parsed files: the models of a suite share most of their modules


def parse_module_file(file: Path) -> ModuleFile:
    """Parse a file, once per process for the same content; raises OSError if it is unreadable."""
    return parse_module_bytes(file, file.read_bytes())


def parse_module_bytes(file: Path, content: bytes) -> ModuleFile:
    """Parse a file's content that was read before."""
    return _parsed(file, content)


def parse_module_text(text: str, file: Path = Path()) -> ModuleFile:
    """Parse a text that was read before; `file` is where it is from."""
    # The bytes that were no UTF-8 come back, so that columns stay as in the file.
    return _parsed(file, text.encode("utf-8", "surrogateescape"))


@lru_cache(maxsize=KEPT_FILES)
def _parsed(file: Path, content: bytes) -> ModuleFile:
    # Tabs reach to every eighth column, for SANY too.
    text = LONE_RETURN.sub(b"\n", content.expandtabs(8))
    head = HEAD.search(text)
    # Before any call of the grammar: a crash there would end the process.
    obstacle = parse_obstacle(text)
    if obstacle is not None:
        return ModuleFile(file, text, (), obstacle, head is not None)
    root = parse(text)
    error = parse_error(root, head)
    # Without `--` the grammar sees plain comments; two blanks keep every token in its place.
    if error is not None and ALGORITHM.search(text):
        plain = parse(ALGORITHM.sub(b"  ", text))
        if parse_error(plain, head) is None:
            root, error = plain, None
    modules = tuple(nested_modules(file, text, first_module(root, head)))
    return ModuleFile(file, text, modules, error, head is not None)


def first_module(root: Node, head: re.Match[bytes] | None) -> Node | None:
    """Return the node of a file's first module, or None if the parser finds no such node.

    A module that begins after `head` is inside the one that the parser did not recognize.
    """
    found = next((child for child in root.children if child.type == "module"), None)
    return None if found and head and found.start_byte > head.start() else found


def parse_error(root: Node, head: re.Match[bytes] | None) -> int | None:
    """Return the first line of a file that the parser cannot parse, or None.

    What follows the first module does not count: SANY does not read it.
    """
    module = first_module(root, head)
    if module:
        return first_error(module)
    # A text may have no error node although it has no module; then the end of it is the place.
    errors = filter(None, map(first_error, root.children))
    return next(errors, last_line_of(root))


def nested_modules(file: Path, text: bytes, first: Node | None) -> Iterator[ParsedModule]:
    """Yield a file's first module and then those inside it, outer ones first."""
    waiting = [first] if first else []
    while waiting:
        tree = waiting.pop(0)
        waiting += [one for one in units(tree) if one.type == "module"]
        yield module_in_node(file, text, tree)


def module_in_node(file: Path, text: bytes, tree: Node) -> ParsedModule:
    """Return the record of a module's node."""
    name = field(tree, "name")
    module, own = text_of(name) if name else "", units(tree)
    definitions = [one for unit in own if (one := definition_of(unit, module))]
    return ParsedModule(
        name=module,
        file=file,
        text=text,
        tree=tree,
        extended=tuple(
            text_of(one) for unit in own if unit.type == "extends" for one in named_children(unit)
        ),
        instances=tuple(dict.fromkeys(name for unit in own for name in instances_in(unit))),
        # In a model that SANY accepts, no name is defined twice.
        definitions={one.name: one for one in definitions},
        constants=tuple(declared(own, "constant_declaration")),
        variables=tuple(declared(own, "variable_declaration")),
        statements=tuple(
            text_of(name)
            for unit in own
            if unit.type in {"assumption", "theorem"} and (name := field(unit, "name"))
        ),
        error_line=first_error(tree),
    )


def units(module: Node) -> list[Node]:
    """Return the units of a module: its declarations, definitions, assumptions, inner modules."""
    return named_children(module)


def instances_in(unit: Node) -> Iterator[str]:
    """Yield the modules that a unit instantiates, in a LET or a proof too."""
    # Most units have no instance, and a walk in Python over all nodes takes longer than the parse.
    # A module inside this one has a record of its own.
    if unit.type == "module" or b"INSTANCE" not in (unit.text or b""):
        return
    for one in walk(unit):
        if one.type == "instance" and (name := next(iter(named_children(one)), None)):
            yield text_of(name)


def definition_of(unit: Node, module: str) -> Definition | None:
    """Return the definition of a unit of a module, or None if the unit is something else."""
    if unit.type == "local_definition" and named_children(unit):
        unit = named_children(unit)[0]
    name, body = field(unit, "name"), field(unit, "definition")
    if unit.type in NAMED_DEFINITIONS and name and body:
        return Definition(name_in_node(name), module, unit, body)
    return None


def name_in_node(name: Node) -> str:
    """Return the name in the `name` node of a definition or declaration."""
    if name.type in OPERATOR_SYMBOLS:
        return operator_name(name.children[0] if name.children else name)
    return text_of(name)


def declared(units: list[Node], kind: str) -> Iterator[str]:
    """Yield the names that a module's declarations of a kind declare."""
    for unit in units:
        for one in named_children(unit) if unit.type == kind else []:
            name = field(one, "name") if one.type == "operator_declaration" else one
            # Comments are children too, since the grammar allows them between any two tokens.
            if name is not None and name.type in {"identifier", *OPERATOR_SYMBOLS}:
                yield name_in_node(name)
