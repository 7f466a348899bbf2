"""What a name in a config refers to, as TLC looks it up.

TLC looks for a plain name in the root module, and for one with `[Module]` in that module. Where
the name comes from an INSTANCE, the root has a copy of the definition: a replacement changes what
the root and the modules above it see, and not what the instantiated module itself uses. Only a
module without constants and variables is not copied. The rules are those of
tlc2.tool.impl.SpecProcessor and tla2sany.semantic.Generator, measured with TLC 2.15.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.module import Definition, ModuleFile, ParsedModule
from moltverify.tla.module_text import blanked
from moltverify.tla.standard_names import standard_closure
from moltverify.tla.syntax_tree import named_children, text_of

if TYPE_CHECKING:
    from tree_sitter import Node


class PlainInstance(Struct, frozen=True):
    """An INSTANCE that is no definition: all names of its module are names of the one around it."""

    module: str
    local: bool


class FoundName(Struct, frozen=True):
    """A definition that a config's name refers to.

    `copied_by` is the module whose INSTANCE copies the definition, or None if there is one only.
    """

    module: ParsedModule
    copied_by: ParsedModule | None = None


class ModuleScope:
    """The modules of one model by name, and what names mean in them.

    `files` are the modules with a file of their own; `modules` are these and those inside them.
    """

    def __init__(self, root: ParsedModule, files: Sequence[ModuleFile]) -> None:
        self.root = root
        self.files = {file.modules[0].name: file.modules[0] for file in files}
        # A module inside hides a file of its name.
        self.modules = self.files | {one.name: one for file in files for one in file.modules[1:]}
        used = {name for file in files for name in file.used} - self.files.keys()
        self.standard = standard_closure(used)

    def extended(self, module: ParsedModule) -> list[ParsedModule]:
        """Return a module and all that it extends, directly or not, each once."""
        found: dict[str, ParsedModule] = {}
        waiting = [module]
        while waiting:
            one = waiting.pop(0)
            if one.name not in found:
                found[one.name] = one
                waiting += filter(None, map(self.modules.get, one.extended))
        return list(found.values())

    def constants(self, module: ParsedModule) -> set[str]:
        """Return the constants that a module declares, itself or by EXTENDS."""
        return {name for part in self.extended(module) for name in part.constants}

    def variables(self, module: ParsedModule) -> set[str]:
        """Return the variables that a module declares, itself or by EXTENDS."""
        return {name for part in self.extended(module) for name in part.variables}

    def find(self, name: str, module: ParsedModule) -> FoundName | None:
        """Return the definition that a name refers to in a module, or None."""
        return next(self.findings(name, module), None)

    def findings(
        self, name: str, module: ParsedModule, above: frozenset[str] = frozenset()
    ) -> Iterator[FoundName]:
        """Yield where a module has a name from, without the modules `above` that instantiate it."""
        parts = self.extended(module)
        for part in parts:
            definition = part.definitions.get(name)
            if definition and (part is module or not is_local(definition)):
                yield FoundName(part)
        for part in parts:
            for one in plain_instances(part):
                other = self.modules.get(one.module)
                # What is LOCAL in an extended or instantiated module is not visible outside it.
                if other is None or other.name in above or (one.local and part is not module):
                    continue
                for found in self.findings(name, other, above | {module.name}):
                    copied = one.local or self.has_parameters(found.module)
                    yield FoundName(found.module, part if copied else None)

    def has_parameters(self, module: ParsedModule) -> bool:
        """Tell whether an INSTANCE of a module replaces something in it."""
        return bool(self.constants(module) or self.variables(module))

    def users(self, name: str, copied_by: ParsedModule) -> list[ParsedModule]:
        """Return the modules that use the copy of a definition."""
        above = [one for one in self.modules.values() if copied_by in self.extended(one)]
        return [one for one in above if mentions(one, name)]

    def visible(self, module: ParsedModule) -> Iterator[tuple[ParsedModule, tuple[str, ...]]]:
        """Yield the modules whose names a module has, each with what its names come from."""
        waiting, known = [module], set[str]()
        while waiting:
            one = waiting.pop()
            if one.name in known:
                continue
            known.add(one.name)
            for part in self.extended(one):
                seen = [each for each in plain_instances(part) if part is module or not each.local]
                instances = [each.module for each in seen]
                yield part, (*part.extended, *instances)
                waiting += filter(None, map(self.modules.get, instances))

    def names(self, module: ParsedModule) -> set[str]:
        """Return the constants and definitions of a module, those by EXTENDS and INSTANCE too."""
        parts = [part for part, _ in self.visible(module)]
        return {name for part in parts for name in (*part.constants, *part.definitions)}

    def standard_modules(self, module: ParsedModule) -> frozenset[str]:
        """Return the modules of TLC's jar whose names a module has, by EXTENDS and INSTANCE."""
        used = {name for _, names in self.visible(module) for name in names}
        return standard_closure(used - self.modules.keys())


def is_local(definition: Definition) -> bool:
    """Tell whether a definition is marked LOCAL."""
    parent = definition.node.parent
    return parent is not None and parent.type == "local_definition"


def plain_instances(module: ParsedModule) -> Iterator[PlainInstance]:
    """Yield the instances of a module that stand as units of it."""
    for unit in named_children(module.tree):
        if unit.type == "instance":
            yield from instance_of(unit, local=False)
        elif unit.type == "local_definition":
            for one in named_children(unit):
                if one.type == "instance":
                    yield from instance_of(one, local=True)


def instance_of(node: Node, local: bool) -> Iterator[PlainInstance]:
    """Yield the instance of a node; none where the parser finds no module in it."""
    for name in named_children(node)[:1]:
        yield PlainInstance(text_of(name), local)


def mentions(module: ParsedModule, name: str, times: int = 1) -> bool:
    """Tell whether a module's text has a name so many times outside comments."""
    return len(re.findall(rf"\b{re.escape(name)}\b", blanked(text_of(module.tree)))) >= times
