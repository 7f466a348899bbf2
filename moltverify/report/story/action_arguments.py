r"""The arguments of an action that TLC does not print, where the module leaves no doubt.

TLC before 2023 prints an action's name only. If the definition has the conjunct `owner' = w`, the
new state has the value of w; if it has `rows' = [rows EXCEPT ![w] = ...]`, the one index at which
rows has changed is w.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.registry.records import Claim
from moltverify.registry.spec_texts import ModelSources, Reader
from moltverify.report.story.excerpts import Modules
from moltverify.suite.results import ModelResult
from moltverify.tla.module import Definition
from moltverify.tla.syntax_tree import (
    conjuncts,
    field,
    named_children,
    sides,
    symbol,
    text_of,
    without_parentheses,
)
from moltverify.tla.value_diff import (
    Change,
    FunctionArgument,
    How,
    PathStep,
    RecordField,
    SequenceIndex,
    SetMember,
    VariableName,
    state_changes,
)
from moltverify.tla.values import SequenceValue, Value, format_value
from moltverify.tlc.trace import Action, Step

if TYPE_CHECKING:
    from tree_sitter import Node

UNKNOWN = "_"


class ActionReader:
    """Finds the arguments of the actions in a model's traces."""

    def __init__(self, sources: ModelSources, modules: Modules) -> None:
        self.sources = sources
        self.modules = modules

    def arguments(self, action: Action, before: Step, after: Step) -> str:
        """Return the arguments of a step's action, `_` for an unknown one; empty if none is known.

        What TLC printed comes first.
        """
        definition = self.definition(action)
        if action.arguments or definition is None:
            return action.arguments
        names = [text_of(one) for one in named_parameters(definition.node)]
        if not names:
            return ""
        step = ObservedStep(before, after, state_changes(before.state, after.state))
        found: dict[str, Value] = {}
        for part in certain_parts(definition.body):
            for name, value in step.bindings(part):
                found.setdefault(name, value)
        if not any(name in found for name in names):
            return ""
        return ", ".join(format_value(found[one]) if one in found else UNKNOWN for one in names)

    def definition(self, action: Action) -> Definition | None:
        """Return the definition of an action, if the place that TLC gave is inside it."""
        place = action.place
        file = self.sources.file_of(place.module) if place and place.module else None
        if file is None or place is None:
            return None
        found = self.modules.of(file).definition(action.name)
        return found if found and found.line <= place.line <= found.end_line else None


class ObservedStep(Struct, frozen=True):
    """Two states in turn, and what changed."""

    before: Step
    after: Step
    changes: Sequence[Change]

    def bindings(self, conjunct: Node) -> Iterator[tuple[str, Value]]:
        """Yield the names whose values a conjunct of the action leaves no doubt about."""
        both = sides(conjunct)
        if not both or symbol(conjunct) != "eq":
            return
        left, right = (without_parentheses(one) for one in both)
        primed = field(left, "lhs")
        if symbol(left) == "prime" and primed:
            yield from self.assigned(text_of(primed), right)
        elif left.type == right.type == "identifier_ref":
            # A guard, in one direction or the other.
            for name, other in ((left, right), (right, left)):
                yield from self.value_of(self.before, text_of(other), text_of(name))
        elif head := first_argument(left, "Head"):
            for value in self.items(self.before, head)[:1]:
                yield text_of(right), value

    def assigned(self, variable: str, value: Node) -> Iterator[tuple[str, Value]]:
        """Yield names by the value that an action assigns to a variable."""
        both = sides(value)
        if value.type == "identifier_ref":
            yield from self.value_of(self.after, variable, text_of(value))
        elif value.type == "except" and text_of(value.named_children[0]) == variable:
            index = common_index(value)
            steps = {one.path[1] for one in self.of(variable) if len(one.path) > 1}
            whole = any(len(one.path) == 1 for one in self.of(variable))
            if index and len(steps) == 1 and not whole:
                found = step_value(next(iter(steps)))
                if found is not None:
                    yield index, found
        elif first_argument(value, "Append") == variable:
            for item in self.items(self.after, variable)[-1:]:
                yield text_of(named_parameters(value)[-1]), item
        elif both and symbol(value) in {"cup", "setminus"} and text_of(both[0]) == variable:
            yield from self.member(variable, both[1], symbol(value) == "cup")

    def member(self, variable: str, singleton: Node, is_added: bool) -> Iterator[tuple[str, Value]]:
        """Yield the name in a set of one, by the one member that a variable gained or lost."""
        inside = named_children(singleton)
        how = How.ADDED if is_added else How.REMOVED
        steps = [one.path[1] for one in self.of(variable) if one.how is how and len(one.path) == 2]
        if singleton.type != "finite_set_literal" or len(inside) != 1 or len(steps) != 1:
            return
        if isinstance(steps[0], SetMember):
            yield text_of(inside[0]), steps[0].member

    def of(self, variable: str) -> list[Change]:
        """Return the changes of a variable."""
        return [one for one in self.changes if one.path[0] == VariableName(variable)]

    def value_of(self, state: Step, variable: str, name: str) -> Iterator[tuple[str, Value]]:
        """Yield a name with the value of a variable, if there is such a variable."""
        yield from ((name, value) for known, value in state.state if known == variable)

    def items(self, state: Step, variable: str) -> tuple[Value, ...]:
        """Return the items of a variable that is a sequence; none for any other value."""
        for known, value in state.state:
            if known == variable and isinstance(value, SequenceValue):
                return value.items
        return ()


