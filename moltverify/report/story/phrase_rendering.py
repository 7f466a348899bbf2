"""The sentence of a phrase: a jinja2 template, in a claim's own terms.

A registry may come from anybody, so its phrases run in jinja2's sandbox.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from moltverify.registry.phrase_templates import phrase_environment
from moltverify.report.story.phrase_values import (
    NO_VALUE,
    SpokenFunction,
    added,
    moved,
    printed_text,
    spoken,
)
from moltverify.tlc.trace import Step

LONGEST = 2000  # characters: a phrase is a sentence

ADDRESS = re.compile(r" at 0x[0-9a-f]+>")

ENVIRONMENT = phrase_environment(printed_text)
# Compiling a phrase takes 3 ms, and a behaviour takes the same action again and again.
template = lru_cache(maxsize=1000)(ENVIRONMENT.from_string)


def render_phrase(phrase: str, step: Step, before: Step | None) -> str:
    """Return a phrase's sentence in one line; raises any error of the phrase."""
    sentence = template(phrase).render(context(step, before))
    # A filter can turn an object of Python into a text before it is printed.
    if ADDRESS.search(sentence):
        raise TypeError(NO_VALUE)
    # A phrase may extend over several lines of YAML, and loops in it leave blanks.
    return " ".join(sentence.split())[:LONGEST]


def plain_reason(error: Exception) -> str:
    """Return why a phrase failed, in the words of its author, who knows no class of this program.

    Python's message about a key that is missing is the key alone.
    """
    text = f"there is no {error}" if isinstance(error, KeyError) else str(error)
    text = re.sub(r"(?:\w+\.)*<locals>\.|\bmoltverify\.(?:\w+\.)*", "", text)
    return re.sub(r"\bSpoken(\w+)", lambda found: found[1].lower(), text)[:LONGEST]


def context(step: Step, before: Step | None) -> dict[str, Any]:
    """Return the names that a phrase may use."""
    new = {name: spoken(value) for name, value in step.state}
    if before is None:
        return new
    old = {name: spoken(value) for name, value in before.state}

    def look(state: Mapping[str, Any], name: str, key: object) -> Any:
        return state[name] if key is None else state[name][key]

    # Not lambdas: the message about a wrong number of arguments has the function's name.
    def find_moved(name: str) -> object:
        return moved(old[name], new[name])

    def find_added(name: str, key: object = None) -> list[object]:
        return added(look(old, name, key), look(new, name, key))

    def find_removed(name: str, key: object = None) -> list[object]:
        return added(look(new, name, key), look(old, name, key))

    return {
        **new,
        # Not a dict, whose methods would hide variables of their names, such as `items`.
        "before": SpokenFunction(old.items()),
        "moved": find_moved,
        "added": find_added,
        "removed": find_removed,
    }
