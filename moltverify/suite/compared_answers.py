"""The comparison of what several TLCs answer about one model, and the verdict on all of it.

Two TLCs must agree in what does not depend on chance: with several threads their timing decides
which counterexample TLC finds first, and under reductions also how many states it visits.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.suite.advice import no_conclusion_text
from moltverify.suite.expectation_text import arrows
from moltverify.suite.judged_again import judged_again
from moltverify.suite.other_answers import Agreement, AnswerDifference, OtherAnswer
from moltverify.suite.possible_faults import doubts_of
from moltverify.suite.results import ModelResult, OtherJar
from moltverify.suite.run_conditions import reduction_kinds
from moltverify.suite.verdict import (
    Judgement,
    Verdict,
    happened,
    route_of,
)
from moltverify.tla.reductions import ReductionKind
from moltverify.tlc.outcome import Failed, Holds, Outcome, Violated
from moltverify.tlc.trace import Ending, LoopsBack, Step, Stops, Stutters


class JarResult(Struct, frozen=True):
    """The result of a model on one jar."""

    jar: OtherJar
    result: ModelResult


def with_other_answers(model: Model, answers: Sequence[JarResult]) -> ModelResult:
    """Return the first jar's result with the other answers, and the verdict on all of them."""
    first, *others = answers
    result = first.result
    also = tuple(answer_of(model, result, other) for other in others)
    result = replace(result, also=also, cached=all([result.cached, *(a.cached for a in also)]))
    # Without an answer there is nothing to dispute, and no other TLC replaces it.
    if not has_answer(result):
        return result
    differing = [one for one in also if one.agreement is Agreement.DIFFERS]
    silent = [one for one in also if one.agreement is Agreement.CANNOT_TELL]
    shed = {label for one in also for label in one.without}
    judged = judged_again(model, result, [one for one in result.faults if one.label not in shed])
    if differing and judged.verdict is not Verdict.BROKEN:
        judged = disputed(first.jar.name, differing)
    elif silent:
        judged = not_compared(judged, silent)
    return replace(result, verdict=judged.verdict, reason=judged.reason)


def answer_of(model: Model, first: ModelResult, other: JarResult) -> OtherAnswer:
    """Return a further TLC's answer, compared with the first one's."""
    result = other.result
    found: tuple[AnswerDifference, ...] = ()
    without: tuple[str, ...] = ()
    agreement, left_out = Agreement.CANNOT_TELL, ""
    if has_answer(first) and has_answer(result):
        left_out = omitted(model, first, result)
        found = tuple(differences(model, first, result, left_out))
        agreement = Agreement.DIFFERS if found else Agreement.SAME
        # A fault may show in the counts only, so these must be compared too.
        if not found and not left_out:
            own = {fault.label for fault in result.faults}
            without = tuple(label for label in doubts_of(first.faults) if label not in own)
    return OtherAnswer(
        name=other.jar.name,
        jar=other.jar.jar,
        agreement=agreement,
        verdict=result.verdict,
        reason=result.reason if has_answer(result) else silence(result),
        statistics=result.statistics,
        differences=found,
        omitted=left_out,
        outcome=result.outcome if agreement is Agreement.DIFFERS else None,
        without=without,
        tlc=result.tlc,
        seconds=result.seconds,
        workers=result.workers,
        logs=result.logs,
        cached=result.cached,
    )


def has_answer(result: ModelResult) -> bool:
    """Tell whether TLC came to a conclusion about the model."""
    # A search that found nothing is none: another release follows other random traces.
    return isinstance(result.outcome, (Holds, Violated))


def silence(result: ModelResult) -> str:
    """Return why a TLC has no answer."""
    # Without what the registry expects, which the first TLC's reason names.
    return (
        no_conclusion_text(result.outcome) if isinstance(result.outcome, Failed) else result.reason
    )


