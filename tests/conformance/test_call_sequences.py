"""Sequences of calls: every situation by a shortest way, and a look ahead where one is known."""

from moltverify.conformance.call_sequences import (
    Effect,
    Effects,
    Situation,
    call_in,
    offered_calls,
    reachable_calls,
)

# A lamp with a switch. The bulb may break when it is lit, and then no call lights it.
LAMP: Effects[str, str] = {
    "off": {"press": frozenset({Effect("lit", "on"), Effect("dark", "broken")})},
    "on": {"press": frozenset({Effect("dark", "off")}), "pull": frozenset({Effect("", "out")})},
    "broken": {"press": frozenset({Effect("dark", "broken")})},
}


def made(initial: str, effects: Effects[str, str], lookahead: int) -> list[str]:
    """Return the sequences that are made, as words."""
    found = reachable_calls(initial, effects, lookahead)
    return [" ".join([*one.situation.calls, one.call]) for one in found]


def test_a_situation_is_the_set_of_states_that_the_model_allows() -> None:
    first, *_ = reachable_calls("off", LAMP, 0)
    assert first.after == Situation(("press",), frozenset({"on", "broken"}))


def test_the_effects_of_all_states_of_a_situation_are_allowed() -> None:
    press = call_in(Situation(("press",), frozenset({"on", "broken"})), "press", LAMP)
    assert {effect.response for effect in press.effects} == {"dark"}
    assert press.after.states == {"off", "broken"}


def test_only_what_every_state_offers_is_called() -> None:
    assert offered_calls(Situation((), frozenset({"on"})), LAMP) == ["press", "pull"]
    assert offered_calls(Situation((), frozenset({"on", "broken"})), LAMP) == ["press"]


def test_a_state_without_calls_ends_a_sequence() -> None:
    assert offered_calls(Situation((), frozenset({"out"})), LAMP) == []


def test_the_sequences_are_the_shortest_to_each_situation() -> None:
    # The third press leads to the situation after the first one.
    assert made("off", LAMP, 0) == ["press", "press press", "press press press"]


def test_a_call_to_a_known_situation_is_followed_by_so_many_more() -> None:
    counter: Effects[str, str] = {"only": {"tick": frozenset({Effect("tock", "only")})}}
    assert made("only", counter, 0) == ["tick"]
    assert made("only", counter, 2) == ["tick", "tick tick", "tick tick tick"]


def test_calls_come_in_the_order_of_their_text() -> None:
    many: Effects[str, str] = {
        "here": {name: frozenset({Effect("", "there")}) for name in ("c", "a", "b")}
    }
    assert made("here", many, 0) == ["a", "b", "c"]
