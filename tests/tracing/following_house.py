"""The small project's door as a program of its own: what TLC says is compared with what it says."""

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tests.tracing.house import entered, looked, opened

VISITORS = ("owner", "thief")


class House(NamedTuple):
    """A state of the model."""

    door: str
    waiting: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()


def after_event(house: House, event: dict[str, Any]) -> House | None:
    """Return the state after an event, or None if the model does not allow it in this state."""
    match event["event"]:
        case "open":
            who = event["who"]
            if house.door != event["was"] or house.door != "shut":
                return None
            if who in house.inside or who != "owner":
                return None
            return House("open", house.waiting | {who}, house.inside)
        case "enter":
            who = event["who"]
            if who not in house.waiting:
                return None
            inside = house.inside | {who}
            if len(inside) != event["count"]:
                return None
            return House(house.door, house.waiting - {who}, inside)
        case _:
            return house if house.door == event["door"] else None


def with_hidden(houses: set[House]) -> set[House]:
    """Return states with those that one hidden shutting of the door leads to."""
    return houses | {house._replace(door="shut") for house in houses if house.door == "open"}


def fits(events: Sequence[dict[str, Any]]) -> bool:
    """Tell whether the model has a behaviour with these events."""
    houses = {House("shut"), House("open")}
    for event in events:
        houses = {new for one in with_hidden(houses) if (new := after_event(one, event))}
    return bool(houses)


def behaviour(length: int, seed: int, house: str = "a") -> list[dict[str, object]]:
    """Return the events of a behaviour by chance; it ends soon after the owner is inside."""
    chance = random.Random(seed)
    state, events = House("shut"), list[dict[str, object]]()
    while len(events) < length and not (state.inside and state.door == "shut"):
        if state.door == "open" and chance.random() < 0.5:
            state = state._replace(door="shut")
        event = chance.choice(list(possible(state, house)))
        new = after_event(state, event)
        assert new is not None
        state = new
        events.append(event)
    return events


def possible(state: House, house: str) -> Iterator[dict[str, object]]:
    """Yield the events that a state allows."""
    yield looked(state.door, house)
    if state.door == "shut" and "owner" not in state.inside:
        yield opened(house=house)
    for who in state.waiting:
        yield entered(who, house, len(state.inside | {who}))
