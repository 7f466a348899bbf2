"""What adoption writes into a registry: claims with their models, and what is left out."""

from pathlib import Path

from msgspec import Struct

from moltverify.registry.entry_types import COMMIT
from moltverify.running.job import RandomSearch
from moltverify.tlc.outcome import ViolationKind

NIGHTLY = "nightly"  # the tier of models that did not end in time


class GreenPlan(Struct, frozen=True, kw_only=True):
    """A model that holds; a `constant` one has no states.

    One that is `cut_short` had not ended, so whether it holds is for a longer run to say. With
    `search`, TLC follows random traces.
    """

    module: Path
    config: Path
    distinct: int | None = None
    constant: bool = False
    cut_short: bool = False
    search: RandomSearch | None = None


class RedPlan(Struct, frozen=True, kw_only=True):
    """A model that breaks, how it breaks, and in `about` how it differs from its green."""

    id: str
    module: Path
    config: Path
    property: str
    kind: ViolationKind
    length: int | None = None
    about: str = ""
    search: RandomSearch | None = None


class WitnessPlan(Struct, frozen=True, kw_only=True):
    """A state of the green: the config has an invariant, `never`, that says it is not reached."""

    id: str
    config: Path
    never: str


class ClaimPlan(Struct, frozen=True, kw_only=True):
    """A claim: a green with its reds and witnesses, or a red alone.

    `reductions` are the keys of the registry for what makes TLC search less. A claim that `grows`
    is in the registry already, in `file`: only its reds and witnesses are new.
    """

    id: str
    green: GreenPlan | None = None
    reds: tuple[RedPlan, ...] = ()
    witnesses: tuple[WitnessPlan, ...] = ()
    deadlock: bool = True
    libraries: tuple[Path, ...] = ()
    reductions: tuple[str, ...] = ()
    grows: bool = False
    file: Path | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no model is left to be written."""
        return (self.green is None or self.grows) and not (self.reds or self.witnesses)

    @property
    def tiers(self) -> set[str]:
        """The tiers of the models to write."""
        green = self.green if not self.grows else None
        others = {COMMIT} if self.reds or (green and not green.cut_short) else set[str]()
        return others | ({NIGHTLY} if green and green.cut_short else set())


class LeftOut(Struct, frozen=True):
    """A config that no claim has, and why."""

    config: Path
    reason: str


class AdoptionPlan(Struct, frozen=True):
    """The claims to write, in order, and what is left out."""

    claims: tuple[ClaimPlan, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def configs(self) -> set[Path]:
        """The configs of the models to write."""
        greens = {one.green.config for one in self.claims if one.green}
        reds = {red.config for claim in self.claims for red in claim.reds}
        return greens | reds | {one.config for claim in self.claims for one in claim.witnesses}

    @property
    def tiers(self) -> set[str]:
        """The tiers of the models to write."""
        return {tier for claim in self.claims for tier in claim.tiers}
