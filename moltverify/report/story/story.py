"""A counterexample as a story, which every format of report shows."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.expectation import MustReach, MustViolate
from moltverify.report.story.action_arguments import ActionReader
from moltverify.report.story.phrases import step_sentence
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tla.value_diff import Change, state_changes
from moltverify.tla.values import Value
from moltverify.tlc.outcome import Violated, ViolationKind
from moltverify.tlc.trace import Action, Ending, LoopsBack, Step, Stops, Stutters


class StoryStep(Struct, frozen=True):
    """One state: the sentence of the step that led to it, what changed, and the whole state."""

    number: int
    sentence: str
    action: Action | None
    changes: tuple[Change, ...]
    state: tuple[tuple[str, Value], ...]


class Story(Struct, frozen=True):
    """The steps, how the behaviour continues after them, and what it breaks or shows."""

    steps: tuple[StoryStep, ...]
    then: str
    moral: str
    ending: Ending = Stops()


NO_SENTENCES: Mapping[str, str] = MappingProxyType({})


def story_of(
    result: ModelResult,
    phrases: Mapping[str, str],
    properties: Mapping[str, str] = NO_SENTENCES,
    actions: ActionReader | None = None,
) -> Story | None:
    """Return the story of a model's counterexample, if it has one with at least one state.

    `phrases` are templates by action, `properties` plain sentences by the name of a property.
    `actions` finds arguments of actions that have no phrase.
    """
    violated = result.outcome
    if not isinstance(violated, Violated) or not violated.trace.steps:
        return None
    steps = violated.trace.steps
    pairs = zip((None, *steps), steps, strict=False)
    told = tuple(story_step(step, before, phrases, actions) for before, step in pairs)
    then, end = what_then(violated, phrases, actions), moral(result, violated)
    sentence = properties.get(violated.property or expected_name(result), "")
    # A witness breaks an invariant that the registry does not have.
    if sentence and not isinstance(result.expectation, MustReach):
        end = f"{end} It says: {sentence}"
    return Story(told, then, end, violated.trace.ending)


def story_step(
    step: Step, before: Step | None, phrases: Mapping[str, str], actions: ActionReader | None = None
) -> StoryStep:
    """Return one step of a story."""
    step = with_arguments(step, before, phrases, actions)
    changed = state_changes(before.state, step.state) if before else ()
    return StoryStep(
        step.number, step_sentence(phrases, step, before), step.action, changed, step.state
    )


def with_arguments(
    step: Step, before: Step | None, phrases: Mapping[str, str], actions: ActionReader | None
) -> Step:
    """Return a step whose action has the arguments that its module shows; a phrase says more."""
    if actions is None or before is None or step.action is None or step.action.name in phrases:
        return step
    found = actions.arguments(step.action, before, step)
    return replace(step, action=replace(step.action, arguments=found))


def what_then(violated: Violated, phrases: Mapping[str, str], actions: ActionReader | None) -> str:
    """Return how the behaviour continues after the last state; empty if it ends there."""
    steps, ending = violated.trace.steps, violated.trace.ending
    last = steps[-1]
    if isinstance(ending, Stutters):
        return f"Nothing more ever happens after state {last.number} (stuttering)."
    if isinstance(ending, LoopsBack):
        target = next((step for step in steps if step.number == ending.to), last)
        # The step back to a state has an action of its own, so it gets a sentence of its own.
        step = Step(target.number, ending.action, target.state)
        closing = with_arguments(step, last, phrases, actions)
        sentence = step_sentence(phrases, closing, last) if ending.action else "It goes on"
        return f"{sentence}; back to state {ending.to}, and so on for ever."
    return ""


def moral(result: ModelResult, violated: Violated) -> str:
    """Return what the story breaks, or what it shows."""
    last = len(violated.trace.steps)
    # A witness violates an invariant that moltverify added, so it breaks nothing of the model.
    if isinstance(result.expectation, MustReach):
        return f"Reached in state {last}: {result.sentence}."
    name = violated.property or expected_name(result)
    match violated.kind:
        case ViolationKind.DEADLOCK:
            return f"Deadlock: in state {last} no action is possible."
        case ViolationKind.TEMPORAL_PROPERTY:
            return f"Temporal property {name} is broken: this behaviour does not satisfy it."
        case ViolationKind.ACTION_PROPERTY:
            return f"Action property {name} is broken by the step from state {last - 1} to {last}."
        case ViolationKind.ASSERTION:
            return f"An Assert fails after state {last}."
        case kind:
            return f"{kind.value.capitalize()} {name} is broken in state {last}."


def expected_name(result: ModelResult) -> str:
    """Return the property that a red was to violate: TLC before 2026 names no temporal property."""
    expectation = result.expectation
    if isinstance(expectation, MustViolate) and result.verdict is Verdict.AS_EXPECTED:
        # The verdict says that the violation is the expected one, so its name is known.
        return expectation.property
    return "of the config"
