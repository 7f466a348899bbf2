"""Overlapping calls on the pairing store: the outcomes of two of them under every interleaving."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

HANDLERS = ("worker1", "worker2")
OWNER = "cli"
Operations = Mapping[str, str]  # process -> the sender whose request it works on


class RunPosition(Struct, frozen=True):
    """A point in a run: the state, the processes that have started, and the results so far.

    A result is what a process wrote, or the code in its reply.
    """

    state: int
    started: frozenset[str] = frozenset()
    results: frozenset[tuple[str, str]] = frozenset()


class OverlappingRuns:
    """Follows the runs of a graph in which each process works on one request."""

    def __init__(self, graph: StateGraph) -> None:
        self.initial = graph.initial
        self.states = graph.states
        self.successors: dict[int, list[int]] = {}
        for step in graph.steps:
            self.successors.setdefault(step.before, []).append(step.after)

    def file_states(self, kind: str = "file") -> Iterator[tuple[int, Fields]]:
        """Yield the initial states whose store is a file of this kind, with their numbers."""
        for number in self.initial:
            if self.states[number]["store"] == kind:
                yield number, self.states[number]

    def ends(self, start: int, operations: Operations) -> Iterator[tuple[Fields, dict[str, str]]]:
        """Yield the state and the results wherever all operations are over."""
        waiting, seen = [RunPosition(start)], set[RunPosition]()
        while waiting:
            position = waiting.pop()
            if position in seen:
                continue
            seen.add(position)
            state = self.states[position.state]
            if position.started == set(operations) and is_idle(state):
                yield state, dict(position.results)
            else:
                waiting += self.moves(position, operations)

    def moves(self, position: RunPosition, operations: Operations) -> Iterator[RunPosition]:
        """Yield the positions after one step of one of the processes."""
        before = self.states[position.state]
        for number in self.successors.get(position.state, []):
            after = self.states[number]
            moved = [name for name in before["pc"] if before["pc"][name] != after["pc"][name]]
            if len(moved) != 1 or moved[0] not in operations:
                continue
            (process,) = moved
            if before["pc"][process] != "idle":
                results = position.results | step_results(process, before, after)
                yield RunPosition(number, position.started, results)
            # An idle process that has started before would begin a second request.
            elif (
                process not in position.started and after["sender"][process] == operations[process]
            ):
                yield RunPosition(number, position.started | {process}, position.results)


def is_idle(state: Fields) -> bool:
    """Tell whether no process works."""
    return all(step == "idle" for step in state["pc"].values())


def step_results(process: str, before: Fields, after: Fields) -> frozenset[tuple[str, str]]:
    """Return the result that a step adds: the code that a write stores, or that it was made."""
    if before["pc"][process] == "write":
        return frozenset({(process, after.get("code", {}).get(process, "done"))})
    return frozenset()


def project_race(graph: StateGraph) -> Iterator[Sample]:
    """Yield every two overlapping operations of the model `PairingRace`.

    Handlers are alike, so that two requests are one case whatever their order.
    """
    runs = OverlappingRuns(graph)
    for number, state in runs.file_states():
        senders = sorted(state["promise"])
        call: Json = {"exists": state["exists"], "rows": state["rows"]}
        for operations in overlapping_operations(senders, OWNER):
            for end, results in runs.ends(number, operations):
                answers = {name: results.get(name, "refused") for name in operations}
                outcome = {"answers": answers, "rows": sorted(end["rows"])}
                arguments = {"operations": operation_calls(operations)}
                yield Sample("overlap", call, arguments, outcome)
    yield from allow_list_additions(runs)


def allow_list_additions(runs: OverlappingRuns) -> Iterator[Sample]:
    """Yield every two overlapping additions to the allow list; an approval ends with one too."""
    for number, state in runs.file_states("allow list"):
        call: Json = {"exists": state["exists"], "allowList": state["rows"]}
        for operations in overlapping_operations(sorted(state["promise"])):
            for end, results in runs.ends(number, operations):
                outcome = {"answers": results, "allowList": sorted(end["rows"])}
                calls: Json = {process: {"add": name} for process, name in operations.items()}
                yield Sample("overlap", call, {"operations": calls}, outcome)


def project_refresh_race(graph: StateGraph) -> Iterator[Sample]:
    """Yield every two overlapping requests of the model `PairingRefreshRace`."""
    runs = OverlappingRuns(graph)
    for number, state in runs.file_states():
        senders = sorted(state["told"])
        call: Json = {"rows": sorted(row["sender"] for row in state["rows"])}
        for operations in overlapping_operations(senders):
            for end, results in runs.ends(number, operations):
                answers = {
                    name: code_state(end, operations[name], results[name]) for name in operations
                }
                outcome = {"answers": answers, "rows": sorted(row["sender"] for row in end["rows"])}
                arguments = {"operations": operation_calls(operations)}
                yield Sample("overlap", call, arguments, outcome)


def code_state(end: Fields, sender: str, code: str) -> str:
    """Say whether the store still has the code that a sender was given."""
    works = {"sender": sender, "code": code} in end["rows"]
    return "its code works" if works else "its code is lost"


def overlapping_operations(senders: list[str], owner: str = "") -> Iterator[Operations]:
    """Yield two requests, or a request and an approval by the owner, for each choice of senders."""
    first, second = HANDLERS
    for index, one in enumerate(senders):
        for other in senders[index:]:
            yield {first: one, second: other}
        if owner:
            for other in senders:
                yield {first: one, owner: other}


def operation_calls(operations: Operations) -> Json:
    """Return the call that each process makes, as the adapter for Node reads it."""
    return {
        process: {"approve" if process == OWNER else "ask": sender}
        for process, sender in operations.items()
    }


if __name__ == "__main__":
    serve_projections({"race": project_race, "refresh-race": project_refresh_race})
