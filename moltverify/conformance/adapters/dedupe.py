"""The dedupe cache, led by its own calls, and the key under which an event is looked up."""

from collections.abc import Iterator

from moltverify.conformance.call_sequences import Effect, reachable_calls
from moltverify.conformance.json_values import Json, plain_json
from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.records import PlantedBug
from moltverify.tlc.graph import Graph

CACHE = "infra/dedupe.js"
FIXED_WINDOW = PlantedBug(
    CACHE,
    "touch(key, now);\n                return true;",
    "return true;",
    "A duplicate does not renew its key.",
)
LIVE_AT_THE_LIMIT = PlantedBug(
    CACHE,
    "now - existing < ttlMs",
    "now - existing <= ttlMs",
    "A key exactly as old as the window still counts.",
)
NEWEST_EVICTED = PlantedBug(
    CACHE,
    "const oldestKey = cache.keys().next().value;",
    "const oldestKey = [...cache.keys()].pop();",
    "The newest key is forgotten instead of the oldest.",
)
SENDERLESS = PlantedBug(
    "auto-reply/reply/inbound-dedupe.js",
    "accountId, sessionKey, peerId,",
    "sessionKey, peerId,",
    "The account is no part of the key.",
)
Cache = frozenset[tuple[str, int]]  # keys and their ages
Call = tuple[str, str]  # what happens, and to which event
BEYOND = 2  # calls: a wait and a look-up tell how old each key is taken to be
TOLD = {"TakeIn": "new", "SkipDuplicate": "duplicate"}
# Of a failure the published cache is not told, so no sequence has one.
HAPPENS = {"LetTimePass": ("wait", ""), "Crash": ("restart", "")}


def project_cache(graph: Graph) -> Iterator[Sample]:
    """Yield each look-up of the model `IngressIdempotency` after each way to a different cache.

    Only the cache is followed: who works on what is no business of its. What it holds is not
    compared, since it may hold keys that no longer count: the look-ups that follow tell.
    """
    initial = cached(plain_json(dict(graph.states[graph.initial[0]])["cache"]))
    for turn in reachable_calls(initial, ways_of(graph), BEYOND):
        what, event = turn.call
        state: Json = {"calls": [list(call) for call in turn.situation.calls]}
        for effect in turn.effects if what == "check" else ():
            yield Sample("check", state, {"event": event}, {"told": effect.told})


def ways_of(graph: Graph) -> dict[Cache, dict[Call, frozenset[Effect[Cache]]]]:
    """Return what each call may do to each cache."""
    ways: dict[Cache, dict[Call, frozenset[Effect[Cache]]]] = {}
    for step in steps(graph, {*TOLD, *HAPPENS}, "cache sent waited", "cache sent waited"):
        before, after = cached(step.before["cache"]), cached(step.after["cache"])
        effect = Effect(TOLD.get(step.action, ""), after)
        calls = ways.setdefault(before, {})
        for call in calls_of(step):
            calls[call] = calls.get(call, frozenset()) | {effect}
    return ways


def cached(cache: Json) -> Cache:
    """Return a cache's keys and ages; TLC prints an empty one as an empty sequence."""
    return frozenset(cache.items() if isinstance(cache, dict) else ())


def calls_of(step: ProjectedStep) -> list[Call]:
    """Return the call that a step is: whose key it made new, or what happened to all."""
    if step.action in HAPPENS:
        return [HAPPENS[step.action]]
    fresh = {key for key, age in cached(step.after["cache"]) if age == 0}
    before = dict(cached(step.before["cache"]))
    changed = [key for key in fresh if before.get(key) != 0]
    return [("check", key) for key in changed or fresh]


def project_key(graph: Graph) -> Iterator[Sample]:
    """Yield the fate of a second event after the first, of the model `IngressDedupeFallback`.

    Only events with a provider's id: for others the published code makes no key at all.
    """
    for step in steps(graph, {"Process", "Drop"}, "event seen runs", "runs dropped"):
        events, runs = step.before["event"], step.before["runs"]
        if runs != {"first": 1, "second": 0} or not all(one["sid"] for one in events.values()):
            continue
        changed = step.after["runs"] != runs
        if changed or "second" in step.after["dropped"]:
            outcome = {"fate": "processed" if changed else "dropped"}
            yield Sample("deliver second", {"event": events}, {}, outcome)
