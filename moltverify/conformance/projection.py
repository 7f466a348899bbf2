"""From a state graph to vectors: what each adapter says of a step, merged by what is called.

Many states of a model differ in things that the implementation never sees. Steps that come to the
same call are one vector, and the outcomes of all of them are what the model allows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from moltverify.conformance.json_values import Fields, Json, json_text, memoised_plain_json
from moltverify.conformance.records import Projection
from moltverify.tlc.graph import Graph, State

# When every replay happens: an instant without fractions, summer time or leap seconds near it.
NOON = 1_768_478_400_000


class ProjectedStep(Struct, frozen=True):
    """One step of a model in plain JSON: the state before, the action, the state after."""

    before: Fields
    action: str
    after: Fields


class Sample(Struct, frozen=True):
    """One call and one outcome that the model allows."""

    action: str
    state: Json
    arguments: Json
    outcome: Json


Project = Callable[[Graph], Iterable[Sample]]


def steps(
    graph: Graph, actions: Iterable[str], before: str = "", after: str = ""
) -> Iterator[ProjectedStep]:
    """Yield the steps of some actions as some variables show them, each different one once.

    `before` and `after` are variables' names with blanks between them; empty means all of them.
    """
    as_json = memoised_plain_json()
    wanted = set(actions)
    seen: set[tuple[State, str, State]] = set()
    old = {number: cut(state, before.split()) for number, state in graph.states.items()}
    new = {number: cut(state, after.split()) for number, state in graph.states.items()}
    for edge in graph.edges:
        if edge.action not in wanted:
            continue
        before_it, after_it = old[edge.before], new[edge.after]
        if (before_it, edge.action, after_it) not in seen:
            seen.add((before_it, edge.action, after_it))
            yield ProjectedStep(
                {name: as_json(value) for name, value in before_it},
                edge.action,
                {name: as_json(value) for name, value in after_it},
            )


def cut(state: State, variables: Iterable[str]) -> State:
    """Return the part of a state that some variables make up; no names mean all of it."""
    wanted = set(variables)
    return tuple(pair for pair in state if not wanted or pair[0] in wanted)


class Merged(Struct, frozen=True):
    """A call with all outcomes that the model allows."""

    sample: Sample
    allowed: tuple[Json, ...]


def merge_samples(samples: Iterable[Sample]) -> tuple[Merged, ...]:
    """Merge the samples of one call, in the order in which the calls first appear."""
    first: dict[str, Sample] = {}
    outcomes: dict[str, dict[str, Json]] = {}
    for sample in samples:
        key = json_text([sample.action, sample.state, sample.arguments])
        first.setdefault(key, sample)
        outcomes.setdefault(key, {})[json_text(sample.outcome)] = sample.outcome
    return tuple(Merged(one, tuple(outcomes[key].values())) for key, one in first.items())


def project_steps(graph: Graph, projection: Projection) -> Iterator[Sample]:
    """Yield the calls that steps are where nobody wrote an adapter for the model.

    Each step of an action that is a call is one: by its name, from some variables before it, with
    some variables after it as what was asked, and others as what came of it. Raises ValueError if
    the model has no variable or action of a name.
    """
    variables = sorted(name for name, _ in graph.states[graph.initial[0]])
    actions = sorted({edge.action for edge in graph.edges})
    require_known(projection.calls, actions, "action that is ever taken")
    named = {*projection.given, *projection.arguments, *projection.observe}
    require_known(sorted(named), variables, "variable")
    given = projection.given or variables
    observe = projection.observe or [one for one in variables if one not in projection.arguments]
    after = " ".join([*projection.arguments, *observe])
    for step in steps(graph, projection.calls or actions, " ".join(given), after):
        asked = {name: step.after[name] for name in projection.arguments}
        outcome = {name: step.after[name] for name in observe}
        yield Sample(step.action, step.before, asked, outcome)


def require_known(names: Iterable[str], known: Sequence[str], what: str) -> None:
    """Raise ValueError for a name that the model does not have."""
    for name in names:
        if name not in known:
            raise ValueError(f"the model has no {what} called {name}; it has {', '.join(known)}")
