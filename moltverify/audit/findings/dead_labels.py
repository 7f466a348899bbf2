"""Actions whose label no step sets, because a constant switches off the steps that would.

The PlusCal translator makes an action for each label: it begins with `pc[self] = "B"`, and other
actions set `pc' = [pc EXCEPT ![self] = "B"]`. If all of these are switched off, so is the action.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.audit.findings.constant_switches import ConstantSwitch, OffParts, off_parts
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import FormulaPart, reached, roots
from moltverify.tla.syntax_tree import conjuncts, sides, symbol, text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Node


class LabelUse(Struct, frozen=True):
    """A string that may become the value of a variable, and the definition in which it is."""

    module: str
    name: str
    node: Node


def with_dead_labels(
    sources: ParsedModules, off: Sequence[ConstantSwitch]
) -> tuple[ConstantSwitch, ...]:
    """Return the switches and one for each action whose label only what is off would set."""
    known = tuple(off)
    steps = reached(sources, FormulaPart.NEXT)
    uses = [use for part in FormulaPart for use in label_uses(sources, part)]
    # An action that is off switches off those to which it alone would lead.
    while known:
        parts = off_parts(sources, known)
        new = [
            ConstantSwitch(one.module, one.body, constants, False, one.body)
            for one in steps
            if (one.module, one.body.id) not in parts.nodes
            and (constants := label_constants(one, uses, parts))
        ]
        if not new:
            break
        known += tuple(new)
    return known


def label_uses(sources: ParsedModules, part: FormulaPart) -> Iterator[LabelUse]:
    """Yield the strings in the initial states, or steps, that may become values of variables."""
    bodies = [(one.module, "", one.node) for one in roots(sources) if one.part is part]
    bodies += [(one.module, one.name, one.body) for one in reached(sources, part)]
    for module, name, body in bodies:
        for node in walk(body):
            # In an initial predicate an equation gives the value.
            is_value = part is FormulaPart.INITIAL or not is_compared(node)
            if node.type == "string" and is_value:
                yield LabelUse(module, name, node)


def is_compared(label: Node) -> bool:
    """Tell whether a string is a side of an equation or inequation that sets no variable."""
    parent = label.parent
    return parent is not None and symbol(parent) in {"eq", "neq"} and sets_nothing(parent)


def label_constants(action: Definition, uses: Sequence[LabelUse], off: OffParts) -> tuple[str, ...]:
    """Return the constants that switch off all that sets the label of an action, or nothing."""
    for part in conjuncts(action.body):
        both = sides(part)
        labels = [text_of(one) for one in both or () if one.type == "string"]
        if symbol(part) != "eq" or not labels or not sets_nothing(part):
            continue
        found = [use_constants(use, off) for use in uses if text_of(use.node) == labels[0]]
        if found and all(found):
            return found[0]
    return ()


def sets_nothing(equation: Node) -> bool:
    """Tell whether neither side of an equation is the next value of a variable."""
    return not any(symbol(one) == "prime" for one in sides(equation) or ())


def use_constants(use: LabelUse, off: OffParts) -> tuple[str, ...]:
    """Return the constants that switch off the expression in which a string is, or nothing."""
    node: Node | None = use.node
    while node is not None:
        if found := off.nodes.get((use.module, node.id)):
            return found
        node = node.parent
    return off.definitions.get((use.module, use.name), ())
