"""A module's nodes in the text's order, by type, with what its names refer to.

They are kept for each module: the models of a suite share most of their modules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.known_faults.scopes import LocalBinding, bindings_of, named_fields
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


class NameUse(Struct, frozen=True):
    """A name where it is used, and what binds it there; None for a name of the module."""

    node: Node
    name: str
    binding: LocalBinding | None


class ModuleNodes:
    """The nodes of a module without those in comments.

    A node's position is its place in `nodes`, and `ends` has the position behind its last
    descendant. `types` and `uses` have positions in order.
    """

    def __init__(self, module: ParsedModule) -> None:
        self.module = module
        self.nodes: list[Node] = []
        self.ends: list[int] = []
        self.positions: dict[int, int] = {}
        self.types: dict[str, list[int]] = defaultdict(list)
        self.uses: list[int] = []
        self.use_at: dict[int, NameUse] = {}
        self.calls: dict[str, list[CallSite]] = defaultdict(list)
        self.read(module.tree)

    def read(self, tree: Node) -> None:
        """Take all nodes below one, with the names that bind in each."""
        scope: Mapping[str, LocalBinding] = {}
        # A node that was left before is None: its end is then known.
        waiting: list[tuple[Node | None, Mapping[str, LocalBinding], int]] = [(tree, scope, 0)]
        while waiting:
            node, scope, position = waiting.pop()
            if node is None:
                self.ends[position] = len(self.nodes)
                continue
            # PlusCal in a comment is no part of the model; its translation is.
            if "comment" in node.type or (node.type == "module" and node != tree):
                continue
            position = len(self.nodes)
            self.take(node, scope)
            inner = inner_scope(node, scope)
            waiting.append((None, scope, position))
            waiting += [(child, inner, 0) for child in reversed(node.children)]

    def take(self, node: Node, scope: Mapping[str, LocalBinding]) -> None:
        """Add a node."""
        position = len(self.nodes)
        self.nodes.append(node)
        self.ends.append(position + 1)
        self.positions[node.id] = position
        self.types[node.type].append(position)
        if (name := referred_name(node)) is not None:
            self.uses.append(position)
            self.use_at[node.id] = NameUse(node, name, scope.get(name))
        if node.type in CALLS and (site := call_site(node)):
            self.calls[site.name].append(site)

    def span(self, node: Node) -> tuple[int, int]:
        """Return the positions of a node and behind its last descendant."""
        position = self.positions[node.id]
        return position, self.ends[position]

    def of_type(self, kind: str, start: int = 0, end: int | None = None) -> Iterator[Node]:
        """Yield the nodes of a type between two positions."""
        found = self.types.get(kind, [])
        last = len(found) if end is None else bisect_left(found, end)
        return (self.nodes[one] for one in found[bisect_left(found, start) : last])

    def uses_between(self, start: int, end: int) -> Iterator[NameUse]:
        """Yield the uses of names between two positions."""
        first, last = bisect_left(self.uses, start), bisect_left(self.uses, end)
        return (self.use_at[self.nodes[one].id] for one in self.uses[first:last])


class ModuleKey:
    """A module as a key of a cache: one tree of the parser, not one content.

    Two trees of the same text have different nodes, and two threads may parse the same file at the
    same time.
    """

    def __init__(self, module: ParsedModule) -> None:
        self.module = module

    def __hash__(self) -> int:
        # The cache keeps the key, and the key the module, so no other object gets its id.
        return id(self.module)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModuleKey) and self.module is other.module


@lru_cache(maxsize=KEPT_MODULES)
def nodes_of_module(key: ModuleKey) -> ModuleNodes:
    """Return a module's nodes, read once for each tree."""
    return ModuleNodes(key.module)


def inner_scope(node: Node, scope: Mapping[str, LocalBinding]) -> Mapping[str, LocalBinding]:
    """Return what names mean below a node."""
    bound = dict(bindings_of(node))
    return {**scope, **bound} if bound else scope


def call_site(node: Node) -> CallSite | None:
    """Return the application of an operator that a node is, or None."""
    sign = field(node, "name") or field(node, "symbol")
    if sign is None:
        return None
    if node.type in APPLIED_SYMBOLS:
        sides = (field(node, "lhs"), field(node, "rhs"))
        return CallSite(node, operator_name(sign), tuple(one for one in sides if one))
    name = text_of(sign) if node.type == "bound_op" else operator_name(sign)
    return CallSite(node, name, tuple(named_fields(node, "parameter")))


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
