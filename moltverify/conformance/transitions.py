"""From a state graph to vectors: what each adapter says of a step, merged by what is called.

Many states of a model differ in things that the implementation never sees. Steps that come to the
same call are one vector, and the outcomes of all of them are what the model allows.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from moltverify.conformance.plain import Fields, Json, plainly, text
from moltverify.tlc.graph import Graph, State

# When every replay happens: an instant without fractions, summer time or leap seconds near it.
NOON = 1_768_478_400_000


class Step(Struct, frozen=True):
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


def steps(graph: Graph, *variables: str) -> Iterator[Step]:
    """Yield the graph's steps as these variables show them, each different one once."""
    as_json = plainly()
    seen: set[tuple[State, str, State]] = set()
    cuts = {number: cut(state, variables) for number, state in graph.states.items()}
    for edge in graph.edges:
        before, after = cuts[edge.before], cuts[edge.after]
        if (before, edge.action, after) not in seen:
            seen.add((before, edge.action, after))
            yield Step(
                {name: as_json(value) for name, value in before},
                edge.action,
                {name: as_json(value) for name, value in after},
            )


def cut(state: State, variables: Iterable[str]) -> State:
    """Return the part of a state that some variables make up; no names mean all of it."""
    wanted = set(variables)
    return tuple(pair for pair in state if not wanted or pair[0] in wanted)


class Merged(Struct, frozen=True):
    """A call with all outcomes that the model allows."""

    sample: Sample
    allowed: tuple[Json, ...]


def merge(samples: Iterable[Sample]) -> tuple[Merged, ...]:
    """Merge the samples of one call, in the order in which the calls first appear."""
    first: dict[str, Sample] = {}
    outcomes: dict[str, dict[str, Json]] = {}
    for sample in samples:
        key = text([sample.action, sample.state, sample.arguments])
        first.setdefault(key, sample)
        outcomes.setdefault(key, {})[text(sample.outcome)] = sample.outcome
    return tuple(Merged(one, tuple(outcomes[key].values())) for key, one in first.items())
