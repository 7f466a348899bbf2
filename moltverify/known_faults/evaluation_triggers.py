"""Triggers in expressions: what TLC evaluates wrongly.

Each function yields the nodes of a model's text that have the trigger of a fault, or may have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moltverify.known_faults.model_text import ModelText
from moltverify.known_faults.scopes import named_fields
from moltverify.tla.reductions import RANDOM
from moltverify.tla.syntax_tree import (
    field,
    named_children,
    symbol,
    text_of,
    walk,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node

# Operators for which TLC converts an argument to a tuple (tlc2.module.Sequences and TLC; equality
# and membership of tuples).
TUPLE_OPERATORS = {
    *("Append", "Head", "SelectSeq", "SortSeq", "SubSeq", "Tail", "\\o", "\\circ", "\\X"),
    *("=", "/=", "\\in", "\\notin"),
}
CONSTRUCTORS = ("function_literal", "function_definition")
SET_CONSTRUCTORS = ("set_map", "set_filter", "finite_set_literal", "set_of_functions")


def sequence_of_except(text: ModelText) -> Iterator[Node]:
    """Yield each EXCEPT of a function constructor that TLC may keep unevaluated as a sequence.

    TLC does so below the function of an application `f[x]` (tlc2.tool.impl.Tool, OPCODE_fa), and
    keeps the value of a LET or an argument that was evaluated there.
    """
    updates = [one for one in text.nodes("except") if may_construct(text, one)]
    if not updates:
        return
    applied = [text.reach(applied_function(one)) for one in text.nodes("function_evaluation")]
    sites = [site for name in TUPLE_OPERATORS for site in text.calls(name)]
    used = [text.reach(one) for site in sites for one in site.arguments]
    for one in updates:
        if any(reach.has(one) for reach in applied) and any(reach.has(one) for reach in used):
            yield one


def may_construct(text: ModelText, update: Node) -> bool:
    """Tell whether the function under an EXCEPT may be a constructor that is a sequence."""
    base = field(update, "expr_to_update")
    if base is None:
        return False
    reach = text.reach(base)
    found = reach.of_type(*CONSTRUCTORS)
    return any(may_be_sequence(text, one) for one in found)


def may_be_sequence(text: ModelText, constructor: Node) -> bool:
    """Tell whether the domain of a function constructor may be an interval from 1."""
    bounds = [one for one in named_children(constructor) if one.type == "quantifier_bound"]
    # A function of two arguments is no sequence.
    domain = field(bounds[0], "set") if len(bounds) == 1 else None
    return domain is not None and may_have_numbers(text, domain)


def may_have_numbers(text: ModelText, domain: Node) -> bool:
    """Tell whether a set may have numbers as elements."""
    reach = text.reach(domain)
    if reach.anything or any(reach.of_type("nat_number", "nat_number_set", "int_number_set")):
        return True
    return bool(reach.names() & text.open_names) or any(reach.of_type("bound_prefix_op"))


def applied_function(application: Node) -> Node:
    """Return the function of an application."""
    return named_children(application)[0]


def except_of_except(text: ModelText) -> Iterator[Node]:
    """Yield each EXCEPT of an EXCEPT where TLC may apply a path `![a][b]` once too often.

    TLC counts in a path how far it is, and does not count back (tlc2.value.impl.FcnRcdValue,
    takeExcept): a function that is not yet evaluated meets the path again.
    """
    applied = [text.reach(applied_function(one)) for one in text.nodes("function_evaluation")]
    over_functions = any(text.nodes("set_of_functions"))
    for one in text.nodes("except"):
        base = field(one, "expr_to_update")
        inner = list(text.reach(base).of_type("except")) if base else []
        kept = is_deep(one) and any(sets_update(text, each) for each in (one, *inner))
        if (inner and over_functions) or (kept and any(reach.has(one) for reach in applied)):
            yield one


def is_deep(update: Node) -> bool:
    """Tell whether an EXCEPT has a path of several steps."""
    found = [one for one in named_children(update) if one.type == "except_update"]
    paths = (path for one in found for path in named_fields(one, "update_specifier"))
    return any(len(named_children(path)) > 1 for path in paths)


def sets_update(text: ModelText, update: Node) -> bool:
    """Tell whether a new value of an EXCEPT may be another EXCEPT."""
    found = [one for one in named_children(update) if one.type == "except_update"]
    values = filter(None, (field(one, "new_val") for one in found))
    return any(any(text.reach(one).of_type("except")) for one in values)


def primed_value(text: ModelText) -> Iterator[Node]:
    """Yield each argument that refers to the next state only by a parameter, in an action's call.

    TLC keeps the value of an argument that is no action by the level that SANY finds, and SANY
    finds the level of a parameter to be that of a constant (tlc2.tool.impl.Tool, evalImpl).
    """
    for name in {*text.own_operators, *text.config.overrides}:
        sites = [site for site in text.calls(name) if site.arguments]
        if sites and any(is_choice(text, one) for one in text.operators(name)):
            for site in sites:
                yield from (one for one in site.arguments if is_primed_by_parameter(text, one))


def is_primed_by_parameter(text: ModelText, argument: Node) -> bool:
    """Tell whether only the parameters in an argument can refer to the next state."""
    if any(text.reach(argument, False).of_type("prime")):
        return False
    reach = text.reach(argument)
    return reach.anything or any(reach.of_type("prime"))


def is_choice(text: ModelText, definition: Node) -> bool:
    """Tell whether an operator itself decides the next state in more than one way."""
    own = text.reach(definition, False)
    return any(own.of_type("prime")) and any(
        one.type in {"disj_list", "exists"} or symbol(one) in {"lor", "in"} for one in own.nodes
    )


def level_in_constructor(text: ModelText) -> Iterator[Node]:
    """Yield each TLCGet of something else than a register below a constructor."""
    sites = [
        site.node
        for site in text.calls("TLCGet")
        if not all(one.type == "nat_number" for one in site.arguments)
    ]
    if not sites:
        return
    reaches = [text.reach(one) for one in text.nodes(*CONSTRUCTORS, *SET_CONSTRUCTORS)]
    for one in sites:
        if any(reach.has(one) for reach in reaches):
            yield one


def enabled_of_lambda(text: ModelText) -> Iterator[Node]:
    """Yield each LAMBDA over a primed variable, if ENABLED may be about an instance's action."""
    renaming = any(text.nodes("substitution"))
    if renaming and any(text.nodes("enabled", "fairness")):
        for one in text.nodes("lambda"):
            if any(text.reach(one).of_type("prime")):
                yield one


