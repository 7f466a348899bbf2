"""The part of a log that fits, as the steps of a story."""

from collections.abc import Iterator

from moltverify.plural import counted
from moltverify.registry.records import Claim
from moltverify.report.story.changes import change_text, path_text
from moltverify.report.story.story import StoryStep, story_step
from moltverify.tlc.trace import Trace
from moltverify.tracing.trace_answers import LoggedViolation, Misfit, TraceReport

# How a condition that is not satisfied is introduced, by its kind.
BLOCKED = {
    "action": "its action is not possible, because this is not so",
    "before": "before the step the log and the model differ in",
    "property": "its action is possible, but",
    "after": "after the step the log and the model differ in",
}


def fit_steps(claim: Claim, behaviour: Trace) -> tuple[StoryStep, ...]:
    """Return the steps of a behaviour, told with the claim's phrases."""
    steps = behaviour.steps
    pairs = zip((None, *steps), steps, strict=False)
    return tuple(story_step(step, before, claim.phrases) for before, step in pairs)


def allowed_sentences(claim: Claim, misfit: Misfit) -> Iterator[tuple[str, str]]:
    """Yield the sentences of the steps that the design allows, each with what it changes."""
    before = misfit.prefix.steps[-1] if misfit.prefix.steps else None
    for step in misfit.allowed:
        told = story_step(step, before, claim.phrases)
        changes = ", ".join(f"{path_text(one)} {change_text(one)}" for one in told.changes)
        yield told.sentence, changes or "nothing changes"


def violation_moral(found: LoggedViolation) -> str:
    """Return what a behaviour breaks, and where."""
    where = f"by the step to state {found.state}" if found.by_step else f"in state {found.state}"
    says = f" It says: {found.says}" if found.says else ""
    return f"{found.property} is broken {where}: this really happened.{says}"


def size_words(report: TraceReport) -> str:
    """Return the size of the log and of the search in words."""
    parts = [counted(report.events, "event")]
    if report.ignored:
        parts.append(f"{report.ignored:,} ignored")
    if report.segments > 1:
        parts.append(f"{counted(report.segments, 'segment')}, {report.distinct:,} different")
    parts.append(f"{counted(report.states, 'state')} in {report.seconds:.1f} s")
    return "; ".join(parts)
