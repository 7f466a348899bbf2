"""Search for a state of the right types, or a step between two, that breaks each property."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Observation
from moltverify.audit.experiments.explicit_states import explicit_states_experiment
from moltverify.audit.experiments.neighbourhood import Neighbourhood
from moltverify.audit.experiments.perturbation import ValuePath
from moltverify.audit.experiments.state_sample import State
from moltverify.audit.experiments.tautology_model import (
    Question,
    enumeration_experiment,
    mentions_next_state,
    without_domain,
)
from moltverify.audit.experiments.tlc_registers import printed_numbers
from moltverify.tla.formulas import Formula
from moltverify.tla.syntax_tree import text_of, walk
from moltverify.tlc.outcome import Failed, FailureReason, Holds, outcome_text

BATCHES = (500, 3000, 6000)  # states per batch; the next batch only if some formula is unbroken
STEP_STATES = 60  # per batch of steps: TLC evaluates the step between each two, 3,600
MAX_RUNS = 8  # per batch: each run but the first leaves out states that TLC cannot evaluate
BROKEN, PROVEN = "broken", "proven"
AT_LINE = re.compile(r'<<"moltverify at", (\d{1,9})>>')


class TautologySearch(Struct, frozen=True):
    """Result of a search: the tautologies, and the formulas without an answer, with reasons."""

    tautologies: tuple[Formula, ...]
    unknown: tuple[tuple[Formula, str], ...]


class NearSearch(Struct, frozen=True):
    """Formulas that no explicit state breaks, the number of states, and TLC's failure if any."""

    unbroken: Sequence[Formula]
    states: int
    obstacle: str = ""


def find_tautologies(
    question: Question, sample: Sequence[State], bench: Bench, seconds: float
) -> TautologySearch:
    """Search near the sampled states first; enumerate for `seconds` per formula not broken there.

    Raises OSError if an experiment's files cannot be written.
    """
    around = Neighbourhood(sorted(question.sources.variables), sample)
    groups = [[one for one in question.formulas if one.steps is steps] for steps in (False, True)]
    tautologies: list[Formula] = []
    unknown: list[tuple[Formula, str]] = []
    for formulas in filter(None, groups):
        near = search_near(replace(question, formulas=formulas), around, bench)
        for one in near.unbroken:
            # One formula at a time: it may depend on fewer variables than all together.
            own = replace(question, formulas=[one], timeout=seconds)
            answer = enumeration_obstacle(own) or enumeration_answer(
                bench.observe(enumeration_experiment(own))
            )
            if answer == PROVEN:
                tautologies.append(one)
            elif answer != BROKEN:
                tried = near.obstacle or f"{near.states:,} states near the reachable ones do not"
                unknown.append((one, f"{tried}; {answer}"))
    return TautologySearch(tuple(tautologies), tuple(unknown))


def enumeration_answer(observation: Observation) -> str:
    """Return BROKEN or PROVEN for the one formula of an enumeration, or why it is neither."""
    if printed_numbers(observation):
        return BROKEN
    if isinstance(observation.outcome, Holds):
        return PROVEN
    return f"all states of the right types: {outcome_text(observation.outcome)}"


def enumeration_obstacle(question: Question) -> str:
    """Return why the well-typed states cannot be enumerated, or an empty text."""
    if mentions_next_state(question):
        # There would be a step for each pair of states.
        return "steps are not enumerated"
    if not question.types:
        return "without a type invariant nothing can be enumerated"
    names = without_domain(question)
    return f"the type invariant gives no domain to {', '.join(names)}" if names else ""


def search_near(question: Question, around: Neighbourhood, bench: Bench) -> NearSearch:
    """Search batch by batch among states near the sampled ones, until no formula is unbroken."""
    found = NearSearch(list(question.formulas), 0, "no state was sampled")
    for seed in range(len(BATCHES) if around.sample else 0):
        own = replace(question, formulas=found.unbroken)
        batch = search_batch(own, around, seed, bench)
        found = replace(batch, states=found.states + batch.states)
        if not found.unbroken:
            break
    return found


def search_batch(question: Question, around: Neighbourhood, seed: int, bench: Bench) -> NearSearch:
    """Search one batch, again without some states where TLC could not evaluate a formula.

    Such a state ends the run, so that TLC does not evaluate later states and formulas.
    """
    states, novelties = batch_of(question, around, seed)
    unbroken = list(question.formulas)
    skipped: set[int] = set()
    obstacle = ""
    for _ in range(MAX_RUNS):
        if not unbroken or len(states) == len(skipped):
            break
        own = replace(question, formulas=unbroken)
        observation = bench.observe(explicit_states_experiment(own, states, skipped))
        broken = printed_numbers(observation)
        unbroken = [one for at, one in enumerate(unbroken) if at not in broken]
        failed = observation.outcome if isinstance(observation.outcome, Failed) else None
        obstacle = outcome_text(failed) if failed else ""
        at = unevaluable_state(observation)
        if at is None:
            break
        skipped |= states_to_skip(at, novelties, mentions_next_state(question))
        # Another formula comes first, in case the one that failed hides those behind it.
        unbroken = [*unbroken[1:], *unbroken[:1]]
    return NearSearch(unbroken, len(states), obstacle)


def states_to_skip(at: int, novelties: Sequence[frozenset[ValuePath]], steps: bool) -> set[int]:
    """Return the numbers, from 1, of states to leave out after TLC failed in the state `at`.

    TLC evaluates initial states in order, so those before `at` are done. Of a step, `at` is the
    second state, and other steps to it would fail too.
    """
    done = {at} if steps else set(range(1, at + 1))
    # TLC mostly fails on a value in a place where no reachable state has it, such as a number
    # among strings. States with the same novelties would fail in the same way.
    novel = novelties[at - 1]
    return done | {one for one, own in enumerate(novelties, 1) if novel and own >= novel}


def batch_of(
    question: Question, around: Neighbourhood, seed: int
) -> tuple[list[State], list[frozenset[ValuePath]]]:
    """Return a batch of states near the sampled ones, and the paths at which each is novel.

    States with fewer novelties come first: TLC is more likely to evaluate the formulas in them.
    """
    steps = mentions_next_state(question)
    count = STEP_STATES // 2 if steps else BATCHES[seed]
    states = around.perturbed_states(spelled_strings(question), count, seed)
    if steps:
        # A step from a reachable state to another one may break a formula too.
        states += around.sample[seed :: max(1, 2 * len(around.sample) // STEP_STATES)]
    pairs = list(zip(states, around.novel_paths(states), strict=True))
    pairs.sort(key=lambda pair: len(pair[1]))
    return [state for state, _ in pairs], [paths for _, paths in pairs]


def spelled_strings(question: Question) -> list[str]:
    """Return the strings in the text of the formulas and type invariants, sorted.

    A formula may compare a variable with a string that no reachable state has, as in
    `state # "stolen"`. Strings with escapes are left out.
    """
    starts = [*(one.definition for one in question.formulas), *question.types]
    found = [
        text_of(node)[1:-1]
        for one in question.sources.reachable(starts)
        for node in walk(one.body)
        if node.type == "string"
    ]
    return sorted({one for one in found if "\\" not in one})


def unevaluable_state(observation: Observation) -> int | None:
    """Return the number, from 1, of the state that TLC printed before it failed to evaluate it.

    None if TLC did not fail, or failed for another reason.
    """
    outcome = observation.outcome
    if not isinstance(outcome, Failed) or outcome.reason is not FailureReason.EVALUATION:
        return None
    found = [one for line in observation.printed if (one := AT_LINE.fullmatch(line.strip()))]
    return int(found[-1][1]) if found else None
