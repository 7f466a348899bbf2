"""A suite's results by claim, each with its entry in the registry, if it is registered."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from moltverify.registry.records import Claim, Model, Registry
from moltverify.report.story.action_arguments import action_reader
from moltverify.report.story.other_jars import other_counterexamples
from moltverify.report.story.story import NO_SENTENCES, Story, story_of
from moltverify.report.terminal.trace_text import trace_lines
from moltverify.suite.results import ModelResult, SuiteResult

TEXT_WIDTH = 100  # columns of counterexamples in files
ROLE_MARK = re.compile("[:@]")  # separates a claim's id from the name of its red or witness


class ClaimSection(Struct, frozen=True):
    """One claim's part of a report; `claim` is None if it is no longer registered."""

    id: str
    claim: Claim | None
    results: tuple[ModelResult, ...]
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        """The claim's title, or its id."""
        return self.claim.title if self.claim else self.id

    @property
    def properties(self) -> Mapping[str, str]:
        """The sentences about the claim's properties."""
        return self.claim.properties if self.claim else {}

    @property
    def phrases(self) -> Mapping[str, str]:
        """The phrases for the claim's counterexamples."""
        return self.claim.phrases if self.claim else {}

    def name_of(self, model_id: str) -> str:
        """Return a model's name within the claim."""
        return model_id.removeprefix(self.id)[1:] or "green"

    def model(self, model_id: str) -> Model | None:
        """Return a model's entry in the registry, if it has one."""
        models = self.claim.models if self.claim else ()
        return next((model for model in models if model.id == model_id), None)


def claim_sections(suite: SuiteResult, registry: Registry) -> Iterator[ClaimSection]:
    """Yield the suite's claims in the order of its results; those without a result are last."""
    known = {claim.id: claim for claim in registry.claims}
    # A model that was not run has only its id, which starts with the claim's.
    ids = [result.claim for result in suite.models] + [claim_id_of(name) for name in suite.missing]
    for claim_id in dict.fromkeys(ids):
        yield ClaimSection(
            id=claim_id,
            claim=known.get(claim_id),
            results=tuple(result for result in suite.models if result.claim == claim_id),
            missing=tuple(name for name in suite.missing if claim_id_of(name) == claim_id),
        )


def claim_id_of(model_id: str) -> str:
    """Return the id of the claim that a model belongs to."""
    return ROLE_MARK.split(model_id, maxsplit=1)[0]


def counterexample(
    result: ModelResult,
    phrases: Mapping[str, str],
    properties: Mapping[str, str] = NO_SENTENCES,
    claim: Claim | None = None,
) -> str:
    """Return a result's counterexamples as lines of text; empty if there is none.

    With the claim, actions without a phrase have the arguments that the model's modules show.
    """
    story = story_of(result, phrases, properties, action_reader(claim, result))
    blocks = [trace_text(story)] if story else []
    others = other_texts(result, phrases, properties)
    return "\n\n".join([*blocks, *(f"On {name}:\n{text}" for name, text in others)])


def other_texts(
    result: ModelResult, phrases: Mapping[str, str], properties: Mapping[str, str] = NO_SENTENCES
) -> Iterator[tuple[str, str]]:
    """Yield the TLCs with another counterexample, and its text."""
    for name, other in other_counterexamples(result):
        story = story_of(other, phrases, properties)
        if story:
            yield name, trace_text(story)


def trace_text(story: Story) -> str:
    """Return a counterexample as lines of text."""
    return "\n".join(line.text for line in trace_lines(story, TEXT_WIDTH))
