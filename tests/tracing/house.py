"""Logs of the small project's door, and the mapping to its model."""

import json
from collections.abc import Mapping
from pathlib import Path

MAPPING = """\
    trace:
      per: house
      ignore: [heartbeat, 'debug-*']
      constants:
        Visitors: '{"owner"} \\cup {e.who : e \\in {x \\in Events : "who" \\in DOMAIN x}}'
      hidden: {Shut: 1}
      cover: {open: 1}
      events:
        open: {action: Open(event.who), before: {door: event.was}}
        enter: {action: Enter(event.who), after: {'Cardinality(inside)': event.count}}
        look: {before: {door: event.door}}
"""


def opened(who: str = "owner", house: str = "a", was: str = "shut") -> dict[str, object]:
    """Return the event of a door that is opened."""
    return {"event": "open", "who": who, "was": was, "house": house, "at": 1.5}


def entered(who: str = "owner", house: str = "a", count: int = 1) -> dict[str, object]:
    """Return the event of somebody who goes in."""
    return {"event": "enter", "who": who, "count": count, "house": house, "at": 2.5}


def looked(door: str, house: str = "a") -> dict[str, object]:
    """Return the event of somebody who looks at the door."""
    return {"event": "look", "door": door, "house": house}


def write_log(file: Path, *events: Mapping[str, object]) -> Path:
    """Write events as JSON lines."""
    file.write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    return file


def map_log(project: Path, mapping: str = MAPPING) -> Path:
    """Give the project's claim a mapping, and return the registry."""
    registry = project / "specs" / "registry.yaml"
    registry.write_text(registry.read_text(encoding="utf-8") + mapping, encoding="utf-8")
    return registry