def certain_parts(body: Node) -> Iterator[Node]:
    """Yield the formulas that are true of every step of an action with this body."""
    for part in conjuncts(body):
        inner, quantifier = field(part, "expression"), field(part, "quantifier")
        if inner and (part.type == "let_in" or (quantifier and quantifier.type == "exists")):
            yield from certain_parts(inner)
        else:
            yield part


def common_index(update: Node) -> str:
    """Return the name that is the first index in all updates of an EXCEPT, or nothing."""
    paths = [
        named_children(part)
        for one in named_children(update)[1:]
        for part in named_children(one)
        if part.type == "except_update_specifier"
    ]
    firsts = [named_children(path[0]) if path else [] for path in paths]
    # Of `![a, b]` and `!.field` the first is no name alone.
    names = {
        text_of(inside[0]) if len(inside) == 1 and inside[0].type == "identifier_ref" else ""
        for inside in firsts
    }
    names |= {"" for path in paths if path and path[0].type != "except_update_fn_appl"}
    return names.pop() if len(names) == 1 else ""


def named_parameters(node: Node) -> list[Node]:
    """Return the parameters of a definition, or the arguments of a call, without their brackets."""
    return [one for one in node.children_by_field_name("parameter") if one.is_named]


def first_argument(node: Node, operator: str) -> str:
    """Return the name that an application of an operator has as its first argument, or nothing."""
    name, own = field(node, "name"), named_parameters(node)
    if node.type != "bound_op" or not name or text_of(name) != operator or not own:
        return ""
    return text_of(own[0])


def step_value(step: PathStep) -> Value | None:
    """Return the argument that a step of a path stands for, or None if it is no argument."""
    match step:
        case FunctionArgument(argument):
            return argument
        # TLC prints a function over strings as a record.
        case RecordField(name):
            return name
        case SequenceIndex(index):
            return index
        case _:
            return None


def action_reader(claim: Claim | None, result: ModelResult) -> ActionReader | None:
    """Return a reader of the modules with which a model ran.

    None if nothing is to be found out, for TLC or a phrase says enough, or if the files have
    changed since the run.
    """
    model = next((one for one in claim.models if one.id == result.id), None) if claim else None
    trace = result.trace
    if claim is None or model is None or trace is None:
        return None
    # The first state has no action.
    actions = [step.action for step in trace.steps if step.action]
    if not any(one.name not in claim.phrases and not one.arguments for one in actions):
        return None
    sources = Reader(model.job.module.parent).model(model)
    return ActionReader(sources, Modules()) if has_current_modules(result, sources) else None


def has_current_modules(result: ModelResult, sources: ModelSources) -> bool:
    """Tell whether a model's modules are those of its run, as far as the run recorded them."""
    recorded = {file.name: file.sha256 for file in result.files}
    return all(
        recorded.get(file.path.rpartition("/")[2], file.digest) == file.digest
        for _, file in sources.modules
    )
