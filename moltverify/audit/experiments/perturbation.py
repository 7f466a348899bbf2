"""Changes of values: parts replaced by values that were seen in the same place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TypeAlias

from msgspec import Struct

from moltverify.tla.values import (
    FunctionValue,
    Interval,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    format_value,
    rebuilt,
)

# Path of a value in a state: a variable, then fields; `*` is any element or item, `@` any result.
# Elements share a path because a set or sequence mostly has elements of one type.
ValuePath: TypeAlias = tuple[str, ...]
Pairs: TypeAlias = tuple[tuple[Value, Value], ...]

MEMBER, RESULT = "*", "@"
MAX_INTERVAL = 20  # members of an interval that are treated one by one
VARIABLE_RATE = 0.5  # probability that a variable's value is replaced as a whole
WHOLE_RATE = 0.2  # the same for a part that has parts itself
STRING_RATE = 0.3  # probability that a string becomes one that a property names


class Pools(Struct, frozen=True):
    """Values to choose from: those seen at each path.

    `functions` has the functions seen at a path if their domains differ, as pairs.
    """

    values: Mapping[ValuePath, Sequence[Value]]
    functions: Mapping[ValuePath, Sequence[Pairs]]


def value_parts(value: Value, path: ValuePath) -> Iterator[tuple[ValuePath, Value]]:
    """Yield a value with its path, then all its parts with theirs."""
    yield path, value
    for name, part in named_parts(value):
        yield from value_parts(part, (*path, name))


def functions_of_varying_domain(pool: Sequence[Value]) -> Sequence[Pairs]:
    """Return the functions of a pool as pairs if their domains differ, else an empty sequence.

    If all have one domain, it is part of the type, and a function with another one is no state.
    """
    found = [pairs for one in pool if (pairs := function_pairs(one)) is not None]
    domains = {tuple(sorted(format_value(argument) for argument, _ in one)) for one in found}
    return [one for one in found if one] if len(domains) > 1 else []


def function_pairs(value: Value) -> Pairs | None:
    """Return a function's pairs, or None for a sequence, a record, or a value of another kind.

    TLC prints the empty function as an empty sequence.
    """
    match value:
        case FunctionValue(pairs=pairs):
            return pairs
        case SequenceValue(items=()):
            return ()
        case _:
            return None


def named_parts(value: Value) -> list[tuple[str, Value]]:
    """Return the direct parts of a value, each with the last element of its path."""
    match value:
        case RecordValue(fields=fields):
            # The record's shape is part of the path: in records of another shape a field of the
            # same name may have another type.
            shape = " ".join(name for name, _ in fields)
            return [(f"{name} of {shape}", part) for name, part in fields]
        case FunctionValue(pairs=pairs):
            return [(RESULT, result) for _, result in pairs]
        case SequenceValue(items=items) | SetValue(members=items):
            return [(MEMBER, item) for item in items]
        case Interval(low=low, high=high) if high - low < MAX_INTERVAL:
            return [(MEMBER, number) for number in range(low, high + 1)]
        case _:
            return []


def changed_value(
    value: Value, path: ValuePath, pools: Pools, strings: Sequence[str], random: Random
) -> Value:
    """Return a value with one random change, which may be none.

    In order: one of `strings` in place of a string, a union of functions, another value seen at the
    path, a set or sequence with one element more or less, or a change of one part.
    """
    own = named_parts(value)
    elements = pools.values.get((*path, MEMBER), ())
    functions = pools.functions[path]
    if isinstance(value, str) and strings and random.random() < STRING_RATE:
        return random.choice(strings)
    if functions and random.random() < 1 / 2:
        return union_of_functions(value, random.choice(functions))
    rate = VARIABLE_RATE if len(path) == 1 else WHOLE_RATE
    if random.random() < rate or not (own or elements):
        return random.choice(pools.values[path])
    if isinstance(value, SetValue | SequenceValue | Interval) and random.random() < 2 / 3:
        return resized_collection(value, elements, random)
    if not own:
        return value
    at = random.randrange(len(own))
    name, part = own[at]
    new = [one for _, one in own]
    new[at] = changed_value(part, (*path, name), pools, strings, random)
    return with_parts(value, new)


def union_of_functions(value: Value, other: Pairs) -> Value:
    """Return a function over both domains, with `value`'s results where they overlap.

    A value that is no function is replaced.
    """
    pairs = {format_value(one[0]): one for one in (*other, *(function_pairs(value) or ()))}
    return FunctionValue(tuple(pairs.values()))


def resized_collection(
    value: SetValue | SequenceValue | Interval, elements: Sequence[Value], random: Random
) -> Value:
    """Return a set or sequence with one element less, or one of `elements` more."""
    own = [one for _, one in named_parts(value)]
    if own and (not elements or random.random() < 1 / 2):
        del own[random.randrange(len(own))]
    elif elements:
        own.insert(random.randint(0, len(own)), random.choice(elements))
    return with_parts(value, own)


def with_parts(value: Value, new: Sequence[Value]) -> Value:
    """Return a value of the same kind with other parts; an interval becomes a set.

    Names of fields and arguments of functions stay, so `new` has as many parts as `value` there.
    """
    match value:
        case FunctionValue(pairs=pairs):
            arguments = [argument for argument, _ in pairs]
            return FunctionValue(tuple(zip(arguments, new, strict=True)))
        case SetValue() | Interval():
            # TLC refuses no set with an element twice, but two texts for one set would be two keys.
            members = {format_value(one): one for one in new}
            return SetValue(tuple(members.values()))
        case _:
            return rebuilt(value, new)
