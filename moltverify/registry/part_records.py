"""The parts of a model that several runs check: slices of its initial states, or seeds."""

from typing import TypeAlias

from msgspec import Struct

REST = "rest"
REST_LABEL = "the rest slice"


class Slice(Struct, frozen=True, tag="slice"):
    """The behaviours from some of a model's initial states: those that satisfy a predicate.

    The last slice has none: it has the initial states that satisfy no predicate of `before`, those
    of the slices before it. `number` counts from 1. A change of a predicate changes no slice before
    it, so that these keep their results.
    """

    number: int
    predicate: str
    before: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The slice's part of an id."""
        return str(self.number) if self.predicate else REST

    @property
    def label(self) -> str:
        """The slice in words, with its predicate on one line."""
        predicate = " ".join(self.predicate.split())
        return f"slice {self.number} ({predicate})" if predicate else REST_LABEL


class Seed(Struct, frozen=True, tag="seed"):
    """The random traces of one seed."""

    seed: int

    @property
    def key(self) -> str:
        """The search's part of an id."""
        return f"seed-{self.seed}"

    @property
    def label(self) -> str:
        """The search in words."""
        return f"seed {self.seed}"


ModelPart: TypeAlias = Slice | Seed
