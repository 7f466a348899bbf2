"""What models use of their modules: definitions, and names in the definitions that matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.config import Config
from moltverify.tla.module import Definition, ParsedModule
from moltverify.tla.module_parser import units
from moltverify.tla.parsed_modules import ParsedModules, references

if TYPE_CHECKING:
    from tree_sitter import Node


class ModelUses(Struct, frozen=True):
    """Keys of the definitions that models use, and the names on which their verdicts depend.

    A definition that only an ASSUME uses has a key here, but its names are not among `names`.
    """

    keys: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()

    def joined(self, other: ModelUses) -> ModelUses:
        """Return what one or the other uses."""
        return ModelUses(self.keys | other.keys, self.names | other.names)


class SharedModules(Struct, frozen=True):
    """What the models of a whole audit use, by resolved file, and which claim reports on a file.

    Several configs of one module use different parts of it, and what no config uses is one finding.
    A file without a claim here is reported on by every claim that has it.
    """

    uses: Mapping[Path, ModelUses] = {}  # msgspec makes a new dict for each record
    reporters: Mapping[Path, str] = {}
    root_reporters: Mapping[Path, str] = {}

    def for_all(self) -> SharedModules:
        """Return the same uses, with which every claim reports on its modules."""
        return SharedModules(self.uses)

    def uses_of(self, module: ParsedModule) -> ModelUses:
        """Return what models use of a module's file."""
        return self.uses.get(module.file.resolve(), ModelUses())

    def is_reported_by(self, module: ParsedModule, claim: str) -> bool:
        """Tell whether a claim reports on the constants and assumptions of a module."""
        return self.reporters.get(module.file.resolve(), claim) == claim

    def is_root_reported_by(self, module: ParsedModule, claim: str) -> bool:
        """Tell whether a claim reports on the definitions of its root module."""
        return self.root_reporters.get(module.file.resolve(), claim) == claim


def has_behaviour(config: Config) -> bool:
    """Tell whether a config names a specification; without one TLC evaluates assumptions only."""
    return bool(config.specification or config.init or config.next)


def assumption_nodes(module: ParsedModule) -> Iterator[Node]:
    """Yield the nodes of a module's ASSUMEs."""
    return (unit for unit in units(module.tree) if unit.type == "assumption")


def named_operators(config: Config) -> list[str]:
    """Return the names of the operators that a config refers to, replacements included."""
    single = (config.specification, config.init, config.next, config.view, config.symmetry)
    more = (config.type, config.type_constraint, config.alias, config.postcondition)
    several = (config.invariants, config.properties, config.constraints, config.action_constraints)
    names = [one.name for one in (*single, *more) if one]
    names += [one.name for group in several for one in group]
    return [*names, *(override.replacement for override in config.overrides.values())]


def config_definitions(sources: ParsedModules, witnesses: Iterable[str] = ()) -> list[Definition]:
    """Return the definitions that a config or a witness, an expression, uses, directly or not."""
    names = [
        *named_operators(sources.config),
        *(name for one in witnesses for name in expression_words(one)),
    ]
    starts = filter(None, map(sources.definition, names))
    # An operator that a red replaces is used too: the green runs with it.
    replaced = [
        module.definitions.get(name)
        for module in sources.modules
        for name in sources.config.overrides
    ]
    return sources.reachable([*starts, *filter(None, replaced)])


def expression_words(expression: str) -> list[str]:
    """Return the words of an expression, names among them."""
    return re.findall(r"\w+", expression)


def assumed_definitions(sources: ParsedModules) -> list[Definition]:
    """Return the definitions that the ASSUMEs of a model use, directly or not."""
    return sources.reachable(
        [
            one
            for module in sources.own
            for assumption in assumption_nodes(module)
            for one in sources.mentioned(assumption, module.name)
        ]
    )


def model_uses(sources: ParsedModules, witnesses: Iterable[str] = ()) -> ModelUses:
    """Return what a model uses.

    Where nothing behaves, the assumptions are all that is checked, so their names matter.
    """
    used, assumed = config_definitions(sources, witnesses), assumed_definitions(sources)
    nodes = [one.node for one in used]
    if not has_behaviour(sources.config):
        nodes += [one.node for one in assumed]
        nodes += [one for module in sources.own for one in assumption_nodes(module)]
    return ModelUses(
        frozenset(one.key for one in (*used, *assumed)),
        frozenset(name for node in nodes for name in references(node)),
    )
