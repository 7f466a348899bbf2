"""Who takes part in a step: the sentence says it, or else the changes do."""

import pytest

from moltverify.registry.records import Registry
from moltverify.report.story.actor_lanes import Event, event_of, sequence_of
from moltverify.report.story.changes import Change, How
from moltverify.report.story.story import StoryStep, story_of
from moltverify.suite.results import SuiteResult

ACTORS = ("owner", "gateway", "node-1", "node")


def step(sentence: str, *paths: str) -> StoryStep:
    changed = tuple(Change(path, How.CHANGED, 1, 2) for path in paths)
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
    assert event_of(step(sentence, "x"), ACTORS) == event


@pytest.mark.parametrize(
    ("paths", "event"),
    [
        (["pc[node]"], Event(3)),
        (["x", "seen.owner"], Event(0)),
        (["rows[3][node-1].age"], Event(2)),
        (["node"], Event()),
    ],
)
def test_without_a_name_in_the_sentence_the_changes_tell(paths: list[str], event: Event) -> None:
    assert event_of(step("Something happens", *paths), ACTORS) == event


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
