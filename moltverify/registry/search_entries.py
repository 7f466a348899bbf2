"""How TLC searches the states of a model: all of them, or random traces."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, TypeAlias

from msgspec import UNSET, UnsetType

from moltverify.registry.entry_reader import Entry, given
from moltverify.registry.entry_rules import at_least_one, exactly_one
from moltverify.registry.entry_types import Count, Texts, described, one_of
from moltverify.registry.yaml_reader import YamlNode
from moltverify.running.job import RandomSearch

EXHAUSTIVE = "exhaustive"


class TracesEntry(Entry, frozen=True):
    """How many random traces TLC follows, and how far."""

    traces: Annotated[Count | UnsetType, described("The number of traces.", 1000)] = UNSET
    depth: Annotated[Count, described("The most steps of one trace.", 50)] = 100
    seconds: Annotated[
        Count | UnsetType,
        described(
            "The search ends after this time, with the start of Java; it replaces `timeout`.", 20
        ),
    ] = UNSET
    seed: Annotated[
        Count | UnsetType,
        described("Another seed of the random choices. Without this key, it is 0.", 7),
    ] = UNSET
    swarm: Annotated[
        Count | UnsetType,
        described(
            "That many searches, with the seeds from `seed` on. They run beside each other, and "
            "the first violation ends them.",
            8,
        ),
    ] = UNSET

    rules: ClassVar[Mapping[str, object]] = at_least_one("traces", "seconds")

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a search without an end."""
        if self.traces is UNSET and self.seconds is UNSET:
            yield node, "a search of random traces needs an end: the key 'traces' or 'seconds'"


class ModeEntry(Entry, frozen=True):
    """A search of random traces, which is no proof."""

    simulate: Annotated[
        TracesEntry | UnsetType,
        described("TLC's option `-simulate`.", {"traces": 1000, "depth": 50}),
    ] = UNSET
    generate: Annotated[
        TracesEntry | UnsetType,
        described("TLC's option `-generate`, which TLC 2.15 does not have.", {"seconds": 20}),
    ] = UNSET

    rules: ClassVar[Mapping[str, object]] = exactly_one("simulate", "generate")

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake unless there is one kind of search."""
        if (self.simulate is UNSET) == (self.generate is UNSET):
            yield node, "expected one of the keys 'simulate' and 'generate'"


Mode: TypeAlias = Annotated[
    Annotated[str, one_of(EXHAUSTIVE)] | ModeEntry | UnsetType,
    described(
        "How TLC searches. `exhaustive` means all states, and is the default. `simulate` means "
        "random traces: the verdict is then *searched*, never *holds*.",
        {"simulate": {"traces": 1000, "depth": 50, "seconds": 20}},
    ),
]

Slices: TypeAlias = Annotated[
    Texts | UnsetType,
    described(
        "Predicates over what never changes. Each has a run of its own, for the initial states "
        "that satisfy it, and so have the other initial states. A red has those of its green, "
        "unless it has its own.",
        ['mode = "open"', 'mode = "closed"'],
    ),
]


def random_search(mode: str | ModeEntry | UnsetType) -> RandomSearch | None:
    """Return the search of random traces that a key asks for; None for all states."""
    if not isinstance(mode, ModeEntry):
        return None
    is_generation = isinstance(mode.generate, TracesEntry)
    entry = mode.generate if is_generation else mode.simulate
    assert isinstance(entry, TracesEntry)  # else the reader noted a mistake
    return RandomSearch(
        option="-generate" if is_generation else "-simulate",
        traces=given(entry.traces, None),
        depth=entry.depth,
        seconds=given(entry.seconds, None),
        seed=given(entry.seed, 0),
        swarm=given(entry.swarm, 1),
    )
