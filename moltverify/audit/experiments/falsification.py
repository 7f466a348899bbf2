"""Is there a state of the right types, or a step between two, that breaks each property?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Observation
from moltverify.audit.experiments.explicit_states import near
from moltverify.audit.experiments.perturbation import Place, novelties, perturbed
from moltverify.audit.experiments.state_sample import State
from moltverify.audit.experiments.tautology_model import Question, enumeration, without_domain
from moltverify.audit.experiments.tlc_registers import seen
from moltverify.tla.formulas import Formula
from moltverify.tla.syntax_tree import text_of, walk
from moltverify.tlc.outcome import Failed, FailureReason, Holds, outcome_text

NEAR = (500, 3000, 6000)  # states to look at; more of them if the first do not break everything
ENDS = 60  # states between which all steps are looked at
ROUNDS = 8  # states that TLC cannot evaluate a formula in are skipped so many times
BROKEN, PROVEN = "broken", "proven"
AT = re.compile(r'<<"moltverify at", (\d{1,9})>>')


class Examined(Struct, frozen=True):
    """The formulas that are always true, and those of which nothing is known, each with why."""

    tautologies: tuple[Formula, ...]
    unknown: tuple[tuple[Formula, str], ...]


class Near(Struct, frozen=True):
    """The formulas that no given state breaks, how many were given, and what TLC could not do."""

    unbroken: Sequence[Formula]
    states: int
    obstacle: str = ""


def examine(question: Question, sample: Sequence[State], bench: Bench, most: float) -> Examined:
    """Look for what breaks each formula; enumerate within `most` seconds what nothing breaks.

    Raises OSError if an experiment's files cannot be written.
    """
    groups = [[one for one in question.formulas if one.steps is steps] for steps in (False, True)]
    tautologies: list[Formula] = []
    unknown: list[tuple[Formula, str]] = []
    for formulas in filter(None, groups):
        found = look_near(replace(question, formulas=formulas), sample, bench)
        for one in found.unbroken:
            own = replace(question, formulas=[one], timeout=most)
            why = enumeration_obstacle(own) or unproven(bench.observe(enumeration(own)))
            if why == PROVEN:
                tautologies.append(one)
            elif why != BROKEN:
                tried = found.obstacle or f"{found.states:,} states near the reachable ones do not"
                unknown.append((one, f"{tried}; {why}"))
    return Examined(tuple(tautologies), tuple(unknown))


def unproven(observation: Observation) -> str:
    """Say what the enumeration shows of its one formula: broken, proven, or why neither."""
    if seen(observation):
        return BROKEN
    if isinstance(observation.outcome, Holds):
        return PROVEN
    return f"all states of the right types: {outcome_text(observation.outcome)}"


def enumeration_obstacle(question: Question) -> str:
    """Say why the states of the right types cannot be enumerated, or nothing."""
    if mentions_next_state(question):
        return "steps are not enumerated"
    if not question.types:
        return "without a type invariant nothing can be enumerated"
    names = without_domain(question)
    return f"the type invariant gives no domain to {', '.join(names)}" if names else ""


def look_near(question: Question, sample: Sequence[State], bench: Bench) -> Near:
    """Look for what breaks the formulas among states near sampled ones, a batch at a time."""
    found = Near(list(question.formulas), 0, "no state was sampled")
    for seed in range(len(NEAR) if sample else 0):
        own = replace(question, formulas=found.unbroken)
        batch = look_in_batch(own, sample, seed, bench)
        found = replace(batch, states=found.states + batch.states)
        if not found.unbroken:
            break
    return found


def look_in_batch(question: Question, sample: Sequence[State], seed: int, bench: Bench) -> Near:
    """Look for what breaks the formulas among states that are a few changes from sampled ones."""
    states, places = batch_of(question, sample, seed)
    unbroken = list(question.formulas)
    skipped: set[int] = set()
    obstacle = ""
    for _ in range(ROUNDS):
        if not unbroken or len(states) == len(skipped):
            break
        own = replace(question, formulas=unbroken)
        observation = bench.observe(near(own, states, skipped))
        broken = seen(observation)
        unbroken = [one for at, one in enumerate(unbroken) if at not in broken]
        at = unevaluable(observation)
        obstacle = (
            outcome_text(observation.outcome) if isinstance(observation.outcome, Failed) else ""
        )
        if at is None:
            break
        skipped |= {at} if mentions_next_state(question) else set(range(1, at + 1))
        # Most of what cannot be evaluated is a value in a place where it means nothing.
        strange = places[at - 1]
        skipped |= {one for one, own in enumerate(places, 1) if strange and own >= strange}
        # Another formula comes first: what cannot be evaluated hides what is behind it.
        unbroken = [*unbroken[1:], *unbroken[:1]]
    return Near(unbroken, len(states), obstacle)


def batch_of(
    question: Question, sample: Sequence[State], seed: int
) -> tuple[list[State], list[frozenset[Place]]]:
    """Return a batch of states, the least strange ones first, and what is strange in each."""
    names = sorted(question.sources.variables)
    steps = mentions_next_state(question)
    states = perturbed(
        names, sample, strings_of(question), ENDS // 2 if steps else NEAR[seed], seed
    )
    if steps:
        states += sample[seed :: max(1, 2 * len(sample) // ENDS)]
    pairs = list(zip(states, novelties(names, sample, states), strict=True))
    pairs.sort(key=lambda pair: len(pair[1]))
    return [state for state, _ in pairs], [places for _, places in pairs]


def mentions_next_state(question: Question) -> bool:
    """Tell whether the formulas speak of the next state."""
    return any(one.steps for one in question.formulas)


def strings_of(question: Question) -> list[str]:
    """Return the strings that the formulas and the type invariants spell out, without escapes."""
    starts = [*(one.definition for one in question.formulas), *question.types]
    found = [
        text_of(node)[1:-1]
        for one in question.sources.reachable(starts)
        for node in walk(one.body)
        if node.type == "string"
    ]
    return sorted({one for one in found if "\\" not in one})


def unevaluable(observation: Observation) -> int | None:
    """Return the number of the given state in which TLC could not evaluate something, or None."""
    outcome = observation.outcome
    if not isinstance(outcome, Failed) or outcome.reason is not FailureReason.EVALUATION:
        return None
    found = [one for line in observation.printed if (one := AT.fullmatch(line.strip()))]
    return int(found[-1][1]) if found else None
