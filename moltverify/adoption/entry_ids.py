"""Ids for entries of a registry, from the names of files."""

import re
from collections.abc import Container
from itertools import takewhile
from pathlib import Path

EDGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def id_of(name: str) -> str:
    """Return a name as an id: `MCDoor_bug` becomes `mc-door-bug`."""
    parts = re.findall(r"[a-z0-9]+", EDGE.sub("-", name).lower())
    return "-".join(parts) or "model"


def free_id(wanted: str, taken: Container[str]) -> str:
    """Return an id that is not taken: the wanted one, or with a number behind it."""
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 10**6)))
    return next(name for name in names if name not in taken)


def claim_id(config: Path, taken: Container[str]) -> str:
    """Return a claim's id by its config, with the name of the folder if the config's is taken."""
    short = id_of(config.stem)
    return short if short not in taken else free_id(f"{id_of(config.parent.name)}-{short}", taken)


def part_id(config: Path, green: Path, taken: Container[str]) -> str:
    """Return the id of a red or witness within its claim: what its config's name adds."""
    own, other = (id_of(file.stem).split("-") for file in (config, green))
    # By whole words, so that `door-bug` beside `door-basic` is `bug` and not `ug`.
    pairs = zip(own, other, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return free_id("-".join(own[shared:] or own), taken)
