"""Who takes part in a step: the sentence says it, or else the changes do."""

import pytest

from moltverify.registry.records import Registry
from moltverify.report.story.actor_lanes import Event, event_of, sequence_of
from moltverify.report.story.story import StoryStep, story_of
from moltverify.suite.results import SuiteResult
from moltverify.tla.value_diff import (
    Change,
    ChangePath,
    FunctionArgument,
    How,
    KeyedRecord,
    RecordField,
    SequenceIndex,
    SetMember,
    VariableName,
)
from moltverify.tla.values import ModelValue

ACTORS = ("owner", "gateway", "node-1", "node")


X = VariableName("x")


def step(sentence: str, *paths: ChangePath, how: How = How.CHANGED) -> StoryStep:
    changed = tuple(Change(path, how, 1, 2) for path in paths)
    return StoryStep(2, sentence, None, changed, ())


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("The owner allows it", Event(0)),
        ("The gateway asks the owner", Event(1, 0)),
        ("Gateway and gateway alone decides", Event(1)),
        ("The gateway sends node-1 the command", Event(1, 2)),
        ("The ownership changes", Event()),
        ("The gateway asks the owner about the node", Event(1, 0)),
    ],
)
def test_the_first_actor_of_a_sentence_acts_on_the_second(sentence: str, event: Event) -> None:
    assert event_of(step(sentence, (X,)), ACTORS) == event


@pytest.mark.parametrize(
    ("paths", "event"),
    [
        ([(X, FunctionArgument(ModelValue("node")))], Event(3)),
        ([(X, FunctionArgument("node"))], Event(3)),
        ([(X,), (X, RecordField("owner"))], Event(0)),
        ([(X, SequenceIndex(3), FunctionArgument("node-1"), RecordField("age"))], Event(2)),
        ([(VariableName("node"),)], Event()),
        ([(X, KeyedRecord("sender", "node"), RecordField("age"))], Event()),
    ],
)
def test_without_a_name_in_the_sentence_the_changes_tell(
    paths: list[ChangePath], event: Event
) -> None:
    assert event_of(step("Something happens", *paths), ACTORS) == event


def test_an_actor_who_joins_a_set_is_not_the_one_who_acts() -> None:
    joined = step("Something happens", (X, SetMember("owner")), how=How.ADDED)
    assert event_of(joined, ACTORS) == Event()


def test_an_index_names_an_actor_where_an_item_changes_and_not_where_one_comes() -> None:
    path = (X, SequenceIndex(2))
    assert event_of(step("Something happens", path), ("1", "2")) == Event(1)
    assert event_of(step("Something happens", path, how=How.ADDED), ("1", "2")) == Event()


def test_a_step_that_changes_nothing_is_nobodys() -> None:
    assert event_of(step("The owner waits"), ACTORS) == Event()


def test_a_recorded_story_alternates_between_its_workers(
    recorded: SuiteResult, registry: Registry
) -> None:
    claim = registry.claim("pairing-race")
    red = next(one for one in recorded.models if one.id == "pairing-race:unlocked")
    story = story_of(red, claim.phrases)
    assert story is not None
    events = sequence_of(story, claim.actors)
    assert events[0] == Event()
    assert {event.source for event in events[1:]} == {0, 1}
