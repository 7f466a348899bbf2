"""States near the reachable ones: parts of values exchanged for what was seen in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TypeAlias

from msgspec import Struct

from moltverify.audit.experiments.state_sample import State
from moltverify.tla.value_types import (
    FunctionValue,
    Interval,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    format_value,
)

# Where a value stands: a variable, then fields; `*` is any element or item, `@` any result.
Place: TypeAlias = tuple[str, ...]
Pairs: TypeAlias = tuple[tuple[Value, Value], ...]

MEMBER, RESULT = "*", "@"
LONGEST = 20  # members of an interval that are looked at one by one
WHOLE = 0.2  # how often a part that has parts is exchanged as a whole
VARIABLE = 0.5  # how often a variable's value is
FOREIGN = 0.3  # how often a string is exchanged for any that a property names
RARE = 300  # the first of the given states, which stand for the whole graph
MOST = 4  # changes to one state


class Pools(Struct, frozen=True):
    """What may stand in each place: values, and functions where their domains vary; any string."""

    values: Mapping[Place, Sequence[Value]]
    partial: Mapping[Place, Sequence[Pairs]]
    strings: Sequence[str]


def perturbed(
    variables: Sequence[str],
    states: Sequence[State],
    strings: Sequence[str],
    count: int,
    seed: int = 0,
) -> list[State]:
    """Return states that are a few changes away from given ones, the same ones for one seed.

    The given states' first ones are from the whole graph. None of those returned is given, and none
    comes twice; there may be fewer than `count`. `strings` may stand where any string stands.
    """
    random = Random(seed)  # noqa: S311 - no secret; the same states each time
    pools = pools_of(variables, states, strings)
    known = {state_key(state) for state in states}
    made: list[State] = []
    for turn in range(4 * count if states else 0):
        # Half of them are from the whole graph, not from its beginning only.
        state = list(random.choice(states if turn % 2 else states[:RARE]))
        for _ in range(1 + turn % MOST):
            at = random.randrange(len(state))
            state[at] = changed(state[at], (variables[at],), pools, random)
        if len(made) < count and state_key(state) not in known:
            known.add(state_key(state))
            made.append(tuple(state))
    return made


def state_key(state: Sequence[Value]) -> tuple[str, ...]:
    """Return what tells states apart."""
    return tuple(map(format_value, state))


def pools_of(variables: Sequence[str], states: Sequence[State], strings: Sequence[str]) -> Pools:
    """Return the values that were seen in each place, numbers also one beyond."""
    pools: dict[Place, dict[str, Value]] = {}
    for state in states:
        for name, value in zip(variables, state, strict=True):
            for place, part in value_parts(value, (name,)):
                pools.setdefault(place, {})[format_value(part)] = part
    for pool in pools.values():
        numbers = [one for one in pool.values() if type(one) is int]
        if numbers:
            pool[str(max(numbers) + 1)] = max(numbers) + 1
        if any(one is True or one is False for one in pool.values()):
            pool.update({"TRUE": True, "FALSE": False})
    values = {place: list(pool.values()) for place, pool in pools.items()}
    return Pools(values, {place: partial(pool) for place, pool in values.items()}, strings)


def novelties(
    variables: Sequence[str], states: Sequence[State], made: Sequence[State]
) -> list[frozenset[Place]]:
    """Return for each made state the places in which it has what no given state has there."""
    seen = {one for state in states for one in leaves(variables, state)}
    return [
        frozenset(one[0] for one in leaves(variables, state) if one not in seen) for state in made
    ]


def leaves(variables: Sequence[str], state: State) -> Iterator[tuple[Place, str]]:
    """Yield the parts of a state that have no parts, each with its place."""
    for name, value in zip(variables, state, strict=True):
        for place, part in value_parts(value, (name,)):
            if not children(part):
                yield place, format_value(part)


def partial(pool: Sequence[Value]) -> Sequence[Pairs]:
    """Return the functions of a pool as pairs if their domains differ, else none."""
    found = [pairs for one in pool if (pairs := function_pairs(one)) is not None]
    domains = {tuple(sorted(format_value(argument) for argument, _ in one)) for one in found}
    return [one for one in found if one] if len(domains) > 1 else []


def function_pairs(value: Value) -> Pairs | None:
    """Return a function's pairs, or None if a value is no function or always has this domain.

    TLC prints the empty function as an empty sequence.
    """
    match value:
        case FunctionValue(pairs=pairs):
            return pairs
        case SequenceValue(items=()):
            return ()
        case _:
            return None


def value_parts(value: Value, place: Place) -> Iterator[tuple[Place, Value]]:
    """Yield a value and all its parts, each with its place."""
    yield place, value
    for name, part in children(value):
        yield from value_parts(part, (*place, name))


def children(value: Value) -> list[tuple[str, Value]]:
    """Return the parts of a value with the names of their places."""
    match value:
        case RecordValue(fields=fields):
            # Records of another shape hold values that mean something else.
            shape = " ".join(name for name, _ in fields)
            return [(f"{name} of {shape}", part) for name, part in fields]
        case FunctionValue(pairs=pairs):
            return [(RESULT, result) for _, result in pairs]
        case SequenceValue(items=items) | SetValue(members=items):
            return [(MEMBER, item) for item in items]
        case Interval(low=low, high=high) if high - low < LONGEST:
            return [(MEMBER, number) for number in range(low, high + 1)]
        case _:
            return []


def changed(value: Value, place: Place, pools: Pools, random: Random) -> Value:
    """Return a value with one change: another one seen in its place, or a part changed."""
    own = children(value)
    elements = pools.values.get((*place, MEMBER), ())
    functions = pools.partial[place]
    if isinstance(value, str) and pools.strings and random.random() < FOREIGN:
        return random.choice(pools.strings)
    if functions and random.random() < 1 / 2:
        return widened(value, random.choice(functions))
    if random.random() < (VARIABLE if len(place) == 1 else WHOLE) or not (own or elements):
        return random.choice(pools.values[place])
    if isinstance(value, SetValue | SequenceValue | Interval) and random.random() < 2 / 3:
        return resized_collection(value, elements, random)
    if not own:
        return value
    at = random.randrange(len(own))
    name, part = own[at]
    new = [one for _, one in own]
    new[at] = changed(part, (*place, name), pools, random)
    return rebuilt(value, new)


def widened(value: Value, other: Pairs) -> Value:
    """Return a function over the domains of two; what is no function gives way."""
    pairs = {format_value(one[0]): one for one in (*other, *(function_pairs(value) or ()))}
    return FunctionValue(tuple(pairs.values()))


def resized_collection(
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
