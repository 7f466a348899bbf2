"""The modules of one model, parsed: what they define, declare and assume, found by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.tla.config import Config, ConfigSyntaxError, read_config
from moltverify.tla.dependencies import used_module_names as used_names
from moltverify.tla.syntax_tree import (
    NAMED_DEFINITIONS,
    REFERENCES,
    damage,
    field,
    named_children,
    parse,
    symbol,
    text_of,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

TEMPORAL = {"step_expr_or_stutter", "step_expr_no_stutter", "fairness"}
TRANSLATION = (b"\\* BEGIN TRANSLATION", b"\\* END TRANSLATION")
TEMPORAL_SIGNS = {"always", "eventually", "leads_to"}


class Definition(Struct, frozen=True):
    """A definition: its name, the module it stands in, its node and the node of its body."""

    name: str
    module: str
    node: Node
    body: Node

    @property
    def key(self) -> tuple[str, str]:
        """What tells the definition from all others of a model."""
        return self.module, self.name


class ParsedModule(Struct, frozen=True):
    """One module: its file, text and node, with the names that it declares and extends.

    The text has blanks for tabs, so that its columns are those of SANY. A module inside another
    one has that one's file and text.
    """

    name: str
    file: Path
    text: bytes
    tree: Node
    extended: tuple[str, ...]
    definitions: Mapping[str, Definition]
    constants: tuple[str, ...]
    variables: tuple[str, ...]

    def damage(self) -> int | None:
        """Return the line of the first thing that is no TLA+ to the parser, or None."""
        return damage(self.tree)

    def is_generated(self, definition: Definition) -> bool:
        """Tell whether the PlusCal translator wrote a definition."""
        before, after = (self.text.find(sign) for sign in TRANSLATION)
        return 0 <= before < definition.node.start_byte < after


class ParsedModules:
    """A model's modules, the root first, and its config.

    The variables and constants are those of the root and of what it extends: a module's instance
    has others in their place.
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
        self.uses_action = cache(self.find_action)
        self.uses_variable = cache(self.find_variable)
        self.is_temporal = cache(self.find_temporal)

    def find_own(self) -> Iterator[ParsedModule]:
        """Yield the root and the modules that it extends, however indirectly, each once."""
        waiting, found = [self.root.name], set[str]()
        while waiting:
            name = waiting.pop(0)
            if name in self.by_name and name not in found:
                found.add(name)
                yield self.by_name[name]
                waiting += self.by_name[name].extended

    def definition(self, name: str, near: str = "") -> Definition | None:
        """Return what a name means: the config's replacement, the module's own, or another's."""
        override = self.config.overrides.get(name)
        name = override.replacement if override else name
        order = [self.by_name[near]] if near in self.by_name else []
        for module in (*order, *self.modules):
            if name in module.definitions:
                return module.definitions[name]
        return None

    def mentioned(self, node: Node, near: str = "") -> list[Definition]:
        """Return the definitions that an expression names itself, each once."""
        found = (self.definition(name, near) for name in references(node))
        return list({one.key: one for one in found if one}.values())

    def reachable(self, starts: list[Definition]) -> list[Definition]:
        """Return definitions and all that they name, however indirectly, in order of discovery."""
        found: dict[tuple[str, str], Definition] = {}
        waiting = list(reversed(starts))
        while waiting:
            one = waiting.pop()
            if one.key not in found:
                found[one.key] = one
                waiting += reversed(self.mentioned(one.body, one.module))
        return list(found.values())

    def closure(self, node: Node, near: str = "") -> list[Node]:
        """Return an expression and the bodies of all that it names, however indirectly."""
        return [node, *(one.body for one in self.reachable(self.mentioned(node, near)))]

    def find_action(self, node: Node, near: str = "") -> bool:
        """Tell whether an expression speaks of the next state."""
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
    return node.type in {"prime", "unchanged", "enabled"}


def is_temporal(node: Node) -> bool:
    """Tell whether a node itself makes a formula temporal."""
    return node.type in TEMPORAL or symbol(node) in TEMPORAL_SIGNS


def references(node: Node) -> Iterator[str]:
    """Yield the names that an expression refers to, bound ones too."""
    return (text_of(one) for one in walk(node) if one.type in REFERENCES)


def read_parsed_modules(
    module: Path, config: Path, library: tuple[Path, ...] = ()
) -> ParsedModules:
    """Read a module and all that it uses, from its folder and then from the library's folders.

    Standard modules are left out. Raises UsageError for a config that TLC could not read.
    """
    try:
        read = read_config(config.read_bytes().decode("utf-8", "replace"))
    except ConfigSyntaxError as error:
        raise UsageError(f"{config}: {error}", "mend the config") from error
    folders = (module.parent, *library)
    found: dict[str, ParsedModule] = {}
    waiting = [module]
    while waiting:
        file = waiting.pop(0)
        if file.stem in found:
            continue
        # Tabs reach to every eighth column, for SANY too.
        text = file.read_bytes().expandtabs(8)
        for one in read_modules(file, text):
            found.setdefault(one.name, one)
        found.setdefault(file.stem, no_module(file, text))
        for name in used_names(text.decode("utf-8", "replace")):
            files = (folder / f"{name}.tla" for folder in folders)
            waiting += [file for file in files if file.is_file()][:1]
    return ParsedModules(tuple(found.values()), read, config)


def module_texts(sources: ParsedModules) -> dict[str, bytes]:
    """Return the texts of a model's files by the names of their modules, without suffix."""
    return {module.file.stem: module.text for module in sources.modules}


def read_modules(file: Path, text: bytes) -> Iterator[ParsedModule]:
    """Yield the module of a file, and those inside it."""
    waiting = [one for one in named_children(parse(text)) if one.type == "module"][:1]
    while waiting:
        tree = waiting.pop(0)
        name = field(tree, "name")
        own = units(tree)
        waiting += [one for one in own if one.type == "module"]
        definitions = [one for unit in own if (one := definition_of(unit, text_of_name(name)))]
        yield ParsedModule(
            name=text_of_name(name),
            file=file,
            text=text,
            tree=tree,
            extended=tuple(
                text_of(one)
                for unit in own
                if unit.type == "extends"
                for one in named_children(unit)
            ),
            definitions={one.name: one for one in definitions},
            constants=tuple(declared(own, "constant_declaration")),
            variables=tuple(declared(own, "variable_declaration")),
        )


def no_module(file: Path, text: bytes) -> ParsedModule:
    """Return what stands for a file that holds no module of its name."""
    return ParsedModule(file.stem, file, text, parse(text), (), {}, (), ())


def text_of_name(name: Node | None) -> str:
    """Return a module's name, which a damaged one may lack."""
    return text_of(name) if name else ""


def units(module: Node) -> list[Node]:
    """Return the units of a module: its declarations, definitions, assumptions, inner modules."""
    return named_children(module)


def definition_of(unit: Node, module: str) -> Definition | None:
    """Return the definition that a unit of a module is, or None if it is something else."""
    if unit.type == "local_definition" and named_children(unit):
        unit = named_children(unit)[0]
    name, body = field(unit, "name"), field(unit, "definition")
    if unit.type in NAMED_DEFINITIONS and name and body:
        return Definition(text_of(name), module, unit, body)
    return None


def declared(units: list[Node], kind: str) -> Iterator[str]:
    """Yield the names that a module's declarations of a kind declare."""
    for unit in units:
        for one in named_children(unit) if unit.type == kind else []:
            name = field(one, "name") if one.type == "operator_declaration" else one
            if name and name.type == "identifier":
                yield text_of(name)
