"""What the names of configs and folders say: `Door_bug.cfg`, `negative/Door.cfg`, `BrokenDoor`."""

import re
from pathlib import Path

BREAKING = frozenset(
    {
        *("bug", "bugs", "buggy", "negative", "neg", "broken", "bad", "fail", "fails"),
        *("failing", "faulty", "fault", "unsafe", "wrong", "red", "attack", "mutant"),
        *("mutation", "violated", "violation", "violates", "vulnerable", "insecure"),
        *("unprotected", "racy"),
    }
)
PROBING = frozenset(
    {
        *("reach", "reaches", "reachable", "reachability", "probe", "probes", "witness"),
        *("witnesses", "bait", "cover", "coverage", "sanity", "nonvacuous", "vacuity"),
    }
)
# A word ends where a small letter meets a capital one, at a digit, and at any sign.
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def words_of_name(name: str) -> list[str]:
    """Return the words of a name in lower case: `MC_brokenLock2` has `mc`, `broken`, `lock`."""
    return [word.lower() for word in WORDS.findall(name)]


def breaks_by_name(name: str) -> bool:
    """Tell whether a name says that its model breaks."""
    return not BREAKING.isdisjoint(words_of_name(name))


def probes_by_name(name: str) -> bool:
    """Tell whether a name says that its model shows that something can be reached."""
    return not PROBING.isdisjoint(words_of_name(name))


def breaks_by_path(config: Path) -> str:
    """Return the part of a config's path that says that the model breaks, or nothing."""
    for part in (config.stem, config.parent.name):
        if breaks_by_name(part):
            return part
    return ""
