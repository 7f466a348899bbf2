"""Which answers of two TLCs agree, and what verdict a difference makes."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold, MustViolate
from moltverify.registry.records import Model, Role
from moltverify.suite.compared_answers import (
    JarResult,
    differing_counts,
    differing_traces,
    with_other_answers,
)
from moltverify.suite.other_answers import Agreement, AnswerDifference
from moltverify.suite.possible_faults import PossibleFault, doubts_of
from moltverify.suite.results import ModelResult, OtherJar
from moltverify.suite.verdict import Verdict, judge, with_workers
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Action, Ending, LoopsBack, Step, Stops, Stutters, Trace
from tests import made
from tests.mutation.parsed import CONFIG, SYSTEM, write_job
from tests.tlc.recorded import reading, recorded_runs

OLD, NEW, THIRD = (OtherJar(name * 64, f"TLC {name}") for name in "123")
FAULT = PossibleFault("tlaplus#798", "M.tla:5", "TLC misses successors", "mended in release 1.7.3")
OTHER_FAULT = replace(FAULT, issue="tlaplus#362", place="M.tla:7")
PARSE = Failed(FailureReason.PARSE, "no such module")
INVARIANT, TEMPORAL = ViolationKind.INVARIANT, ViolationKind.TEMPORAL_PROPERTY


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """A green model whose number of states the registry does not have."""
    return replace(made.model(tmp_path), job=write_job(tmp_path, SYSTEM + "Step == x' = x"))


@pytest.fixture
def red(model: Model) -> Model:
    expected = MustViolate("OnlyWithKey", INVARIANT)
    return replace(model, id="door:unlocked", role=Role.RED, expectation=expected)


def answer(
    model: Model,
    outcome: Outcome | None = None,
    distinct: int = 6,
    generated: int = 9,
    workers: int = 1,
    faults: tuple[PossibleFault, ...] = (),
    conditions: tuple[str, ...] = (),
) -> ModelResult:
    """Return a model's result with one jar, judged as a run would be."""
    outcome, counts = outcome or Holds(), Statistics(generated, distinct)
    expected = with_workers(model.expectation, workers)
    judged = judge(expected, outcome, counts, conditions=conditions, doubts=doubts_of(faults))
    return ModelResult(
        id=model.id,
        claim=model.claim,
        role=model.role,
        sentence=model.sentence,
        expectation=model.expectation,
        outcome=outcome,
        verdict=judged.verdict,
        reason=judged.reason,
        statistics=counts,
        seconds=0.5,
        workers=workers,
        faults=faults,
        conditions=conditions,
    )


def broken(*actions: str, ending: Ending | None = None, name: str = "OnlyWithKey") -> Violated:
    """Return a violation whose steps after the first have these actions."""
    steps = tuple(Step(n, Action(one), ()) for n, one in enumerate(actions, start=2))
    return Violated(INVARIANT, name, Trace((Step(1, None, ()), *steps), ending or Stops()))


def both(model: Model, first: ModelResult, other: ModelResult) -> ModelResult:
    return with_other_answers(model, [JarResult(OLD, first), JarResult(NEW, other)])


def agreement(result: ModelResult) -> Agreement:
    return result.also[0].agreement


def test_equal_answers_leave_the_verdict_as_it_is(model: Model) -> None:
    alone = answer(model)
    result = both(model, alone, answer(model))
    assert replace(result, also=()) == alone
    assert agreement(result) is Agreement.SAME
    assert (result.also[0].name, result.also[0].reason) == ("TLC 2", "holds in 6 distinct states")
    assert result.also[0].outcome is None


def test_other_numbers_of_states_are_disputed_with_both_numbers(model: Model) -> None:
    result = both(model, answer(model), answer(model, distinct=1_007))
    assert (result.verdict, agreement(result)) == (Verdict.DISPUTED, Agreement.DIFFERS)
    assert result.reason == "the numbers of distinct states differ: TLC 1: 6; TLC 2: 1,007"


