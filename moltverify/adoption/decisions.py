"""Decide what each model is in a registry, by what came of its run.

holds -> a green; breaks -> a red beside its nearest green, or alone; a negated invariant that
breaks in a green's own search -> a witness; assumptions alone -> a constant green
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from moltverify.adoption.entry_ids import claim_id, part_id
from moltverify.adoption.first_runs import FirstRun
from moltverify.adoption.known_claims import GreenPlace
from moltverify.adoption.model_differences import (
    ModuleKinship,
    difference_lines,
    differing,
    settings_of_config,
)
from moltverify.adoption.name_hints import breaks_by_path
from moltverify.adoption.plan import (
    AdoptionPlan,
    ClaimPlan,
    GreenPlan,
    LeftOut,
    RedPlan,
    WitnessPlan,
)
from moltverify.adoption.probes import probe_of
from moltverify.adoption.run_entries import (
    failure_text,
    green_of,
    red_of,
    reduction_keys,
    witness_of,
)
from moltverify.tlc.outcome import Violated


class Decider:
    """Makes a plan of the first runs.

    `taken` are the ids that the registry has already, and `known` its greens.
    """

    def __init__(
        self, kinship: ModuleKinship, taken: Iterable[str] = (), known: Iterable[GreenPlace] = ()
    ) -> None:
        self.kinship = kinship
        self.taken = set(taken)
        self.left: list[LeftOut] = []
        self.greens = list(known)
        self.reds: dict[str, list[FirstRun]] = {}
        self.alone: list[FirstRun] = []

    def plan(self, runs: Sequence[FirstRun]) -> AdoptionPlan:
        """Return the claims in the order of the configs."""
        for run in runs:
            if green := green_of(run):
                self.add_green(run, green)
        for run in runs:
            if isinstance(run.result.outcome, Violated):
                self.add_red(run)
            elif not green_of(run):
                self.left.append(LeftOut(run.paired.config, failure_text(run)))
        claims = [self.with_models(green) for green in self.greens]
        claims += [self.red_alone(run) for run in self.alone]
        written = tuple(claim for claim in claims if not claim.is_empty)
        return AdoptionPlan(written, tuple(self.left))

    def new_claim(self, run: FirstRun) -> ClaimPlan:
        """Return a claim with the id of a run's config and without a model."""
        name = claim_id(run.paired.config, self.taken)
        self.taken.add(name)
        return ClaimPlan(
            id=name,
            deadlock=run.paired.deadlock,
            libraries=run.paired.libraries,
            reductions=reduction_keys([run]),
        )

    def add_green(self, run: FirstRun, green: GreenPlan) -> None:
        """Begin a claim with a green."""
        claim = replace(self.new_claim(run), green=green)
        self.greens.append(GreenPlace(run.paired, run.config, claim))

    def add_red(self, run: FirstRun) -> None:
        """Put a model that breaks beside its nearest green, or alone."""
        nearest = self.nearest(run)
        if nearest is None:
            self.alone.append(run)
        else:
            self.reds.setdefault(nearest.id, []).append(run)

    def nearest(self, run: FirstRun) -> ClaimPlan | None:
        """Return the claim of the green that a run differs from least, or None."""
        own = settings_of_config(run.config)
        found: list[tuple[tuple[float, int, str], ClaimPlan]] = []
        for green in self.greens:
            kin = self.kinship.of(green.paired.module, run.paired.module)
            if kin and fits_claim(green, run):
                count = len(differing(settings_of_config(green.config), own))
                found.append(((-kin, count, green.claim.id), green.claim))
        return min(found, key=lambda one: one[0])[1] if found else None

    def with_models(self, green: GreenPlace) -> ClaimPlan:
        """Return a claim with the reds and witnesses that belong to its green."""
        claim, taken = green.claim, set(green.taken)
        reds, witnesses = list[RedPlan](), list[WitnessPlan]()
        others = self.reds.get(claim.id, [])
        for other in others:
            name = part_id(other.paired.config, green.paired.config, taken)
            taken.add(name)
            if not is_probe(green, other):
                reds.append(red_of(other, name, self.about(green, other)))
            else:
                witnesses.append(witness_of(other, name))
        extra = [one for other in others for one in other.paired.libraries]
        return replace(
            claim,
            reds=tuple(reds),
            witnesses=tuple(witnesses),
            libraries=tuple(dict.fromkeys((*claim.libraries, *extra))),
            reductions=tuple(dict.fromkeys((*claim.reductions, *reduction_keys(others)))),
        )

    def about(self, green: GreenPlace, red: FirstRun) -> str:
        """Return in words how a red differs from its green."""
        parts = list(difference_lines(green.config, red.config))
        changed = self.kinship.changed(green.paired.module, red.paired.module)
        if changed:
            parts.append(f"module {red.paired.module.stem} changes {', '.join(changed)}")
        return "; ".join(parts)

    def red_alone(self, run: FirstRun) -> ClaimPlan:
        """Return a claim of an expected failure without a green."""
        return replace(self.new_claim(run), reds=(red_of(run, "as-found", ""),))


def fits_claim(green: GreenPlace, run: FirstRun) -> bool:
    """Tell whether a run's options can be those of a green's claim."""
    # A claim has one answer to whether deadlocks are checked.
    if green.paired.deadlock != run.paired.deadlock:
        return False
    # What a person has written is only added to below `reds` and `reaches`.
    own = set(run.paired.libraries) <= set(green.claim.libraries)
    # A claim's own `mode` is that of its reds too.
    own = own and run.paired.search == green.paired.search
    return not green.claim.grows or (
        own and set(reduction_keys([run])) <= set(green.claim.reductions)
    )


def is_probe(green: GreenPlace, run: FirstRun) -> bool:
    """Tell whether a run shows a state of the green's own search rather than a fault."""
    same = settings_of_config(green.config, False) == settings_of_config(run.config, False)
    # A witness is searched for as its green is.
    same = same and green.paired.search == run.paired.search
    if green.paired.module != run.paired.module or not same:
        return False
    return bool(probe_of(run)) and not breaks_by_path(run.paired.config)
