"""The nodes of a module by type, and the operators that it applies.

Parts are kept: the models of a suite share most of their modules.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.module import ParsedModule
from moltverify.tla.operator_names import operator_name
from moltverify.tla.syntax_tree import APPLIED_SYMBOLS, field, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

# Calls are of operators by their names and by their signs.
CALLS = {"bound_op", "bound_nonfix_op", *APPLIED_SYMBOLS}
KEPT_MODULES = 512


class CallSite(Struct, frozen=True):
    """An application of an operator: its node, the operator's name, and the arguments."""

    node: Node
    name: str
    arguments: tuple[Node, ...]


class ModuleNodes(Struct, frozen=True):
    """The nodes of a module by type, and the operators that it applies."""

    by_type: dict[str, list[Node]]
    calls: dict[str, list[CallSite]]


class ModuleKey:
    """A module as a key of a cache: the same file with the same content is the same module."""

    def __init__(self, module: ParsedModule) -> None:
        self.module = module
        self.key = (module.file, module.name, module.text)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModuleKey) and self.key == other.key


@lru_cache(maxsize=KEPT_MODULES)
def module_nodes(key: ModuleKey) -> ModuleNodes:
    """Return a module's nodes by type and its calls by name; without those in comments."""
    by_type: dict[str, list[Node]] = defaultdict(list)
    calls: dict[str, list[CallSite]] = defaultdict(list)
    waiting = [key.module.tree]
    while waiting:
        one = waiting.pop()
        # PlusCal in a comment is no part of the model; its translation is.
        if "comment" in one.type or (one.type == "module" and one != key.module.tree):
            continue
        by_type[one.type].append(one)
        if one.type in CALLS and (site := call_site(one)):
            calls[site.name].append(site)
        waiting += reversed(one.children)
    return ModuleNodes(by_type, calls)


def call_site(node: Node) -> CallSite | None:
    """Return the application of an operator that a node is, or None."""
    sign = field(node, "name") or field(node, "symbol")
    if sign is None:
        return None
    if node.type in APPLIED_SYMBOLS:
        sides = (field(node, "lhs"), field(node, "rhs"))
        return CallSite(node, operator_name(sign), tuple(one for one in sides if one))
    name = text_of(sign) if node.type == "bound_op" else operator_name(sign)
    return CallSite(node, name, tuple(node.children_by_field_name("parameter")))


def referred_name(node: Node) -> str | None:
    """Return the name that a node refers to, or None."""
    if node.type == "identifier_ref":
        return text_of(node)
    if node.type in APPLIED_SYMBOLS and (sign := field(node, "symbol")):
        return operator_name(sign)
    return None


def is_prefixed(reference: Node) -> bool:
    """Tell whether a name follows `!`."""
    parent = reference.parent
    while parent is not None and parent.type in {"bound_op", "prefixed_op"}:
        if parent.type == "prefixed_op":
            return True
        parent = parent.parent
    return False


def is_called(reference: Node) -> bool:
    """Tell whether a name has its arguments behind it."""
    parent = reference.parent
    return bool(parent and parent.type == "bound_op" and field(parent, "name") == reference)