def test_a_number_that_the_registry_pins_makes_the_verdicts_differ(model: Model) -> None:
    pinned = replace(model, expectation=MustHold(6))
    result = both(pinned, answer(pinned), answer(pinned, distinct=7))
    assert result.verdict is Verdict.DISPUTED
    assert result.reason == (
        "the verdicts differ: TLC 1: holds in 6 distinct states; "
        "TLC 2: expected 6 distinct states, but TLC found 7"
    )


def test_generated_states_are_compared_only_if_the_search_is_complete(model: Model) -> None:
    more = answer(model, generated=10)
    assert both(model, answer(model), more).verdict is Verdict.DISPUTED
    reduced = answer(model, conditions=("under VIEW x",))
    assert both(model, reduced, more).verdict is Verdict.AS_EXPECTED
    assert both(model, answer(model, workers=2), more).verdict is Verdict.AS_EXPECTED


def test_a_count_that_one_tlc_does_not_print_is_no_difference() -> None:
    silent = replace(made.green(), statistics=Statistics(distinct=6))
    counted = replace(silent, statistics=Statistics(9, 6))
    assert list(differing_counts(silent, counted)) == []


def test_a_counterexample_of_one_tlc_only_is_disputed_and_kept(model: Model) -> None:
    found = broken("Open", "Enter")
    result = both(model, answer(model), answer(model, found))
    assert result.verdict is Verdict.DISPUTED
    assert result.reason.startswith("the verdicts differ: TLC 1: holds in 6 distinct states; TLC 2")
    assert result.also[0].outcome == found
    assert made.suite(result).exit_code == 3


def test_a_red_that_only_the_other_tlc_breaks_is_disputed_not_unexpected(red: Model) -> None:
    alone = answer(red)
    assert alone.verdict is Verdict.UNEXPECTED
    assert both(red, alone, answer(red, broken("Open"))).verdict is Verdict.DISPUTED


def test_what_both_find_unexpected_stays_so(model: Model) -> None:
    found = answer(model, broken("Open", "Enter"))
    result = both(model, found, found)
    assert (result.verdict, agreement(result)) == (Verdict.UNEXPECTED, Agreement.SAME)
    assert result.reason == found.reason


@pytest.mark.parametrize(
    ("first", "other", "reason"),
    [
        (
            broken("Open"),
            broken("Open", "Enter"),
            "the lengths of the counterexamples differ: TLC 1: 2; TLC 2: 3",
        ),
        (
            broken("Open", "Enter"),
            broken("Knock", "Enter"),
            "the routes of the counterexamples differ: TLC 1: Open -> Enter; TLC 2: Knock -> Enter",
        ),
        (
            broken("Open", ending=Stutters()),
            broken("Open", ending=LoopsBack(1)),
            (
                "the ends of the counterexamples differ: TLC 1: it stutters; "
                "TLC 2: it goes back to state 1"
            ),
        ),
    ],
)
def test_another_counterexample_is_disputed(
    red: Model, first: Violated, other: Violated, reason: str
) -> None:
    result = both(red, answer(red, first), answer(red, other))
    assert (result.verdict, result.reason) == (Verdict.DISPUTED, reason)


def test_another_property_is_another_violation(model: Model) -> None:
    one, two = answer(model, broken("Open")), answer(model, broken("Open", name="TypeOK"))
    result = both(model, one, two)
    assert result.verdict is Verdict.DISPUTED
    assert "violations differ: TLC 1: the invariant OnlyWithKey is violated" in result.reason


def test_a_property_or_an_action_without_a_name_is_no_other_one() -> None:
    named = Violated(TEMPORAL, "Ends", Trace((Step(1, None, ()), Step(2, Action("Open"), ()))))
    nameless = Violated(TEMPORAL, None, Trace((Step(1, None, ()), Step(2, None, ()))))
    assert list(differing_traces(named, nameless)) == []


