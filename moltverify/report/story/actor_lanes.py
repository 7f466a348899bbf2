"""Who takes part in each step of a story, for claims that name their actors."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from moltverify.report.story.changes import shown_path, step_text
from moltverify.report.story.story import Story, StoryStep
from moltverify.tla.value_diff import Change, KeyedRecord


class Event(Struct, frozen=True):
    """Who acts in a step, and on whom: positions in the claim's list of actors.

    `target` is None if an actor acts alone; both are None if no actor takes part.
    """

    source: int | None = None
    target: int | None = None


def sequence_of(story: Story, actors: Sequence[str]) -> tuple[Event, ...]:
    """Return an event per step.

    The first actor that the sentence names is the one who acts. If it names none, the changes
    decide: `pc[worker1]` is a step of worker1.
    """
    return tuple(event_of(step, actors) for step in story.steps)


def event_of(step: StoryStep, actors: Sequence[str]) -> Event:
    """Return who takes part in one step."""
    # A sentence may name an actor who has done nothing, as in the initial state.
    if not step.changes:
        return Event()
    found = named_in(step.sentence, actors) or changed_in(step.changes, actors)
    # An arrow has two ends, so a third name in a sentence is not drawn.
    return Event(*found[:2])


def named_in(sentence: str, actors: Sequence[str]) -> list[int]:
    """Return the actors that a sentence names, in its order."""
    firsts = []
    for place, actor in enumerate(actors):
        # Not \b, which matches only beside a word character, and a name may end in another one.
        found = re.search(rf"(?<!\w){re.escape(actor)}(?!\w)", sentence, re.IGNORECASE)
        if found:
            firsts.append((found.start(), place))
    return [place for _, place in sorted(firsts)]


def changed_in(changes: Iterable[Change], actors: Sequence[str]) -> list[int]:
    """Return the first actor that a field, an argument or an index of a changed value names."""
    # Reversed, so that the first of two equal names counts.
    places = {actor: place for place, actor in reversed([*enumerate(actors)])}
    for change in changes:
        # The first step of a path is the variable, which belongs to no actor.
        for step in shown_path(change)[1:]:
            # The text of a record in a set, such as a sender, does not say who changed the record.
            if not isinstance(step, KeyedRecord) and (name := step_text(step)) in places:
                return [places[name]]
    return []
