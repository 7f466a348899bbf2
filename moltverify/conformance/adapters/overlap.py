"""Overlapping calls on the pairing store: what two of them may come to, however they interleave."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from moltverify.conformance.json_values import Fields, Json, memoised_plain_json
from moltverify.conformance.projection import Sample
from moltverify.conformance.records import PlantedBug
from moltverify.tlc.graph import Graph

STORE = "pairing/pairing-store.js"
UNLOCKED = PlantedBug(
    STORE,
    "release = await lockfile.lock(filePath, PAIRING_STORE_LOCK_OPTIONS);",
    "release = async () => {};",
    "No lock is taken.",
)
HANDLERS = ("worker1", "worker2")
OWNER = "cli"
Operations = Mapping[str, str]  # process -> whose request it works on


class Place(Struct, frozen=True):
    """How far a run has come: the state, who has started, and what was written or told."""

    state: int
    started: frozenset[str] = frozenset()
    results: frozenset[tuple[str, str]] = frozenset()


class Overlaps:
    """Follows a graph's runs in which each process works on one request."""

    def __init__(self, graph: Graph) -> None:
        as_json = memoised_plain_json()
        self.initial = graph.initial
        self.states: dict[int, Fields] = {
            number: {name: as_json(value) for name, value in state}
            for number, state in graph.states.items()
        }
        self.onward: dict[int, list[int]] = {}
        for edge in graph.edges:
            self.onward.setdefault(edge.before, []).append(edge.after)

    def ends(self, start: int, operations: Operations) -> Iterator[tuple[Fields, dict[str, str]]]:
        """Yield the state and the results wherever all operations are over."""
        waiting, seen = [Place(start)], set[Place]()
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            state = self.states[place.state]
            if place.started == set(operations) and self.is_idle(state):
                yield state, dict(place.results)
            else:
                waiting += self.moves(place, operations)

    def is_idle(self, state: Fields) -> bool:
        """Tell whether no process works."""
        return all(step == "idle" for step in state["pc"].values())

    def moves(self, place: Place, operations: Operations) -> Iterator[Place]:
        """Yield the places after one step of one of the processes."""
        before = self.states[place.state]
        for number in self.onward.get(place.state, []):
            after = self.states[number]
            moved = [name for name in before["pc"] if before["pc"][name] != after["pc"][name]]
            if len(moved) != 1 or moved[0] not in operations:
                continue
            (process,) = moved
            if before["pc"][process] != "idle":
                yield Place(number, place.started, place.results | told(process, before, after))
            elif process not in place.started and after["sender"][process] == operations[process]:
                yield Place(number, place.started | {process}, place.results)


def told(process: str, before: Fields, after: Fields) -> frozenset[tuple[str, str]]:
    """Return what a step says of its process's result: a write, or the code in the reply."""
    if before["pc"][process] == "write":
        return frozenset({(process, after.get("code", {}).get(process, "done"))})
    return frozenset()


def project_race(graph: Graph) -> Iterator[Sample]:
    """Yield every two overlapping operations of the model `PairingRace`.

    Handlers are alike, so of two requests only one order is a case of its own.
    """
    overlaps = Overlaps(graph)
    for number in graph.initial:
        state = overlaps.states[number]
        if state["store"] != "file":
            continue
        senders = sorted(state["promise"])
        call: Json = {"exists": state["exists"], "rows": state["rows"]}
        for operations in pairs(senders, [*HANDLERS], OWNER):
            for end, results in overlaps.ends(number, operations):
                answers = {name: results.get(name, "refused") for name in operations}
                outcome = {"answers": answers, "rows": sorted(end["rows"])}
                yield Sample("overlap", call, {"operations": calls(operations)}, outcome)


def project_refresh_race(graph: Graph) -> Iterator[Sample]:
    """Yield every two overlapping requests of the model `PairingRefreshRace`."""
    overlaps = Overlaps(graph)
    for number in graph.initial:
        state = overlaps.states[number]
        if state["store"] != "file":
            continue
        senders = sorted(state["told"])
        call: Json = {"rows": sorted(row["sender"] for row in state["rows"])}
        for operations in pairs(senders, [*HANDLERS]):
            for end, results in overlaps.ends(number, operations):
                answers = {name: kept(end, operations[name], results[name]) for name in operations}
                outcome = {"answers": answers, "rows": sorted(row["sender"] for row in end["rows"])}
                yield Sample("overlap", call, {"operations": calls(operations)}, outcome)


def kept(end: Fields, sender: str, code: str) -> str:
    """Say whether the code that a sender was told is in the store in the end."""
    return (
        "its code works" if {"sender": sender, "code": code} in end["rows"] else "its code is lost"
    )


def pairs(senders: list[str], handlers: list[str], owner: str = "") -> Iterator[Operations]:
    """Yield two requests, or a request and an approval, for each choice of senders."""
    first, second = handlers
    for index, one in enumerate(senders):
        for other in senders[index:]:
            yield {first: one, second: other}
        if owner:
            for other in senders:
                yield {first: one, owner: other}


def calls(operations: Operations) -> Json:
    """Return what each process calls."""
    return {
        process: {"approve" if process == OWNER else "ask": sender}
        for process, sender in operations.items()
    }
