"""Rules about several keys of an entry, as parts of a JSON Schema."""

from collections.abc import Mapping


def exactly_one(*keys: str) -> Mapping[str, object]:
    """Return the rule that an entry has one of some keys."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def at_least_one(*keys: str) -> Mapping[str, object]:
    """Return the rule that an entry has one or more of some keys."""
    return {"anyOf": [{"required": [key]} for key in keys]}
