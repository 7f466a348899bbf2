"""The keys of a registry as text, from the JSON Schema that the package carries."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

SCHEMA = Path(__file__).parents[2] / "schemas" / "registry.schema.json"
FIRST = "RegistryEntry"
INDENT = " " * 4


def registry_reference(width: int) -> str:
    """Return every key with its meaning, in lines of at most `width` columns."""
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    sections = [
        "\n".join(entry_lines(where, definitions[name], width))
        for name, where in entry_paths(definitions).items()
    ]
    return "\n\n".join(sections)


def entry_paths(definitions: Mapping[str, Any]) -> dict[str, str]:
    """Return each entry's name with the path of the key that holds it, the registry's file first.

    The order is that of the keys, an entry before those inside it.
    """
    found = {FIRST: "registry.yaml"}
    waiting = [FIRST]
    while waiting:
        name = waiting.pop(0)
        above = "" if name == FIRST else f"{found[name]}."
        inside = [
            (other, f"{above}{key}")
            for key, value in definitions[name]["properties"].items()
            for other in references_of(value)
            if other not in found
        ]
        for other, path in inside:
            found.setdefault(other, path)
        waiting = [other for other, _ in inside] + waiting
    return found


def references_of(value: object) -> Iterator[str]:
    """Yield the entries that a part of the schema refers to."""
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.rpartition("/")[2]
        for one in value.values():
            yield from references_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from references_of(one)


def entry_lines(where: str, entry: Mapping[str, Any], width: int) -> Iterator[str]:
    """Yield the lines about one entry: what it is, then its keys."""
    yield f"{where}: {entry['description']}"
    for key, value in entry["properties"].items():
        needed = " (needed)" if key in entry.get("required", ()) else ""
        yield f"  {key}{needed}"
        words = " ".join([value.get("description", ""), *more_about(value)]).strip()
        yield from wrap(words, width, initial_indent=INDENT, subsequent_indent=INDENT)


def more_about(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names that a key may have, its default, and an example."""
    if names := value.get("enum"):
        yield f"One of: {', '.join(names)}."
    if value.get("default"):
        yield f"Default: {shown(value['default'])}."
    if examples := value.get("examples"):
        yield f"Example: {shown(examples[0])}"


def shown(value: object) -> str:
    """Return an example as YAML in one line; JSON is YAML too."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