def enabled_of_prime(text: ModelText) -> Iterator[Node]:
    """Yield each ENABLED of a primed expression alone, or of a LET over one."""
    for one in text.nodes("bound_prefix_op"):
        operand = field(one, "rhs")
        if symbol(one) != "enabled" or operand is None:
            continue
        inner = without_parentheses(operand)
        lets = [let for let in walk(inner) if let.type == "let_in"]
        # The grammar reads `ENABLED x'` as the prime of an ENABLED.
        alone = is_primed(inner) or bool(one.parent and is_primed(one.parent))
        if alone or any(any(text.reach(let).of_type("prime")) for let in lets):
            yield one


def is_primed(node: Node) -> bool:
    """Tell whether a node is a primed expression."""
    return node.type == "bound_postfix_op" and symbol(node) == "prime"


def shared_name(text: ModelText) -> Iterator[Node]:
    """Yield each operator of an instantiated module that has the name of another's variable."""
    modules = text.modules.modules
    instantiated = {name for module in modules for name in module.instances}
    for module in modules:
        others = {name for one in modules if one is not module for name in one.variables}
        if module.name in instantiated:
            for name in sorted(module.definitions.keys() & others):
                yield module.definitions[name].node


def instance_argument(text: ModelText) -> Iterator[Node]:
    """Yield each operator of an instance that is applied to an operator of another instance."""
    for one in text.nodes("prefixed_op"):
        inner = [other for other in walk(one) if other.type == "prefixed_op" and other != one]
        if any(prefix(other) != prefix(one) for other in inner):
            yield one


def prefix(name: Node) -> str:
    """Return the text before `!` and the name behind it."""
    before = field(name, "prefix")
    return text_of(before) if before else ""


def random_values(text: ModelText) -> Iterator[Node]:
    """Yield each use of an operator that chooses at random."""
    for name in sorted(RANDOM):
        yield from (site.node for site in text.calls(name))


def assumptions(text: ModelText) -> Iterator[Node]:
    """Yield each assumption."""
    return text.nodes("assumption")
