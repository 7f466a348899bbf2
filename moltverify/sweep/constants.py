"""Constants of a config in another size: a number is the size; a set loses or gains elements."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.registry.yaml_reader import nearest
from moltverify.sweep.ranges import Instance, Range
from moltverify.tla.config import Assignment, Config
from moltverify.tla.value_types import ModelValue, SetValue, Value, format_value

NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.DOTALL)


def size_of(value: Value) -> int | None:
    """Return the size of a constant's value, or None for a value that has none to change."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, SetValue) and value.members:
        kinds = {type(one) for one in value.members}
        return len(value.members) if kinds in ({str}, {int}, {ModelValue}) else None
    return None


def sweepable(config: Config) -> dict[str, Value]:
    """Return the constants that have a size, with their values."""
    return {
        one.name: one.value
        for one in config.constants
        if not one.arguments and size_of(one.value) is not None
    }


def require_sweepable(config: Config, ranges: Sequence[Range], file: str) -> None:
    """Raise UsageError unless each range is about a constant that has a size in this config."""
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
    """Say what a config makes of a constant that has no size, or nothing if it is not there."""
    if name in config.overrides:
        return f"replaces {name} by {config.overrides[name].replacement}, which has no size"
    for one in config.constants:
        if one.name == name:
            return f"sets {name} to {format_value(one.value)}, which has no size"
    return ""


def registered(config: Config, ranges: Sequence[Range]) -> tuple[int, ...]:
    """Return the sizes that the config itself gives the constants."""
    known = sweepable(config)
    return tuple(size_of(known[one.constant]) or 0 for one in ranges)


def resized_config(config: Config, instance: Instance) -> Config:
    """Return the config with the instance's constants."""
    sizes = {one.constant: one.size for one in instance.settings}
    return replace(
        config,
        constants=tuple(
            replace(one, value=value_in_size(config, one, sizes[one.name]))
            if one.name in sizes
            else one
            for one in config.constants
        ),
    )


def value_in_size(config: Config, constant: Assignment, size: int) -> Value:
    """Return a constant's value in another size."""
    if not isinstance(constant.value, SetValue):
        return size
    return SetValue(elements(config, constant.value, size))


def elements(config: Config, value: SetValue, size: int) -> tuple[Value, ...]:
    """Return the first elements of a set, and invented ones where it has too few."""
    members = value.members[:size]
    fresh = invented(value.members, config_names(config))
    return (*members, *(next(fresh) for _ in range(size - len(members))))


def invented(members: Sequence[Value], taken: set[str]) -> Iterator[Value]:
    """Yield further elements in the manner of the last one: s2 leads to s3, bob to bob2."""
    last = members[-1]
    if isinstance(last, int):
        number = max(one for one in members if isinstance(one, int))
        while True:
            number += 1
            yield number
    text = last.name if isinstance(last, ModelValue) else str(last)
    found = NUMBERED.fullmatch(text)
    stem, number = (found[1], int(found[2])) if found else (text, 1)
    while True:
        number += 1
        name = f"{stem}{number}"
        if name not in taken:
            yield ModelValue(name) if isinstance(last, ModelValue) else name


def config_names(config: Config) -> set[str]:
    """Return the strings and model values in a config, which an invented element must not be."""
    names = {one.name for one in config.constants} | set(config.overrides)
    waiting = [one.value for one in config.constants]
    while waiting:
        match waiting.pop():
            case SetValue(members):
                waiting += members
            case ModelValue(name) | str(name):
                names.add(name)
    return names
