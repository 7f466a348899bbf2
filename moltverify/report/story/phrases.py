"""The registry's phrases: one jinja2 template per action, in the claim's own terms.

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

INITIAL = "Init"
LONGEST = 2000  # characters: a phrase is a sentence

ADDRESS = re.compile(r" at 0x[0-9a-f]+>")

ENVIRONMENT = phrase_environment(printed_text)
# Compiling a phrase takes 3 ms, and a behaviour takes the same action again and again.
template = lru_cache(maxsize=1000)(ENVIRONMENT.from_string)


def step_sentence(phrases: Mapping[str, str], step: Step, before: Step | None) -> str:
    """Return the sentence for the step that led to a state; `before` is None for the first one.

    For an action without a phrase it is the action's name; for a phrase that fails, the reason.
    """
    name = INITIAL if before is None else step.action.name if step.action else ""
    phrase = phrases.get(name)
    if phrase is None:
        return "The initial state" if before is None else name or "A step"
    try:
        sentence = template(phrase).render(context(step, before))
        # A filter can turn an object of Python into a text before it is printed.
        if ADDRESS.search(sentence):
            raise TypeError(NO_VALUE)
    except Exception as error:  # a phrase is a program of the registry's author
        return f"{name} (its phrase failed: {plain_reason(error)})"
    # A phrase may extend over several lines of YAML, and loops in it leave blanks.
    return " ".join(sentence.split())[:LONGEST]


def plain_reason(error: Exception) -> str:
    """Return why a phrase failed, in the words of its author, who knows no class of this program.

    Python's message about a key that is missing is the key alone.
    """
    text = f"there is no {error}" if isinstance(error, KeyError) else str(error)
    text = re.sub(r"(?:\w+\.)*<locals>\.|\bmoltverify\.(?:\w+\.)*", "", text)
    return re.sub(r"\bSpoken(\w+)", lambda found: found[1].lower(), text)


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
