"""The inverse of reading: a configuration as the text that TLC reads."""

from collections.abc import Iterator

from moltverify.tla.config import Assignment, Config, Named, Override
from moltverify.tla.values import format_value


def write_config(config: Config) -> str:
    """Return the text of a configuration; reading it gives the same configuration back."""
    return "\n".join(lines(config)) + "\n"


def lines(config: Config) -> Iterator[str]:
    """Yield the configuration's lines, a section each."""
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
        yield "CONSTANTS\n  " + "\n  ".join(constants)
    for keyword, names in several.items():
        if names:
            yield f"{keyword} {spaced(names)}"


def spaced(names: tuple[Named, ...]) -> str:
    """Return names with blanks between them."""
    return " ".join(name.name for name in names)


def assignment_line(constant: Assignment) -> str:
    """Return one assignment to a constant."""
    arguments = ", ".join(map(format_value, constant.arguments))
    name = f"{constant.name}({arguments})" if arguments else constant.name
    return f"{name} = {format_value(constant.value)}"


def replacement_line(override: Override) -> str:
    """Return one replacement of an operator."""
    module = f"[{override.module}]" if override.module else ""
    return f"{override.name} <- {module}{override.replacement}"
