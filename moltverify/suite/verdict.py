"""The verdict on an outcome, given the registry's expectation.

TLC's result is an outcome (tlc.outcome). The conclusion is a verdict, with a sentence that names
expectation and outcome where the two differ.
"""

from collections.abc import Sequence
from enum import Enum
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from moltverify.plural import counted
from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.suite.advice import (
    DEADLOCK_ADVICE,
    failure_advice,
    no_conclusion_text,
    searched_text,
    stopped_text,
    where,
)
from moltverify.suite.expectation_text import arrows, expectation_text, violation_text
from moltverify.suite.expected_counts import count_difference
from moltverify.suite.possible_faults import doubts_text
from moltverify.tlc import outcome as tlc
from moltverify.tlc.trace import Step

NO_PROPERTY = "the config names no property, so nothing was checked"
SHORTEST_STORY = 2  # states; a violation in the initial state shows no behaviour of an attacker


class Verdict(Enum):
    """The verdict on a model, ordered from best to worst: a suite's verdict is the maximum."""

    AS_EXPECTED = "as expected"
    INCONCLUSIVE = "inconclusive"
    # Two TLCs answer differently. Better than unexpected: one of them may be wrong.
    DISPUTED = "disputed"
    UNEXPECTED = "unexpected"
    BROKEN = "broken"

    # `max` and `sorted` use no other comparison.
    def __lt__(self, other: "Verdict") -> bool:
        order = list(Verdict)
        return order.index(self) < order.index(other)


class Judgement(Struct, frozen=True):
    """A verdict and the sentence that gives its reason."""

    verdict: Verdict
    reason: str


def judge(  # noqa: PLR0913 - each argument is one thing that a verdict depends on
    expectation: Expectation,
    outcome: tlc.Outcome,
    statistics: tlc.Statistics,
    has_properties: bool = True,
    limit: float | None = None,
    conditions: Sequence[str] = (),
    doubts: Sequence[str] = (),
) -> Judgement:
    """Compare what TLC did, and how many states it counted, with what the registry expects.

    `has_properties` tells whether the config named anything to check; `limit` is the run's timeout
    in seconds, which only the reason of a stopped run mentions. `conditions` say under which
    reductions of the search a model holds, `doubts` which known faults of TLC may make the outcome
    false.
    """
    match outcome:
        case tlc.Stopped() as stopped:
            return Judgement(Verdict.INCONCLUSIVE, stopped_text(stopped, statistics, limit))
        case tlc.Failed() as failed:
            return judge_failure(expectation, failed)
        case tlc.Holds():
            judgement = judge_success(expectation, statistics, has_properties)
            return with_conditions(judgement, conditions, doubts)
        case tlc.Searched() as searched:
            judgement = judge_search(expectation, searched, statistics, has_properties)
            return with_conditions(judgement, conditions, doubts)
        case tlc.Violated() as violated:
            return with_doubts(judge_violation(expectation, violated), doubts)
        case other:
            assert_never(other)


def with_workers(expectation: Expectation, workers: int) -> Expectation:
    """Return the expectation for a run with `workers` TLC threads."""
    return expectation if workers == 1 else without_route(expectation)


def without_route(expectation: Expectation) -> Expectation:
    """Return the expectation for several TLC threads: a counterexample of any length and route.

    With several threads it depends on their timing which counterexample TLC finds first. One thread
    computes the initial states, before the others start.
    """
    if isinstance(expectation, MustViolate) and expectation.length != 1:
        return replace(expectation, length=None, route=())
    return expectation


def judge_failure(expectation: Expectation, failed: tlc.Failed) -> Judgement:
    """Judge a run in which TLC reached no conclusion."""
    # Broken for a red too: a syntax error must not pass as the expected violation.
    what = f"{no_conclusion_text(failed)}{failure_advice(failed)}"
    return Judgement(Verdict.BROKEN, f"expected that {expectation_text(expectation)}, but {what}")


def judge_success(
    expectation: Expectation, statistics: tlc.Statistics, has_properties: bool
) -> Judgement:
    """Judge a run that found no violation."""
    distinct = statistics.distinct or 0
    states = counted(distinct, "distinct state")
    if isinstance(expectation, MustHold) and expectation.constant:
        if distinct:
            what = f"expected that {expectation_text(expectation)}, but it has {states}"
            return Judgement(Verdict.UNEXPECTED, what)
        return Judgement(Verdict.AS_EXPECTED, "its assumptions hold")
    if not isinstance(expectation, MustHold):
        what = f"nothing was violated in {states}"
        return Judgement(
            Verdict.UNEXPECTED, f"expected that {expectation_text(expectation)}, but {what}"
        )
    # TLC reports success for a config without properties, even if the model is wrong.
    if not has_properties:
        return Judgement(Verdict.BROKEN, NO_PROPERTY)
    # Another number shows that the behaviours changed, even if all of them satisfy the properties.
    if difference := count_difference(expectation, statistics):
        return Judgement(Verdict.UNEXPECTED, difference)
    return Judgement(Verdict.AS_EXPECTED, f"holds in {states}")