def test_a_counterexample_without_states_is_not_compared(model: Model) -> None:
    stateless = Violated(ViolationKind.ASSERTION, None)
    told = replace(broken("Open"), kind=ViolationKind.ASSERTION, property=None)
    result = both(model, answer(model, stateless), answer(model, told))
    assert (agreement(result), result.also[0].omitted) == (Agreement.SAME, "counterexamples")


@pytest.mark.parametrize("workers", [(2, 2), (1, 4)])
def test_of_several_threads_any_counterexample_agrees(red: Model, workers: tuple[int, int]) -> None:
    one, two = broken("Open"), broken("Knock", "Enter")
    first, other = (answer(red, o, workers=n) for o, n in zip((one, two), workers, strict=True))
    result = both(red, first, other)
    assert (result.verdict, agreement(result)) == (Verdict.AS_EXPECTED, Agreement.SAME)
    assert result.also[0].omitted == "counterexamples"
    assert both(red, first, answer(red, workers=4)).verdict is Verdict.DISPUTED


def test_of_several_threads_the_counts_agree_unless_a_reduction_leaves_them_to_chance(
    model: Model, tmp_path: Path
) -> None:
    one, two = answer(model, workers=2), answer(model, distinct=7, workers=2)
    assert both(model, one, two).verdict is Verdict.DISPUTED
    viewed = replace(model, job=write_job(tmp_path, SYSTEM + "Step == x' = x", f"{CONFIG}VIEW x\n"))
    result = both(viewed, one, two)
    assert (result.verdict, result.also[0].omitted) == (Verdict.AS_EXPECTED, "counts")


def test_what_is_drawn_at_random_may_have_any_counts(model: Model, tmp_path: Path) -> None:
    step = "LOCAL INSTANCE TLC\nStep == x' = RandomElement(1 .. 3) /\\ mode' = mode"
    drawn = replace(model, job=write_job(tmp_path, SYSTEM + step))
    first = answer(drawn, conditions=("for the random values of one run (RandomElement)",))
    result = both(drawn, first, answer(drawn, distinct=7))
    assert (result.verdict, result.also[0].omitted) == (Verdict.AS_EXPECTED, "counts")


@pytest.mark.parametrize("silent", [PARSE, Stopped(StopReason.TIMEOUT)])
def test_a_tlc_that_cannot_run_the_model_is_named_and_nothing_is_concluded(
    model: Model, silent: Outcome
) -> None:
    result = both(model, answer(model), answer(model, silent))
    assert (result.verdict, agreement(result)) == (Verdict.INCONCLUSIVE, Agreement.CANNOT_TELL)
    why = "TLC came to no conclusion (parse): no such module" if silent is PARSE else "stopped: "
    assert f"holds in 6 distinct states, but TLC 2 cannot tell: {why}" in result.reason
    assert made.suite(result).exit_code == 3


def test_a_violation_stays_unexpected_if_the_other_tlc_cannot_run_the_model(model: Model) -> None:
    result = both(model, answer(model, broken("Open", "Enter")), answer(model, PARSE))
    assert result.verdict is Verdict.UNEXPECTED
    assert ", and TLC 2 cannot tell: " in result.reason


@pytest.mark.parametrize("other", [Holds(), broken("Open"), PARSE])
def test_no_other_tlc_replaces_the_first_one_s_answer(model: Model, other: Outcome) -> None:
    alone = answer(model, PARSE)
    result = both(model, alone, answer(model, other))
    assert (result.verdict, result.reason) == (Verdict.BROKEN, alone.reason)
    assert agreement(result) is Agreement.CANNOT_TELL


def test_a_green_is_plain_if_a_tlc_without_the_fault_answers_the_same(model: Model) -> None:
    doubtful = answer(model, faults=(FAULT,))
    assert doubtful.verdict is Verdict.INCONCLUSIVE
    result = both(model, doubtful, answer(model))
    assert (result.verdict, result.reason) == (Verdict.AS_EXPECTED, "holds in 6 distinct states")
    assert result.also[0].without == (FAULT.label,)
    # The other one's own fault is another one, which the first does not have.
    crossed = both(model, doubtful, answer(model, faults=(OTHER_FAULT,)))
    assert crossed.verdict is Verdict.AS_EXPECTED


