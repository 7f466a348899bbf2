"""The registry's phrases: one jinja2 template per action, in the claim's own terms."""

from collections.abc import Mapping
from functools import lru_cache

from moltverify.report.story.phrase_cost import is_cheap
from moltverify.report.story.phrase_rendering import ENVIRONMENT, plain_reason, render_phrase
from moltverify.report.story.phrase_worker import WORKER
from moltverify.tlc.trace import Action, Step

INITIAL = "Init"


def step_sentence(phrases: Mapping[str, str], step: Step, before: Step | None) -> str:
    """Return the sentence for the step that led to a state; `before` is None for the first one.

    For an action without a phrase it is the action's name with its arguments; for a phrase that
    fails or exceeds its bounds, the reason.
    """
    name = INITIAL if before is None else step.action.name if step.action else ""
    phrase = phrases.get(name)
    if phrase is None:
        if before is None:
            return "The initial state"
        return action_text(step.action) if step.action else "A step"
    try:
        return (render_phrase if known_cheap(phrase) else WORKER.sentence)(phrase, step, before)
    except Exception as error:  # a phrase is a program of the registry's author
        return f"{name} (its phrase failed: {plain_reason(error)})"


def action_text(action: Action) -> str:
    """Return an action's name with its arguments, as far as they are known."""
    return f"{action.name}({action.arguments})" if action.arguments else action.name or "A step"


@lru_cache(maxsize=1000)
def known_cheap(phrase: str) -> bool:
    """Return whether a phrase needs no bounds."""
    return is_cheap(phrase, ENVIRONMENT)
