"""The modules of one model, parsed: what they define, declare and assume, found by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from moltverify.errors import UsageError
from moltverify.tla.config import Config, ConfigSyntaxError, read_config
from moltverify.tla.dependencies import STANDARD, DependencyReader
from moltverify.tla.module import Definition, ModuleFile, ParsedModule
from moltverify.tla.module_parser import parse_module_file
from moltverify.tla.operator_names import operator_name
from moltverify.tla.syntax_tree import (
    APPLIED_SYMBOLS,
    OPERATOR_SYMBOLS,
    field,
    named_children,
    parse,
    symbol,
    text_of,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

# Expressions whose names are kept: an audit asks about the definitions of a shared module once for
# each model that uses it.
KEPT = 20_000
TEMPORAL = {"step_expr_or_stutter", "step_expr_no_stutter", "fairness"}
TEMPORAL_SIGNS = {"always", "eventually", "leads_to"}


class ParsedModules:
    """A model's modules, the root first, and its config.

    The variables and constants are those of the root and of what it extends: an instance replaces
    those of its module by expressions.
    """

    def __init__(
        self, modules: tuple[ParsedModule, ...], config: Config, config_file: Path
    ) -> None:
        self.modules = modules
        self.root = modules[0]
        self.config = config
        self.config_file = config_file
        self.by_name = {module.name: module for module in modules}
        self.own = tuple(self.find_own())
        self.variables = {name for module in self.own for name in module.variables}
        self.constants = {name for module in self.own for name in module.constants}
        # Each of these walks all definitions below an expression, and callers repeat questions.
        self.uses_action = cache(self.find_action)
        self.uses_variable = cache(self.find_variable)
        self.is_temporal = cache(self.find_temporal)

    def find_own(self) -> Iterator[ParsedModule]:
        """Yield the root and the modules that it extends, directly or not, each once."""
        waiting, found = [self.root.name], set[str]()
        while waiting:
            name = waiting.pop(0)
            if name in self.by_name and name not in found:
                found.add(name)
                yield self.by_name[name]
                waiting += self.by_name[name].extended

    def definition(self, name: str, near: str = "") -> Definition | None:
        """Return the definition of a name, that of its replacement if the config has one."""
        # First, because TLC evaluates the replacement and never what it replaces.
        override = self.config.overrides.get(name)
        name = override.replacement if override else name
        # A module that is instantiated may define a name that the root defines too.
        order = [self.by_name[near]] if near in self.by_name else []
        for module in (*order, *self.modules):
            if name in module.definitions:
                return module.definitions[name]
        return None

    def mentioned(self, node: Node, near: str = "") -> list[Definition]:
        """Return the definitions that an expression names directly, each once."""
        found = [self.definition(name, near) for name in references(node)]
        # Names behind `!` are those of another module, which may define the same as this one.
        found += [self.named(one, near) for one in qualified_names(node)]
        return list({one.key: one for one in found if one}.values())

    def named(self, node: Node, near: str = "") -> Definition | None:
        """Return the definition that an expression is the name or an application of, or None."""
        operator, prefix = field(node, "op"), field(node, "prefix")
        if node.type == "prefixed_op" and operator and prefix:
            node, near = operator, self.instantiated(prefix, near)
        if node.type == "bound_op" and (name := field(node, "name")):
            node = name
        return self.definition(text_of(node), near) if node.type == "identifier_ref" else None

    def instantiated(self, prefix: Node, near: str) -> str:
        """Return the module that the instances before `!` lead to from a module."""
        for component in named_children(prefix):
            instance = self.named(next(iter(named_children(component)), component), near)
            if instance and instance.body.type == "instance":
                near = text_of(next(iter(named_children(instance.body)), instance.body))
        return near

    def reachable(self, starts: list[Definition]) -> list[Definition]:
        """Return definitions and all that they name, directly or not, in order of discovery."""
        found: dict[tuple[str, str], Definition] = {}
        # A stack, reversed so that what comes first in the text is found first.
        waiting = list(reversed(starts))
        while waiting:
            one = waiting.pop()
            # Recursive operators name themselves.
            if one.key not in found:
                found[one.key] = one
                waiting += reversed(self.mentioned(one.body, one.module))
        return list(found.values())

    def closure(self, node: Node, near: str = "") -> list[Node]:
        """Return an expression and the bodies of all that it names, directly or not."""
        return [node, *(one.body for one in self.reachable(self.mentioned(node, near)))]

    def find_action(self, node: Node, near: str = "") -> bool:
        """Tell whether an expression refers to the next state."""
        return any(is_action(one) for part in self.closure(node, near) for one in walk(part))

    def find_temporal(self, node: Node, near: str = "") -> bool:
        """Tell whether an expression is a temporal formula."""
        return any(is_temporal(one) for part in self.closure(node, near) for one in walk(part))

    def find_variable(self, node: Node, near: str = "") -> bool:
        """Tell whether an expression depends on the state."""
        return any(
            name in self.variables for part in self.closure(node, near) for name in references(part)
        )


def is_action(node: Node) -> bool:
    """Tell whether a node itself refers to the next state."""
    # ENABLED is about one state, but its operand is an action.
    return node.type in {"prime", "unchanged", "enabled"}


def is_temporal(node: Node) -> bool:
    """Tell whether a node itself makes a formula temporal."""
    return node.type in TEMPORAL or symbol(node) in TEMPORAL_SIGNS


@lru_cache(KEPT)
def references(node: Node) -> tuple[str, ...]:
    """Return the names that an expression refers to, also bound names and operators."""
    return tuple(names_below(node))


@lru_cache(KEPT)
def qualified_names(node: Node) -> tuple[Node, ...]:
    """Return the nodes of the names with a `!` in an expression."""
    # Few have any, and a search of the text is faster than a walk.
    has_some = b"!" in (node.text or b"")
    return tuple(one for one in walk(node) if one.type == "prefixed_op") if has_some else ()


def names_below(node: Node) -> Iterator[str]:
    """Yield the names as `references` returns them."""
    for one in walk(node):
        if one.type == "identifier_ref":
            yield text_of(one)
        elif one.type in APPLIED_SYMBOLS and (sign := field(one, "symbol")):
            yield operator_name(sign)
        elif one.type in OPERATOR_SYMBOLS and one.children:
            yield operator_name(one.children[0])


def read_parsed_modules(
    module: Path, config: Path, library: tuple[Path, ...] = ()
) -> ParsedModules:
    """Read a module and all that it uses, from its folder and then from the library's folders.

    TLC's own standard modules are left out. Raises UsageError for a config that TLC could not read.
    """
    try:
        # Bytes that are no UTF-8, such as in a comment, are no reason to refuse a config.
        read = read_config(config.read_bytes().decode("utf-8", "replace"))
    except ConfigSyntaxError as error:
        raise UsageError(f"{config}: {error}", "mend the config") from error
    return parsed_modules(module_closure(module, library), read, config)


def parsed_modules(files: Iterable[ModuleFile], config: Config, config_file: Path) -> ParsedModules:
    """Return the modules of files, the root's first, with a config and its file."""
    found: dict[str, ParsedModule] = {}
    for file in files:
        # In this order, because the first module is the root.
        for one in file.modules or (unparsed(file),):
            found.setdefault(one.name, one)
    return ParsedModules(tuple(found.values()), config, config_file)


