"""Who takes part in each step of a story, for claims that name their actors."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from moltverify.report.story.changes import shown_path, step_text
from moltverify.report.story.story import Story, StoryStep
from moltverify.tla.value_diff import Change, KeyedRecord


class Event(Struct, frozen=True):
    """Who acts in a step, and on whom: places in the claim's list of actors.

    `target` is None where an actor acts alone; both are None where none of them takes part.
    """

    source: int | None = None
    target: int | None = None


def sequence_of(story: Story, actors: Sequence[str]) -> tuple[Event, ...]:
    """Return an event per step.

    The sentence names the actors in their roles, the one who acts first. Where it names none, the
    changes do: `pc[worker1]` is a step of worker1.
    """
    return tuple(event_of(step, actors) for step in story.steps)


def event_of(step: StoryStep, actors: Sequence[str]) -> Event:
    """Return who takes part in one step."""
    if not step.changes:
        return Event()
    found = named_in(step.sentence, actors) or changed_in(step.changes, actors)
    return Event(*found[:2])


def named_in(sentence: str, actors: Sequence[str]) -> list[int]:
    """Return the actors that a sentence names, in its order."""
    firsts = []
    for place, actor in enumerate(actors):
        found = re.search(rf"(?<!\w){re.escape(actor)}(?!\w)", sentence, re.IGNORECASE)
        if found:
            firsts.append((found.start(), place))
    return [place for _, place in sorted(firsts)]


def changed_in(changes: Iterable[Change], actors: Sequence[str]) -> list[int]:
    """Return the first actor that a field, an argument or an index of a changed value names."""
    places = {actor: place for place, actor in reversed([*enumerate(actors)])}
    for change in changes:
        for step in shown_path(change)[1:]:
            # A text that a record has, such as a sender, does not say who changed the record.
            if not isinstance(step, KeyedRecord) and (name := step_text(step)) in places:
                return [places[name]]
    return []
