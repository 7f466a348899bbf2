"""One result of a model, put together from those of its parts.

A violation in a part is one of the model; the counts of all slices add up to those of the whole.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold
from moltverify.registry.part_records import Seed, Slice
from moltverify.registry.records import Model
from moltverify.suite.judged_again import judged_again
from moltverify.suite.part_verdict import CANCELLED
from moltverify.suite.results import ModelResult, PartResult
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Searched,
    Statistics,
    Stopped,
    Violated,
    ViolationKind,
)

NO_STATES = Failed(FailureReason.NO_INITIAL_STATES, "No slice has an initial state.")
SUMMED = ("generated", "distinct", "queue", "initial_distinct")


class Decision(Struct, frozen=True):
    """The outcome of a model, and the id of the part that decides it; empty if all parts do."""

    outcome: Outcome
    part: str = ""


def merged_result(
    model: Model, parts: Sequence[Model], found: Mapping[str, ModelResult]
) -> ModelResult:
    """Return the result of a model whose parts have these results, by their ids.

    Each slice has one. A seed may have none if another one found a violation.
    """
    results = [found[part.id] for part in parts if part.id in found]
    decision = decided(model, results)
    first = found.get(decision.part, results[0])
    merged = replace(
        first,
        id=model.id,
        outcome=decision.outcome,
        statistics=summed([one.statistics for one in results]),
        seconds=sum(one.seconds for one in results),
        warnings=tuple(dict.fromkeys(text for one in results for text in one.warnings)),
        note="; ".join(dict.fromkeys(one.note for one in results if one.note)),
        cached=all(one.cached for one in results),
        # Each has those of its outcome.
        faults=tuple(dict.fromkeys(fault for one in results for fault in one.faults)),
        parts=tuple(part_result(part, found.get(part.id), decision.part) for part in parts),
        part=None,
    )
    judgement = judged_again(model, merged, merged.faults)
    return replace(merged, verdict=judgement.verdict, reason=judgement.reason)


def decided(model: Model, results: Sequence[ModelResult]) -> Decision:
    """Return the outcome of a model from the results of its parts, in their order."""
    violated = [one for one in results if isinstance(one.outcome, Violated)]
    failed = [one for one in results if isinstance(one.outcome, Failed)]
    stopped = [one for one in results if isinstance(one.outcome, Stopped)]
    if isinstance(results[0].part, Seed):
        # Each seed is a search of its own, so nothing that another one shows matters then.
        order = [violated, failed, stopped]
    else:
        # A slice that was not searched may have a shorter counterexample, or one of another
        # property: that matters for what must break, and not for what must not.
        holds = isinstance(model.expectation, MustHold)
        order = [failed, violated, stopped] if holds else [failed, stopped, violated]
    for group in filter(None, order):
        one = min(group, key=urgency)
        return Decision(one.outcome, one.id)
    return Decision(complete_outcome(results))


def urgency(result: ModelResult) -> tuple[bool, int]:
    """Return what the whole model's run would have shown first: `min` takes the first of equals.

    TLC checks liveness after its search, and finds the shortest counterexamples of other
    properties first.
    """
    match result.outcome:
        case Violated(kind=kind, trace=trace):
            return (kind is ViolationKind.TEMPORAL_PROPERTY, len(trace.steps))
        case Failed(reason=reason):
            return (reason is not FailureReason.SLICES, 0)
        case _:
            return (False, 0)


def complete_outcome(results: Sequence[ModelResult]) -> Outcome:
    """Return the outcome of parts that all came to their end and violate nothing."""
    searches = [one.outcome for one in results if isinstance(one.outcome, Searched)]
    if searches:
        traces = [one.traces for one in searches if one.traces is not None]
        number = sum(traces) if len(traces) == len(searches) else None
        return replace(searches[0], traces=number, seeds=len(searches))
    return Holds() if any(one.statistics.distinct for one in results) else NO_STATES


def summed(counts: Sequence[Statistics]) -> Statistics:
    """Return the counts of all parts: sums, and the largest depth."""

    def over(total: Callable[[list[int]], int], name: str) -> int | None:
        known = [number for one in counts if (number := getattr(one, name)) is not None]
        return total(known) if known else None

    return Statistics(**{name: over(sum, name) for name in SUMMED}, depth=over(max, "depth"))


def part_result(part: Model, result: ModelResult | None, decides: str) -> PartResult:
    """Return what a model's result keeps of one of its parts."""
    assert part.part is not None
    predicate = part.part.predicate if isinstance(part.part, Slice) else ""
    if result is None:
        return PartResult(name=part.part.label, slice=predicate, outcome=CANCELLED)
    return PartResult(
        name=part.part.label,
        slice=predicate,
        outcome=type(result.outcome).__name__.lower(),
        reason=result.reason,
        statistics=result.statistics,
        seconds=result.seconds,
        logs=result.logs,
        cached=result.cached,
        decides=part.id == decides,
    )
