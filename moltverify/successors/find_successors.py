"""Has TLC find the successors of the states of counterexamples, and keeps what it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.errors import MoltverifyError
from moltverify.running.job import TlcJob
from moltverify.store.keyed import KeyedStore
from moltverify.successors.records import (
    KIND,
    State,
    Successor,
    TraceSuccessors,
    successors_key,
)
from moltverify.successors.successor_experiment import successor_experiment
from moltverify.suite.results import ModelResult
from moltverify.tla.values import identity
from moltverify.tlc.graph import Graph

# A state by its values, as two printed states are equal that differ in the order of a set.
StateKey = tuple[tuple[str, object], ...]


def kept_successors(
    results: Iterable[ModelResult], jar: str, root: Path
) -> dict[str, TraceSuccessors]:
    """Return the successors that are kept for these results, by the models' ids; runs nothing."""
    store = KeyedStore(root, KIND)
    found = (
        (one.id, store.get(successors_key(one, jar), TraceSuccessors))
        for one in results
        if one.trace
    )
    return {name: kept for name, kept in found if kept is not None}


def find_missing(
    missing: Iterable[tuple[TlcJob, ModelResult]], jar: str, bench: Bench
) -> dict[str, TraceSuccessors]:
    """Return the successors for these results, and keep them; without those that cannot be had."""
    store = KeyedStore(bench.root, KIND)

    def one(pair: tuple[TlcJob, ModelResult]) -> tuple[str, TraceSuccessors | None]:
        job, result = pair
        # A signal ends the whole command, and the rest would only start and end.
        found = None if bench.stop.is_set() else trace_successors(job, result, bench)
        if found is not None:
            store.put(successors_key(result, jar), found)
        return result.id, found

    with ThreadPoolExecutor(bench.settings.jobs, thread_name_prefix="successors") as pool:
        return {name: found for name, found in pool.map(one, missing) if found is not None}


def trace_successors(job: TlcJob, result: ModelResult, bench: Bench) -> TraceSuccessors | None:
    """Return the successors of the states of a result's trace; None if they cannot be had."""
    if result.trace is None:
        return None
    states = [step.state for step in result.trace.steps]
    try:
        experiment = successor_experiment(read_parsed_job(job), states)
        graph = bench.explore(experiment) if experiment else None
    except (MoltverifyError, OSError):
        # The files may have changed since the run, so that they no longer are this model's.
        return None
    found = successors_of(states, graph) if graph else None
    # The next state of the trace must be a successor: else this is another model.
    return found if found and is_continued(states, found) else None


def successors_of(states: Iterable[State], graph: Graph) -> TraceSuccessors | None:
    """Return the successors of states in a graph; None if one of them is not in it."""
    nodes = {values_key(state): number for number, state in graph.states.items()}
    steps: dict[int, dict[tuple[str, int], None]] = defaultdict(dict)
    for edge in graph.edges:
        if edge.before != edge.after:
            steps[edge.before][edge.action, edge.after] = None
    keys = [values_key(state) for state in states]
    if not all(key in nodes for key in keys):
        return None
    return TraceSuccessors(
        tuple(
            tuple(Successor(action, graph.states[to]) for action, to in steps[nodes[key]])
            for key in keys
        )
    )


def is_continued(states: Iterable[State], found: TraceSuccessors) -> bool:
    """Tell whether each state but the last has the next one, or itself, among its successors."""
    keys = [values_key(state) for state in states]
    return all(
        before == after or after in {values_key(one.state) for one in successors}
        for before, after, successors in zip(keys, keys[1:], found.steps, strict=False)
    )


def values_key(state: State) -> StateKey:
    """Return a key that equal states share."""
    return tuple(sorted((name, identity(value)) for name, value in state))
