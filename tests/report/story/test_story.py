"""A counterexample as a story: steps, how it goes on, what it breaks."""

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustReach
from moltverify.report.story.story import Story, story_of
from moltverify.tlc.outcome import Violated, ViolationKind
from moltverify.tlc.trace import Action, Ending, LoopsBack, Stops, Stutters, Trace
from tests import made

STOPS = Stops()
PHRASES = {
    "Init": "The door is {{ door }}",
    "Open": "Somebody opens the door",
    "Enter": "{{ added('inside')[0] }} goes in",
}

STOPS = Stops()


def story(
    kind: ViolationKind = made.INVARIANT, name: str | None = "P", ending: Ending = STOPS
) -> Story:
    violated = Violated(kind, name, Trace(made.STEPS, ending))
    told = story_of(replace(made.red(), outcome=violated), PHRASES)
    assert told is not None
    return told


def test_each_step_is_told_with_what_it_changed() -> None:
    steps = story().steps
    assert [step.sentence for step in steps] == [
        "The door is shut",
        "Somebody opens the door",
        "thief goes in",
    ]
    assert [len(step.changes) for step in steps] == [0, 1, 1]
    assert [step.number for step in steps] == [1, 2, 3]
    assert steps[2].action == Action("Enter")


@pytest.mark.parametrize(
    ("kind", "name", "moral"),
    [
        (ViolationKind.INVARIANT, "Cap", "Invariant Cap is broken in state 3."),
        (ViolationKind.INVARIANT, None, "Invariant OnlyWithKey is broken in state 3."),
        (ViolationKind.DEADLOCK, None, "Deadlock: in state 3 no action is possible."),
        (
            ViolationKind.TEMPORAL_PROPERTY,
            "Served",
            "Temporal property Served is broken: this behaviour does not satisfy it.",
        ),
        (
            ViolationKind.ACTION_PROPERTY,
            "Once",
            "Action property Once is broken by the step from state 2 to 3.",
        ),
    ],
)
def test_the_moral_says_what_is_broken_and_where(
    kind: ViolationKind, name: str | None, moral: str
) -> None:
    assert story(kind, name).moral == moral


def test_a_witness_is_reached_and_nothing_is_broken() -> None:
    result = replace(made.red(), expectation=MustReach("Full"), sentence="The house is full")
    told = story_of(result, {})
    assert told is not None
    assert told.moral == "Reached in state 3: The house is full."


@pytest.mark.parametrize(
    ("ending", "then"),
    [
        (Stops(), ""),
        (Stutters(), "Nothing more ever happens after state 3 (stuttering)."),
        (LoopsBack(2), "It goes on; back to state 2, and so on for ever."),
        (LoopsBack(1, Action("Shut")), "Shut; back to state 1, and so on for ever."),
        (LoopsBack(2, Action("Open")), "Somebody opens the door; back to state 2, and so"),
        (LoopsBack(9), "It goes on; back to state 9, and so on for ever."),
    ],
)
def test_the_story_says_how_it_goes_on(ending: Ending, then: str) -> None:
    assert story(ending=ending).then.startswith(then)
    assert bool(story(ending=ending).then) == bool(then)


def test_without_a_state_there_is_no_story() -> None:
    assert story_of(made.green(), PHRASES) is None
    assert story_of(made.red(steps=()), PHRASES) is None


def test_one_state_is_a_story_too() -> None:
    told = story_of(made.red(steps=made.STEPS[:1]), PHRASES)
    assert told is not None
    assert len(told.steps) == 1


def told(name: str, properties: dict[str, str], expectation: MustReach | None = None) -> str:
    """Return the last sentence of a story about an invariant."""
    violated = Violated(made.INVARIANT, name, Trace(made.STEPS, STOPS))
    result = replace(made.red(), outcome=violated)
    if expectation:
        result = replace(result, expectation=expectation)
    found = story_of(result, PHRASES, properties)
    assert found is not None
    return found.moral


def test_a_story_ends_with_the_sentence_of_the_property_that_it_breaks() -> None:
    sentences = {"P": "Nobody gets in.", "Q": "Nobody waits."}
    assert told("P", sentences) == "Invariant P is broken in state 3. It says: Nobody gets in."
    assert told("R", sentences) == "Invariant R is broken in state 3."


def test_a_witness_breaks_no_property_of_the_model() -> None:
    assert "It says" not in told("P", {"P": "Nobody gets in."}, MustReach("Goal"))
