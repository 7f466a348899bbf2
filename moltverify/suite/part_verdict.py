"""The verdict on a part of a model, and that on a model which is put together from its parts."""

from moltverify.plural import counted
from moltverify.registry.expectation import Expectation, MustHold
from moltverify.registry.part_records import REST_LABEL, ModelPart, Seed, Slice
from moltverify.suite.advice import searched_text
from moltverify.suite.results import PartResult
from moltverify.suite.verdict import Judgement, Verdict
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Searched,
    Statistics,
    Violated,
)

CANCELLED = "cancelled"


def part_judgement(
    part: ModelPart | None, expectation: Expectation, outcome: Outcome, statistics: Statistics
) -> Judgement | None:
    """Return the judgement on a part of which nothing is expected alone; None for any other.

    A model must break in one of its parts only, and its counts are those of all of them.
    """
    if isinstance(part, Slice) and isinstance(outcome, Holds):
        if not statistics.distinct:
            return Judgement(Verdict.AS_EXPECTED, "no initial state is in this slice")
        states = counted(statistics.distinct, "distinct state")
        return Judgement(Verdict.AS_EXPECTED, f"nothing is violated in {states}")
    breaks = not isinstance(expectation, MustHold)
    if isinstance(part, Seed) and isinstance(outcome, Searched) and breaks:
        told = f"{searched_text(outcome, statistics)}, found nothing"
        return Judgement(Verdict.AS_EXPECTED, told)
    return None


def of_part(judgement: Judgement, part: ModelPart | None) -> Judgement:
    """Return a judgement that says which part of a model it is about, if it is about one."""
    if part is None:
        return judgement
    return Judgement(judgement.verdict, f"{part.label}: {judgement.reason}")


def slice_outcome(part: ModelPart | None, outcome: Outcome) -> Outcome:
    """Return what TLC's outcome is for a part: a slice may be empty, and must be a slice."""
    if not isinstance(part, Slice):
        return outcome
    if isinstance(outcome, Failed) and outcome.reason is FailureReason.NO_INITIAL_STATES:
        return Holds()
    from moltverify.suite.slice_staging import of_slice  # noqa: PLC0415 - few models have slices

    return of_slice(outcome, part)


def from_parts(judgement: Judgement, parts: tuple[PartResult, ...], outcome: Outcome) -> Judgement:
    """Return a judgement that says how it was put together from parts, if it was."""
    if not parts:
        return judgement
    one = next((part for part in parts if part.decides), None)
    if one is None:
        slices = any(part.slice for part in parts)
        # The seeds of a swarm are in the reason already.
        told = f", put together from {counted(len(parts), 'slice')}" if slices else ""
        return Judgement(judgement.verdict, judgement.reason + told)
    if isinstance(outcome, Violated):
        joint = "in" if one.slice or one.name == REST_LABEL else "with"
        return Judgement(judgement.verdict, f"{judgement.reason}, {joint} {one.name}")
    return Judgement(judgement.verdict, one.reason)
