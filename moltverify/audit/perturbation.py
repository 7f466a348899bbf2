"""States near the reachable ones: parts of values exchanged for what was seen in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TypeAlias

from moltverify.audit.sampling import State
from moltverify.tlc.value_types import (
    FunctionValue,
    Interval,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    format_value,
)

# Where a value stands: a variable, then fields; `*` is any element, item or result.
Place: TypeAlias = tuple[str, ...]
Pools: TypeAlias = Mapping[Place, Sequence[Value]]

ANY = "*"
LONGEST = 20  # members of an interval that are looked at one by one
WHOLE = 0.2  # how often a value with parts is exchanged as a whole
MOST = 4  # changes to one state


def perturbed(variables: Sequence[str], states: Sequence[State], count: int) -> list[State]:
    """Return states that are a few changes away from given ones, the same ones each time.

    None of them is given, and none comes twice; there may be fewer than `count`.
    """
    random = Random(0)  # noqa: S311 - no secret; the same states each time
    pools = pools_of(variables, states)
    known = {key(state) for state in states}
    made: list[State] = []
    for turn in range(4 * count if states else 0):
        state = list(random.choice(states))
        for _ in range(1 + turn % MOST):
            at = random.randrange(len(state))
            state[at] = changed(state[at], (variables[at],), pools, random)
        if len(made) < count and key(state) not in known:
            known.add(key(state))
            made.append(tuple(state))
    return made


def key(state: Sequence[Value]) -> tuple[str, ...]:
    """Return what tells states apart."""
    return tuple(map(format_value, state))


def pools_of(variables: Sequence[str], states: Sequence[State]) -> Pools:
    """Return the values that were seen in each place, numbers also one beyond."""
    pools: dict[Place, dict[str, Value]] = {}
    for state in states:
        for name, value in zip(variables, state, strict=True):
            for place, part in parts(value, (name,)):
                pools.setdefault(place, {})[format_value(part)] = part
    for pool in pools.values():
        numbers = [one for one in pool.values() if type(one) is int]
        if numbers:
            pool[str(max(numbers) + 1)] = max(numbers) + 1
        if any(one is True or one is False for one in pool.values()):
            pool.update({"TRUE": True, "FALSE": False})
    return {place: list(pool.values()) for place, pool in pools.items()}


def parts(value: Value, place: Place) -> Iterator[tuple[Place, Value]]:
    """Yield a value and all its parts, each with its place."""
    yield place, value
    for name, part in children(value):
        yield from parts(part, (*place, name))


def children(value: Value) -> list[tuple[str, Value]]:
    """Return the parts of a value with the names of their places."""
    match value:
        case RecordValue(fields=fields):
            # Records of another shape hold values that mean something else.
            shape = " ".join(name for name, _ in fields)
            return [(f"{name} of {shape}", part) for name, part in fields]
        case FunctionValue(pairs=pairs):
            return [(ANY, result) for _, result in pairs]
        case SequenceValue(items=items) | SetValue(members=items):
            return [(ANY, item) for item in items]
        case Interval(low=low, high=high) if high - low < LONGEST:
            return [(ANY, number) for number in range(low, high + 1)]
        case _:
            return []


def changed(value: Value, place: Place, pools: Pools, random: Random) -> Value:
    """Return a value with one change: another one seen in its place, or a part changed."""
    own = children(value)
    elements = pools.get((*place, ANY), ())
    if random.random() < WHOLE or not (own or elements):
        return random.choice(pools[place])
    if isinstance(value, SetValue | SequenceValue | Interval) and random.random() < 2 / 3:
        return resized(value, elements, random)
    if not own:
        return value
    at = random.randrange(len(own))
    name, part = own[at]
    new = [one for _, one in own]
    new[at] = changed(part, (*place, name), pools, random)
    return rebuilt(value, new)


def resized(
    value: SetValue | SequenceValue | Interval, elements: Sequence[Value], random: Random
) -> Value:
    """Return a set or sequence with one element more or less."""
    own = [one for _, one in children(value)]
    if own and (not elements or random.random() < 1 / 2):
        del own[random.randrange(len(own))]
    elif elements:
        own.insert(random.randint(0, len(own)), random.choice(elements))
    return rebuilt(value, own)


def rebuilt(value: Value, new: list[Value]) -> Value:
    """Return a value of the same kind with other parts."""
    match value:
        case RecordValue(fields=fields):
            names = [name for name, _ in fields]
            return RecordValue(tuple(zip(names, new, strict=True)))
        case FunctionValue(pairs=pairs):
            arguments = [argument for argument, _ in pairs]
            return FunctionValue(tuple(zip(arguments, new, strict=True)))
        case SequenceValue():
            return SequenceValue(tuple(new))
        case _:
            members = {format_value(one): one for one in new}
            return SetValue(tuple(members.values()))
