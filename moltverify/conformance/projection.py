"""From a state graph to calls: the steps of a model, projected on what the implementation sees.

States of a model differ in variables that the implementation does not have. Steps that agree in
the projected ones are one call, and the model allows the outcome of each of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from moltverify.conformance.json_values import Fields, Json, json_text
from moltverify.conformance.records import Projection
from moltverify.conformance.state_graph import StateGraph

# When every call happens, in milliseconds since 1970: an instant without fractions, and far from
# summer time and leap seconds.
NOON = 1_768_478_400_000


class ProjectedStep(Struct, frozen=True):
    """One step of a model: the variables before it, the action, the variables after it."""

    before: Fields
    action: str
    after: Fields


class Sample(Struct, frozen=True):
    """One call and one outcome that the model allows; their shapes are the projection's own."""

    action: str
    state: Json
    arguments: Json
    outcome: Json


GraphProjection = Callable[[StateGraph], Iterable[Sample]]


def steps(
    graph: StateGraph, actions: Iterable[str], before: str = "", after: str = ""
) -> Iterator[ProjectedStep]:
    """Yield the steps of some actions, projected on the given variables, without duplicates.

    `before` and `after` are names of variables with blanks between them; empty means all of them.
    """
    wanted = set(actions)
    seen: set[tuple[str, str, str]] = set()
    old = {number: cut(state, before.split()) for number, state in graph.states.items()}
    new = {number: cut(state, after.split()) for number, state in graph.states.items()}
    # A text per state and not per step: a state is in many steps.
    old_text = {number: json_text(fields) for number, fields in old.items()}
    new_text = {number: json_text(fields) for number, fields in new.items()}
    for step in graph.steps:
        # Texts, because dicts cannot be in a set, and because 1 and True would be equal.
        key = (old_text[step.before], step.action, new_text[step.after])
        if step.action in wanted and key not in seen:
            seen.add(key)
            yield ProjectedStep(old[step.before], step.action, new[step.after])


def cut(state: Fields, variables: Iterable[str]) -> Fields:
    """Return the part of a state with some variables; no names mean all of it."""
    wanted = set(variables)
    return {name: value for name, value in state.items() if not wanted or name in wanted}


class Merged(Struct, frozen=True):
    """A call with all outcomes that the model allows."""

    sample: Sample
    allowed: tuple[Json, ...]


def merge_samples(samples: Iterable[Sample]) -> tuple[Merged, ...]:
    """Merge the samples of the same call; the calls are in order of first appearance."""
    first: dict[str, Sample] = {}
    outcomes: dict[str, dict[str, Json]] = {}
    for sample in samples:
        key = json_text([sample.action, sample.state, sample.arguments])
        first.setdefault(key, sample)
        outcomes.setdefault(key, {})[json_text(sample.outcome)] = sample.outcome
    return tuple(Merged(one, tuple(outcomes[key].values())) for key, one in first.items())


def project_steps(graph: StateGraph, projection: Projection) -> Iterator[Sample]:
    """Yield the calls of a registry that names variables instead of a projection command.

    Each step of an action that is a call is one call. Raises ValueError if the model has no
    variable or action of a name.
    """
    # Every state of a model has the same variables.
    variables = sorted(graph.states[graph.initial[0]])
    actions = sorted({step.action for step in graph.steps})
    require_known(projection.calls, actions, "action that is ever taken")
    named = {*projection.given, *projection.arguments, *projection.observe}
    require_known(sorted(named), variables, "variable")
    given = projection.given or variables
    # An argument was asked by the caller, so its value after the step is no outcome.
    observe = projection.observe or [one for one in variables if one not in projection.arguments]
    after = " ".join([*projection.arguments, *observe])
    for step in steps(graph, projection.calls or actions, " ".join(given), after):
        arguments = {name: step.after[name] for name in projection.arguments}
        outcome = {name: step.after[name] for name in observe}
        yield Sample(step.action, step.before, arguments, outcome)


def require_known(names: Iterable[str], known: Sequence[str], what: str) -> None:
    """Raise ValueError for a name that the model does not have."""
    for name in names:
        if name not in known:
            raise ValueError(f"the model has no {what} called {name}; it has {', '.join(known)}")
