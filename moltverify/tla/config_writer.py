"""A configuration as the text that TLC reads, the inverse of `read_config`."""

import re
from collections.abc import Iterator

from moltverify.tla.config import Assignment, Config, Named, Override
from moltverify.tla.value_types import Value
from moltverify.tla.values import format_value


def write_config(config: Config) -> str:
    """Return a configuration's text, which is read as an equal one."""
    return "\n".join(lines(config)) + "\n"


def lines(config: Config) -> Iterator[str]:
    """Yield the sections of the configuration; that of the constants has a line for each."""
    # One order, whatever the file's: `registry.check` compares configs by their texts.
    single = {
        "SPECIFICATION": config.specification,
        "INIT": config.init,
        "NEXT": config.next,
        "VIEW": config.view,
        "SYMMETRY": config.symmetry,
        "TYPE": config.type,
        "TYPE_CONSTRAINT": config.type_constraint,
        "ALIAS": config.alias,
        "POSTCONDITION": config.postcondition,
        "CHECK_DEADLOCK": config.check_deadlock,
    }
    several = {
        "INVARIANTS": config.invariants,
        "PROPERTIES": config.properties,
        "CONSTRAINTS": config.constraints,
        "ACTION_CONSTRAINTS": config.action_constraints,
    }
    for keyword, name in single.items():
        if name is not None:
            yield f"{keyword} {name.name}"
    constants = [
        *map(assignment_line, config.constants),
        *map(replacement_line, config.overrides.values()),
    ]
    if constants:
        # A line each, because a value may have blanks, by which names are separated elsewhere.
        yield "CONSTANTS\n  " + "\n  ".join(constants)
    for keyword, names in several.items():
        if names:
            yield f"{keyword} {spaced(names)}"


def spaced(names: tuple[Named, ...]) -> str:
    """Return names separated by blanks."""
    return " ".join(name.name for name in names)


def assignment_line(constant: Assignment) -> str:
    """Return one assignment to a constant."""
    arguments = ", ".join(map(config_value, constant.arguments))
    name = f"{constant.name}({arguments})" if arguments else constant.name
    return f"{name} = {module_prefix(constant.module)}{config_value(constant.value)}"


def config_value(value: Value) -> str:
    """Return the text of a value in a configuration."""
    # TLC's configurations have no escapes: a backslash in a string is only a backslash.
    return re.sub(r'\\([\\"])', r"\1", format_value(value))


def replacement_line(override: Override) -> str:
    """Return one replacement of an operator."""
    return f"{override.name} <- {module_prefix(override.module)}{override.replacement}"


def module_prefix(module: str | None) -> str:
    """Return how a configuration names the module of a value or replacement, if it does."""
    return f"[{module}]" if module else ""
