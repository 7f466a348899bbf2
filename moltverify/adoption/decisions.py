"""Decide what each model is in a registry, by what came of its run.

holds -> a green; breaks -> a red beside its nearest green, or alone; a negated invariant that
breaks in a green's own search -> a witness; assumptions alone -> a constant green
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from moltverify.adoption.entry_ids import claim_id, part_id
from moltverify.adoption.first_runs import FirstRun
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
from moltverify.adoption.probes import negated_state, probe_of
from moltverify.adoption.property_facts import PropertyFacts
from moltverify.errors import UsageError
from moltverify.registry.violation_kind import WORDS
from moltverify.tla.config import Config
from moltverify.tla.parsed_modules import read_parsed_modules
from moltverify.tla.reductions import reductions_of
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Stopped,
    Violated,
    ViolationKind,
    outcome_text,
)


class Decider:
    """Makes a plan of the first runs; `taken` are the ids that the registry has already."""

    def __init__(self, kinship: ModuleKinship, taken: Iterable[str] = ()) -> None:
        self.kinship = kinship
        self.taken = set(taken)
        self.left: list[LeftOut] = []
        self.greens: list[tuple[FirstRun, ClaimPlan]] = []
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
        claims = [self.with_models(run, claim) for run, claim in self.greens]
        claims += [self.red_alone(run) for run in self.alone]
        return AdoptionPlan(tuple(claims), tuple(self.left))

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
        claim = self.new_claim(run)
        self.greens.append((run, replace(claim, green=green)))

    def add_red(self, run: FirstRun) -> None:
        """Put a model that breaks beside its nearest green, or alone."""
        outcome = run.result.outcome
        assert isinstance(outcome, Violated)
        if outcome.kind not in WORDS:
            what = f"a registry cannot expect the {outcome.kind.value} that breaks"
            self.left.append(LeftOut(run.paired.config, f"{what}: {outcome_text(outcome)}"))
            return
        nearest = self.nearest(run)
        if nearest is None:
            self.alone.append(run)
        else:
            self.reds.setdefault(nearest.id, []).append(run)

    def nearest(self, run: FirstRun) -> ClaimPlan | None:
        """Return the claim of the green that a run differs from least, or None."""
        own = settings_of_config(run.config)
        found: list[tuple[tuple[float, int, str], ClaimPlan]] = []
        for green, claim in self.greens:
            # A claim has one answer to whether deadlocks are checked.
            kin = self.kinship.of(green.paired.module, run.paired.module)
            if kin and green.paired.deadlock == run.paired.deadlock:
                count = len(differing(settings_of_config(green.config), own))
                found.append(((-kin, count, claim.id), claim))
        return min(found, key=lambda one: one[0])[1] if found else None

    def with_models(self, run: FirstRun, claim: ClaimPlan) -> ClaimPlan:
        """Return a claim with the reds and witnesses that belong to its green."""
        taken: set[str] = set()
        reds, witnesses = list[RedPlan](), list[WitnessPlan]()
        others = self.reds.get(claim.id, [])
        for other in others:
            name = part_id(other.paired.config, run.paired.config, taken)
            taken.add(name)
            if not is_probe(run, other):
                reds.append(red_of(other, name, self.about(run, other)))
            elif (witness := witness_of(other, name)).can_be_written:
                witnesses.append(witness)
            else:
                what = f"{witness.never} shows a state without an operator of its own"
                self.left.append(LeftOut(other.paired.config, what))
        extra = [one for other in others for one in other.paired.libraries]
        return replace(
            claim,
            reds=tuple(reds),
            witnesses=tuple(witnesses),
            libraries=tuple(dict.fromkeys((*claim.libraries, *extra))),
            reductions=reduction_keys([run, *others]),
        )

    def about(self, green: FirstRun, red: FirstRun) -> str:
        """Return in words how a red differs from its green."""
        parts = list(difference_lines(green.config, red.config))
        changed = self.kinship.changed(green.paired.module, red.paired.module)
        if changed:
            parts.append(f"module {red.paired.module.stem} changes {', '.join(changed)}")
        return "; ".join(parts)

    def red_alone(self, run: FirstRun) -> ClaimPlan:
        """Return a claim of an expected failure without a green."""
        return replace(self.new_claim(run), reds=(red_of(run, "as-found", ""),))


def green_of(run: FirstRun) -> GreenPlan | None:
    """Return the green that a run is, or None if it did not hold or checked nothing."""
    outcome, config = run.result.outcome, run.config
    module, file = run.paired.module, run.paired.config
    distinct = run.result.statistics.distinct
    if isinstance(outcome, Holds) and distinct and (config.invariants or config.properties):
        return GreenPlan(module=module, config=file, distinct=distinct)
    no_states = isinstance(outcome, Failed) and outcome.reason is FailureReason.NO_INITIAL_STATES
    if not names_behaviour(config) and (no_states or isinstance(outcome, Holds)):
        return GreenPlan(module=module, config=file, constant=True)
    return None


def names_behaviour(config: Config) -> bool:
    """Tell whether a config names a behaviour; without one TLC evaluates assumptions alone."""
    return bool(config.specification or config.init or config.next)


def red_of(run: FirstRun, name: str, about: str) -> RedPlan:
    """Return the red that a run is."""
    outcome = run.result.outcome
    assert isinstance(outcome, Violated)
    steps = len(outcome.trace.steps)
    return RedPlan(
        id=name,
        module=run.paired.module,
        config=run.paired.config,
        property=violated_name(run),
        kind=outcome.kind,
        length=steps if steps and run.result.workers == 1 else None,
        about=about,
    )


def violated_name(run: FirstRun) -> str:
    """Return the property that broke; TLC names no temporal one, so then the only one counts."""
    outcome = run.result.outcome
    assert isinstance(outcome, Violated)
    if outcome.kind in {ViolationKind.DEADLOCK, ViolationKind.ASSUMPTION}:
        return ""
    if outcome.property:
        return outcome.property
    facts = PropertyFacts(run.paired, run.config)
    names = [one.name for one in run.config.properties]
    return next(iter([name for name in names if facts.is_liveness(name)] or names), "")


def is_probe(green: FirstRun, run: FirstRun) -> bool:
    """Tell whether a run shows a state of the green's own search rather than a fault."""
    same = settings_of_config(green.config, False) == settings_of_config(run.config, False)
    if green.paired.module != run.paired.module or not same:
        return False
    return bool(probe_of(run)) and not breaks_by_path(run.paired.config)


def witness_of(run: FirstRun, name: str) -> WitnessPlan:
    """Return the witness that a broken probe is."""
    never = probe_of(run)
    return WitnessPlan(
        id=name, config=run.paired.config, never=never, state=negated_state(run, never)
    )


def reduction_keys(runs: Iterable[FirstRun]) -> tuple[str, ...]:
    """Return the keys of `reductions` that a claim of these models needs."""
    found: dict[str, None] = {}
    for run in runs:
        try:
            modules = read_parsed_modules(
                run.paired.module, run.paired.config, run.paired.libraries
            )
        except (UsageError, OSError):
            continue
        found |= {one.kind.value: None for one in reductions_of(modules)}
    return tuple(found)


def failure_text(run: FirstRun) -> str:
    """Return why a model has no place in a registry."""
    outcome = run.result.outcome
    if isinstance(outcome, Stopped):
        return f"TLC had not ended after {run.model.job.options.timeout:g} s (--timeout)"
    if isinstance(outcome, Holds):
        return "it names no property, so nothing is checked"
    if not isinstance(outcome, Failed):
        return outcome_text(outcome)
    message = " ".join(outcome.message.split())
    return f"{outcome.reason.value}: {message}"