def module_texts(sources: ParsedModules) -> dict[str, bytes]:
    """Return the texts of a model's files by the names of their modules, without suffix."""
    return {module.file.stem: module.text for module in sources.modules}


def module_closure(module: Path, library: tuple[Path, ...] = ()) -> list[ModuleFile]:
    """Parse a module's file and those of all modules that it uses, in order of discovery.

    Files that stand in for standard modules come last. Raises OSError for an unreadable file.
    """
    reader = DependencyReader()
    folders = (module.parent, *library)
    found: dict[str, ModuleFile] = {}
    # By the parsed code: what only a comment names defines nothing in the model.
    waiting = [module]
    while waiting:
        path = waiting.pop(0)
        if path.stem in found:
            continue
        found[path.stem] = file = parse_module_file(path)
        waiting += filter(None, (reader.locate(name, folders) for name in file.used))
    # A standard module of the jar may use another one that a file here replaces.
    for path in reader.modules(module, library):
        if path.stem in STANDARD and path.stem not in found:
            found[path.stem] = parse_module_file(path)
    return list(found.values())


def unparsed(file: ModuleFile) -> ParsedModule:
    """Return an empty module in place of a file in which the parser finds none."""
    # Its `error_line` keeps the audit from reporting what seems unused.
    name = file.file.stem
    tree = parse(b"")
    line = file.error_line or 1
    return ParsedModule(name, file.file, file.text, tree, (), (), {}, (), (), (), line)
