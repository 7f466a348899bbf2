"""The dedupe cache, brought into a state by its own calls, and the key that identifies an event."""

from collections.abc import Iterator

from moltverify.conformance.call_sequences import Effect, reachable_calls
from moltverify.conformance.json_values import Json
from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

Cache = frozenset[tuple[str, int]]  # keys with their ages
CacheCall = tuple[str, str]  # the operation and the event, which is empty for all but a look-up
LOOKAHEAD = 2  # calls: a wait and then a look-up show how old the cache takes a key to be
RESPONSES = {"TakeIn": "new", "SkipDuplicate": "duplicate"}
# The published cache is not told of failures, so that no sequence contains one.
OPERATIONS = {"LetTimePass": ("wait", ""), "Crash": ("restart", "")}


def project_cache(graph: StateGraph) -> Iterator[Sample]:
    """Yield each look-up of the model `IngressIdempotency` after each sequence to a new cache.

    Only the cache decides; the variables about the work on events are projected away. Its content
    is not compared, since it may hold keys that no longer count: the following look-ups show it.
    """
    initial = cached_ages(graph.states[graph.initial[0]]["cache"])
    for made in reachable_calls(initial, cache_effects(graph), LOOKAHEAD):
        operation, event = made.call
        state: Json = {"calls": [list(call) for call in made.situation.calls]}
        responses = {effect.response for effect in made.effects} if operation == "check" else ()
        for response in sorted(responses):
            yield Sample("check", state, {"event": event}, {"told": response})


def cache_effects(graph: StateGraph) -> dict[Cache, dict[CacheCall, frozenset[Effect[Cache]]]]:
    """Return the effects of each call on each cache."""
    effects: dict[Cache, dict[CacheCall, frozenset[Effect[Cache]]]] = {}
    for step in steps(graph, {*RESPONSES, *OPERATIONS}, "cache sent waited", "cache sent waited"):
        before, after = cached_ages(step.before["cache"]), cached_ages(step.after["cache"])
        effect = Effect(RESPONSES.get(step.action, ""), after)
        calls = effects.setdefault(before, {})
        for call in cache_calls(step):
            calls[call] = calls.get(call, frozenset()) | {effect}
    return effects


def cached_ages(cache: Json) -> Cache:
    """Return a cache's keys with their ages; TLC prints an empty function as a sequence."""
    return frozenset(cache.items() if isinstance(cache, dict) else ())


def cache_calls(step: ProjectedStep) -> list[CacheCall]:
    """Return the calls that a step can be: a look-up of each key that it renewed, or an operation.

    A look-up of a key whose age was 0 already changes nothing, and can be one of any such key.
    """
    if step.action in OPERATIONS:
        return [OPERATIONS[step.action]]
    fresh = {key for key, age in cached_ages(step.after["cache"]) if age == 0}
    before = dict(cached_ages(step.before["cache"]))
    renewed = [key for key in fresh if before.get(key) != 0]
    return [("check", key) for key in renewed or fresh]


def project_key(graph: StateGraph) -> Iterator[Sample]:
    """Yield what becomes of a second event after the first, of the model `IngressDedupeFallback`.

    Only events with a provider's id: for others the published code makes no key at all.
    """
    for step in steps(graph, {"Process", "Drop"}, "event seen runs", "runs dropped"):
        events, runs = step.before["event"], step.before["runs"]
        if runs != {"first": 1, "second": 0} or not all(one["sid"] for one in events.values()):
            continue
        is_processed = step.after["runs"] != runs
        if is_processed or "second" in step.after["dropped"]:
            outcome = {"fate": "processed" if is_processed else "dropped"}
            yield Sample("deliver second", {"event": events}, {}, outcome)


if __name__ == "__main__":
    serve_projections({"cache": project_cache, "key": project_key})
