r"""The names in a definition that stand for members of one set, such as a sender and a receiver.

A step that takes one for the other is a mistake that people make; a step that takes a message for
its sender is none. TLA+ has no types, so two names count as alike if the same set binds them:
`\E from, to \in Users`, and the parameters of an operator that is called with such names only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moltverify.mutation.constant_types import is_field_name
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import field, text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Node


class Parties:
    """The sets that bind names and parameters in one model's definitions."""

    def __init__(self, sources: ParsedModules, definitions: list[Definition]) -> None:
        self.sources = sources
        self.calls: dict[str, list[tuple[Definition, Node]]] = {}
        for definition in definitions:
            for node in walk(definition.body):
                if node.type == "bound_op" and (name := field(node, "name")):
                    self.calls.setdefault(text_of(name), []).append((definition, node))

    def callers(self, name: str) -> int:
        """Return how often the definitions call an operator of the model's own modules."""
        return len(self.calls.get(name, ())) if self.sources.definition(name) else 0

    def sets(self, definition: Definition) -> dict[str, str]:
        """Return the text of the set that binds each name, as far as there is one such set."""
        found = bound_sets(definition.body)
        for index, parameter in enumerate(arguments_of(definition.node)):
            texts = {
                bound_sets(caller.body).get(text_of(arguments_of(call)[index]), "")
                for caller, call in self.calls.get(definition.name, ())
                if index < len(arguments_of(call))
            }
            if len(texts) == 1 and (text := texts.pop()):
                found[text_of(parameter)] = text
        return found

    def pairs(self, definition: Definition) -> list[tuple[str, str]]:
        """Return the pairs of a definition's own parameters that the same set binds."""
        sets = self.sets(definition)
        names = [text_of(one) for one in arguments_of(definition.node)]
        return [
            (first, second)
            for number, first in enumerate(names)
            for second in names[number + 1 :]
            if first in sets and sets[first] == sets.get(second)
        ]


def bound_sets(node: Node) -> dict[str, str]:
    """Return the text of the set for each name that a quantifier below a node binds."""
    found: dict[str, str] = {}
    for bound in (one for one in walk(node) if one.type == "quantifier_bound"):
        if chosen := field(bound, "set"):
            names = bound.children_by_field_name("intro")
            found |= {text_of(name): text_of(chosen) for name in names}
    return found


def arguments_of(call: Node) -> list[Node]:
    """Return the arguments of an operator's application, or the parameters of its definition."""
    # The grammar counts parentheses and commas to the field.
    return [one for one in call.children_by_field_name("parameter") if one.is_named]


def references_to(node: Node, names: tuple[str, ...]) -> Iterator[Node]:
    """Yield the places below a node, itself included, that refer to one of these names."""
    for one in walk(node):
        if one.type == "identifier_ref" and text_of(one) in names and not is_field_name(one):
            yield one
