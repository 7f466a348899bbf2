"""Constants of a config in another size.

The size of a number is the number itself, and the size of a set its number of elements. A larger
set has additional elements, made like its last one.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.registry.mistakes import nearest
from moltverify.sweep.ranges import Instance, Range
from moltverify.tla.config import Assignment, Config
from moltverify.tla.values import ModelValue, SetValue, Value, format_value

# The stem is lazy, so that the number has all digits at the end, up to TLC's nine.
NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.DOTALL)


def size_of(value: Value) -> int | None:
    """Return the size of a constant's value, or None for a value that a sweep cannot resize.

    A set can be resized if its elements are all strings, all numbers, or all model values.
    """
    # Python's bool is an int.
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    # New elements are made like the last one, and an empty set has none.
    if isinstance(value, SetValue) and value.members:
        # By exact type, because TRUE is an int for isinstance().
        kinds = {type(one) for one in value.members}
        return len(value.members) if kinds in ({str}, {int}, {ModelValue}) else None
    return None


def sweepable(config: Config) -> dict[str, Value]:
    """Return the values of the constants that have a size, by name."""
    return {
        one.name: one.value
        for one in config.constants
        # A config may give an operator's value argument by argument: `F(1) = 2`.
        if not one.arguments and size_of(one.value) is not None
    }


def require_sweepable(config: Config, ranges: Sequence[Range], file: str) -> None:
    """Raise UsageError unless each range names a constant that has a size in this config.

    `file` is the config's name in the message.
    """
    known = sweepable(config)
    for one in ranges:
        if one.constant in known:
            continue
        names = ", ".join(known) or "none"
        why = resize_obstacle(config, one.constant) or f"sets no constant {one.constant}"
        raise UsageError(
            f"{file} {why}{nearest(one.constant, known)}", f"constants to sweep: {names}"
        )


def resize_obstacle(config: Config, name: str) -> str:
    """Return why a name in a config has no size; empty if the config does not have the name."""
    if name in config.overrides:
        return f"replaces {name} by {config.overrides[name].replacement}, which has no size"
    for one in config.constants:
        if one.name == name:
            return f"sets {name} to {format_value(one.value)}, which has no size"
    return ""


def registered_sizes(config: Config, ranges: Sequence[Range]) -> tuple[int, ...]:
    """Return the sizes of the ranges' constants in the config itself, in the ranges' order."""
    known = sweepable(config)
    # `or 0` is for the type checker: `known` has only constants with a size.
    return tuple(size_of(known[one.constant]) or 0 for one in ranges)


def resized_config(config: Config, instance: Instance) -> Config:
    """Return the config with the instance's sizes; other constants stay as they are."""
    sizes = {one.constant: one.size for one in instance.settings}
    return replace(
        config,
        constants=tuple(
            replace(one, value=resized_value(config, one, sizes[one.name]))
            if one.name in sizes
            else one
            for one in config.constants
        ),
    )


def resized_value(config: Config, constant: Assignment, size: int) -> Value:
    """Return a constant's value in another size: the size itself unless the value is a set."""
    if not isinstance(constant.value, SetValue):
        return size
    return SetValue(resized_elements(config, constant.value, size))


def resized_elements(config: Config, value: SetValue, size: int) -> tuple[Value, ...]:
    """Return the first `size` elements of a set, with invented ones where it has too few."""
    # A prefix, so that a smaller instance has no element that a larger one lacks.
    members = value.members[:size]
    fresh = invented_elements(value.members, taken_names(config))
    return (*members, *(next(fresh) for _ in range(size - len(members))))


def invented_elements(members: Sequence[Value], taken: set[str]) -> Iterator[Value]:
    """Yield additional elements, made like the last one: s3 after s2, bob2 after bob.

    An element with a name in `taken` is left out: it would be equal to a value that the config uses
    elsewhere, which the modeller meant to be different.
    """
    last = members[-1]
    if isinstance(last, int):
        # Not the last one plus one, which may be a member.
        number = max(one for one in members if isinstance(one, int))
        while True:
            number += 1
            yield number
    text = last.name if isinstance(last, ModelValue) else str(last)
    found = NUMBERED.fullmatch(text)
    # A name without a number counts as the first: bob2 follows bob.
    stem, number = (found[1], int(found[2])) if found else (text, 1)
    while True:
        number += 1
        name = f"{stem}{number}"
        if name not in taken:
            yield ModelValue(name) if isinstance(last, ModelValue) else name


def taken_names(config: Config) -> set[str]:
    """Return all names, strings and model values in a config, also those in nested sets."""
    names = {one.name for one in config.constants} | set(config.overrides)
    waiting = [one.value for one in config.constants]
    while waiting:
        match waiting.pop():
            case SetValue(members):
                waiting += members
            case ModelValue(name) | str(name):
                names.add(name)
    return names
