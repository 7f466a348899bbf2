"""The part of a log that fits, as the steps of a story."""

from moltverify.registry.records import Claim
from moltverify.report.story.story import StoryStep, story_step
from moltverify.tracing.trace_answers import Misfit


def fit_steps(claim: Claim, misfit: Misfit) -> tuple[StoryStep, ...]:
    """Return the steps of a prefix, told with the claim's phrases."""
    steps = misfit.prefix.steps
    pairs = zip((None, *steps), steps, strict=False)
    return tuple(story_step(step, before, claim.phrases) for before, step in pairs)