def omitted(model: Model, first: ModelResult, other: ModelResult) -> str:
    """Return what of two answers may differ by chance; empty if nothing may."""
    several = first.workers > 1 or other.workers > 1
    # Of other models the modules need not be parsed.
    kinds = reduction_kinds(model.job) if several or first.conditions else frozenset()
    drawn = ReductionKind.RANDOM in kinds or model.job.options.random_search is not None
    match first.outcome, other.outcome:
        case Holds(), Holds() if drawn or (several and kinds):
            return "counts"
        case Violated(trace=one), Violated(trace=two):
            # TLC 2.15 prints no states for a failed Assert.
            unlike = bool(one.steps) != bool(two.steps)
            return "counterexamples" if drawn or several or unlike else ""
    return ""


def disputed(first: str, differing: Sequence[OtherAnswer]) -> Judgement:
    """Return the judgement on answers that differ, with both of each kind by the TLC's name."""
    parts = [
        f"the {one.what} differ: {first}: {one.first}; {answer.name}: {one.other}"
        for answer in differing
        for one in answer.differences
    ]
    return Judgement(Verdict.DISPUTED, ". ".join(parts))


def not_compared(judged: Judgement, silent: Sequence[OtherAnswer]) -> Judgement:
    """Return a judgement that lacks the answers of some TLCs."""
    joint = "but" if judged.verdict is Verdict.AS_EXPECTED else "and"
    parts = [f"{one.name} cannot tell: {one.reason}" for one in silent]
    return Judgement(
        max(judged.verdict, Verdict.INCONCLUSIVE), f"{judged.reason}, {joint} {'; '.join(parts)}"
    )


def differences(
    model: Model, first: ModelResult, other: ModelResult, left_out: str
) -> Iterator[AnswerDifference]:
    """Yield what two answers do not agree in; of two verdicts nothing else is compared."""
    # Without known faults, which are no part of the answer.
    one, two = judged_again(model, first), judged_again(model, other)
    if one.verdict is not two.verdict or type(first.outcome) is not type(other.outcome):
        yield AnswerDifference("verdicts", one.reason, two.reason)
    elif not left_out:
        yield from differing_counts(first, other)
        yield from differing_traces(first.outcome, other.outcome)


def differing_counts(first: ModelResult, other: ModelResult) -> Iterator[AnswerDifference]:
    """Yield the numbers of states that differ between two complete searches."""
    if not isinstance(first.outcome, Holds):
        return
    # A reduction leaves out steps, and which ones may depend on the order of the search.
    reduced = first.conditions or other.conditions or first.workers > 1 or other.workers > 1
    for name in ("distinct",) if reduced else ("distinct", "generated"):
        one, two = (getattr(result.statistics, name) for result in (first, other))
        # A count that one TLC does not print is no difference.
        if one != two and None not in (one, two):
            yield AnswerDifference(f"numbers of {name} states", f"{one:,}", f"{two:,}")


def differing_traces(first: Outcome, other: Outcome) -> Iterator[AnswerDifference]:
    """Yield how two counterexamples differ."""
    if not isinstance(first, Violated) or not isinstance(other, Violated):
        return
    # TLC before 2026 does not name a temporal property.
    named = first.property is not None and other.property is not None
    if first.kind is not other.kind or (named and first.property != other.property):
        yield AnswerDifference("violations", happened(first), happened(other))
        return
    one, two = first.trace.steps, other.trace.steps
    if len(one) != len(two):
        yield AnswerDifference("lengths of the counterexamples", f"{len(one)}", f"{len(two)}")
    elif names_differ(one, two):
        routes = map(arrows, (route_of(one), route_of(two)))
        yield AnswerDifference("routes of the counterexamples", *routes)
    elif ending_text(first.trace.ending) != ending_text(other.trace.ending):
        ends = map(ending_text, (first.trace.ending, other.trace.ending))
        yield AnswerDifference("ends of the counterexamples", *ends)


def names_differ(first: Sequence[Step], other: Sequence[Step]) -> bool:
    """Tell whether two behaviours of one length have a step by different actions."""
    pairs = [(one.action, two.action) for one, two in zip(first, other, strict=True)]
    return any(one and two and one.name != two.name for one, two in pairs)


def ending_text(ending: Ending) -> str:
    """Return how a counterexample ends, without the action, which not every TLC prints."""
    match ending:
        case Stops():
            return "it stops"
        case Stutters():
            return "it stutters"
        case LoopsBack(to):
            return f"it goes back to state {to}"