def test_a_tlc_with_the_same_fault_takes_no_doubt_away(model: Model) -> None:
    doubtful = answer(model, faults=(FAULT, OTHER_FAULT))
    result = both(model, doubtful, answer(model, faults=(FAULT,)))
    assert result.verdict is Verdict.INCONCLUSIVE
    assert result.reason == f"holds in 6 distinct states, unless {FAULT.label} applies"
    third = JarResult(THIRD, answer(model))
    three = [JarResult(OLD, doubtful), JarResult(NEW, answer(model, faults=(FAULT,))), third]
    assert with_other_answers(model, three).verdict is Verdict.AS_EXPECTED


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"distinct": 7}, Verdict.DISPUTED),
        ({"outcome": broken("Open")}, Verdict.DISPUTED),
        ({"outcome": PARSE}, Verdict.INCONCLUSIVE),
    ],
)
def test_another_answer_takes_no_doubt_away(
    model: Model, change: dict[str, object], verdict: Verdict
) -> None:
    doubtful = answer(model, faults=(FAULT,))
    result = both(model, doubtful, answer(model, **change))  # type: ignore[arg-type]
    assert (result.verdict, result.also[0].without) == (verdict, ())


def test_counts_that_are_left_to_chance_take_no_doubt_away(model: Model, tmp_path: Path) -> None:
    viewed = replace(model, job=write_job(tmp_path, SYSTEM + "Step == x' = x", f"{CONFIG}VIEW x\n"))
    doubtful = answer(viewed, faults=(FAULT,), workers=2)
    assert both(viewed, doubtful, answer(viewed, workers=2)).verdict is Verdict.INCONCLUSIVE


def test_the_other_tlc_s_faults_put_no_doubt_on_a_plain_green(model: Model) -> None:
    result = both(model, answer(model), answer(model, faults=(FAULT,)))
    assert (result.verdict, agreement(result)) == (Verdict.AS_EXPECTED, Agreement.SAME)


def test_a_fault_that_the_registry_excludes_is_not_spoken_of(model: Model) -> None:
    result = both(model, answer(model, faults=(replace(FAULT, excluded=True),)), answer(model))
    assert (result.verdict, result.also[0].without) == (Verdict.AS_EXPECTED, ())


def test_each_further_tlc_is_compared_with_the_first(model: Model) -> None:
    jars = (OLD, NEW, THIRD)
    results = (answer(model), answer(model, distinct=7), answer(model, PARSE))
    answers = [JarResult(jar, one) for jar, one in zip(jars, results, strict=True)]
    result = with_other_answers(model, answers)
    assert [one.agreement for one in result.also] == [Agreement.DIFFERS, Agreement.CANNOT_TELL]
    assert result.verdict is Verdict.DISPUTED


def test_a_result_is_cached_if_no_jar_ran_it(model: Model) -> None:
    kept = replace(answer(model), cached=True)
    assert both(model, kept, kept).cached
    assert not both(model, kept, answer(model)).cached


def test_the_recorded_runs_of_tlc_2_15_and_2_19_agree() -> None:
    found: dict[str, list[AnswerDifference]] = {}
    for case in {case for case, _ in recorded_runs()}:
        if (case, "old") in recorded_runs() and (case, "new") in recorded_runs():
            one, two = reading(case, "old"), reading(case, "new")
            if isinstance(one.outcome, Holds) and isinstance(two.outcome, Holds):
                green = made.green()
                results = [replace(green, statistics=each.statistics) for each in (one, two)]
                found[case] = list(differing_counts(*results))
            elif type(one.outcome) is type(two.outcome):
                found[case] = list(differing_traces(one.outcome, two.outcome))
    differing = {case for case, differences in found.items() if differences}
    # TLC 2.15 prints no states for a failed Assert (`omitted`).
    assert (len(found) > 100, differing) == (True, {"assert_fail", "percent_assert", "pluscal"})