def judge_search(
    expectation: Expectation,
    searched: tlc.Searched,
    statistics: tlc.Statistics,
    has_properties: bool,
) -> Judgement:
    """Judge a search of random traces that found nothing, which shows nothing of other traces."""
    what = f"{searched_text(searched, statistics)}, found nothing"
    if not isinstance(expectation, MustHold):
        wanted = f"expected that {expectation_text(expectation)}"
        return Judgement(Verdict.INCONCLUSIVE, f"{wanted}, but TLC {what}")
    if not has_properties:
        return Judgement(Verdict.BROKEN, NO_PROPERTY)
    return Judgement(Verdict.AS_EXPECTED, what)


def with_conditions(
    judgement: Judgement, conditions: Sequence[str], doubts: Sequence[str]
) -> Judgement:
    """Return the judgement on a run without a violation, with what it depends on."""
    # Other judgements claim nothing of all states.
    if judgement.verdict is not Verdict.AS_EXPECTED:
        return judgement
    reason = ", ".join([judgement.reason, *filter(None, [" and ".join(conditions)])])
    return with_doubts(Judgement(judgement.verdict, reason), doubts)


def with_doubts(judgement: Judgement, doubts: Sequence[str]) -> Judgement:
    """Return a judgement, inconclusive if known faults of TLC may have made its outcome."""
    if not doubts:
        return judgement
    # Without another jar, or a reason, nobody knows what the model does.
    return Judgement(Verdict.INCONCLUSIVE, judgement.reason + doubts_text(doubts))


def judge_violation(expectation: Expectation, violated: tlc.Violated) -> Judgement:
    """Judge a run that found a violation."""
    if isinstance(expectation, MustHold):
        return differs(expectation, violated)
    wanted = (
        MustViolate(expectation.invariant, tlc.ViolationKind.INVARIANT)
        if isinstance(expectation, MustReach)
        else expectation
    )
    if not is_wanted(wanted, violated):
        return differs(expectation, violated)
    steps = len(violated.trace.steps)
    if isinstance(expectation, MustReach):
        return Judgement(
            Verdict.AS_EXPECTED, f"reaches {expectation.state} in {counted(steps, 'state')}"
        )
    has_no_trace = steps == 0 and wanted.kind in tlc.WITHOUT_TRACE
    if steps < SHORTEST_STORY and wanted.length != 1 and not has_no_trace:
        what = "the initial state breaks it already ('length: 1' expects that)"
        return Judgement(
            Verdict.UNEXPECTED, f"expected a behaviour with {expectation_text(wanted)}, but {what}"
        )
    return judge_route(expectation, violated)


def judge_route(expectation: MustViolate, violated: tlc.Violated) -> Judgement:
    """Judge the length and the route of the expected violation, where the registry has them."""
    steps = len(violated.trace.steps)
    if expectation.length not in {None, steps}:
        pinned = f"a counterexample of {counted(expectation.length or 0, 'state')}"
        return Judgement(
            Verdict.UNEXPECTED, f"expected {pinned}, but TLC found one of {counted(steps, 'state')}"
        )
    route = route_of(violated.trace.steps)
    if expectation.route and expectation.route != route:
        return Judgement(
            Verdict.UNEXPECTED,
            f"expected the route {arrows(expectation.route)}, but TLC went {arrows(route)}",
        )
    states = f" in {counted(steps, 'state')}" if steps else ""
    return Judgement(Verdict.AS_EXPECTED, f"{violation_text(expectation)}{states}")


def route_of(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the names of the actions from the initial state to the last one."""
    return tuple(step.action.name for step in steps[1:] if step.action)


def is_wanted(wanted: MustViolate, violated: tlc.Violated) -> bool:
    """Return whether the violated property has the expected kind and name."""
    # A deadlock, or a property that broke by mistake, is not the attack that a red has to show.
    if violated.kind is not wanted.kind:
        return False
    # TLC before 2026 does not name a temporal property. The registry's check ensures that a red
    # model of this kind has only one.
    nameless = violated.property is None and wanted.kind is not tlc.ViolationKind.INVARIANT
    return nameless or not wanted.property or violated.property == wanted.property


def differs(expectation: Expectation, violated: tlc.Violated) -> Judgement:
    """Return the judgement on a violation that was not expected."""
    advice = DEADLOCK_ADVICE if violated.kind is tlc.ViolationKind.DEADLOCK else ""
    what = f"{happened(violated)}{advice}"
    return Judgement(
        Verdict.UNEXPECTED, f"expected that {expectation_text(expectation)}, but {what}"
    )


def happened(violated: tlc.Violated) -> str:
    """Return a clause that names the violation that TLC found."""
    after = f" after {counted(len(violated.trace.steps), 'state')}" if violated.trace.steps else ""
    if violated.kind is tlc.ViolationKind.DEADLOCK:
        return f"TLC found a deadlock{after}"
    name = violated.property or (where(violated.place) if violated.place else "")
    return f"the {violated.kind.value} {name}".rstrip() + f" is violated{after}"
