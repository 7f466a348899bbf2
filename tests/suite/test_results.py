"""The result of a suite, its exit code and its JSON form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from moltverify.errors import ExitCode
from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.registry.records import Role
from moltverify.suite.results import (
    ModelResult,
    model_from_json,
    suite_from_json,
    to_json,
    verdict_counts,
)
from moltverify.suite.verdict import Verdict
from moltverify.tla import values as tla
from moltverify.tlc import outcome as tlc
from moltverify.tlc.trace import Action, LoopsBack, Place, Step, Stops, Stutters, Trace
from tests import made

CODES = {
    Verdict.AS_EXPECTED: ExitCode.OK,
    Verdict.UNEXPECTED: ExitCode.DIFFERS,
    Verdict.INCONCLUSIVE: ExitCode.NO_VERDICT,
    Verdict.DISPUTED: ExitCode.NO_VERDICT,
    Verdict.BROKEN: ExitCode.NO_VERDICT,
}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_worst_verdict_is_the_suites_and_makes_its_exit_code(verdict: Verdict) -> None:
    suite = made.suite(made.green(), made.green(verdict=verdict), made.red())
    assert suite.verdict is verdict
    assert suite.exit_code is CODES[verdict]


def test_a_broken_model_weighs_more_than_an_unexpected_one() -> None:
    suite = made.suite(
        made.green(verdict=Verdict.UNEXPECTED),
        made.green(verdict=Verdict.BROKEN),
        made.green(verdict=Verdict.INCONCLUSIVE),
    )
    assert suite.exit_code is ExitCode.NO_VERDICT


def test_an_unexpected_model_weighs_more_than_a_disputed_one() -> None:
    suite = made.suite(
        made.green(verdict=Verdict.DISPUTED),
        made.green(verdict=Verdict.UNEXPECTED),
    )
    assert suite.exit_code is ExitCode.DIFFERS


def test_a_suite_without_results_is_no_evidence() -> None:
    assert made.suite().verdict is Verdict.INCONCLUSIVE
    assert made.suite().exit_code is ExitCode.NO_VERDICT


def test_a_missing_model_is_no_evidence() -> None:
    suite = made.suite(made.green(), missing=("door:unlocked",))
    assert suite.exit_code is ExitCode.NO_VERDICT


def test_an_interrupted_suite_says_so_whatever_its_results() -> None:
    assert replace(made.suite(made.green()), interrupted=True).exit_code is ExitCode.INTERRUPTED


def test_a_tally_counts_by_verdict_the_worst_first() -> None:
    results = [made.green(), made.green(verdict=Verdict.BROKEN), made.red()]
    assert list(verdict_counts(results).items()) == [(Verdict.BROKEN, 1), (Verdict.AS_EXPECTED, 2)]


def test_results_are_found_by_their_role() -> None:
    suite = made.suite(made.green(), made.red())
    assert suite.of_role(Role.RED) == (made.red(),)


def test_only_a_violation_has_a_trace() -> None:
    assert made.green().trace is None
    trace = made.red().trace
    assert trace is not None
    assert len(trace.steps) == 3


VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**31), 2**31 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.builds(tla.ModelValue, st.text("abc1", min_size=1))
    | st.builds(tla.Interval, st.integers(0, 9), st.integers(0, 9))
    | st.builds(tla.Symbolic, st.just("SUBSET (1..8)"))
    | st.builds(tla.Unreadable, st.text(st.characters(exclude_categories=["Cs"]))),
    lambda inner: (
        st.builds(tla.SetValue, st.tuples(inner, inner))
        | st.builds(tla.SequenceValue, st.tuples(inner))
        | st.builds(tla.RecordValue, st.tuples(st.tuples(st.just("name"), inner)))
        | st.builds(tla.FunctionValue, st.tuples(st.tuples(inner, inner)))
    ),
    max_leaves=6,
)
ENDINGS = st.sampled_from([Stops(), Stutters(), LoopsBack(1), LoopsBack(1, Action("Go"))])
TRACES = st.builds(
    lambda value, ending: Trace((Step(1, None, (("x", value),)),), ending), VALUES, ENDINGS
)
OUTCOMES = st.one_of(
    st.just(tlc.Holds()),
    st.builds(tlc.Stopped, st.sampled_from(tlc.StopReason)),
    st.builds(
        tlc.Failed, st.sampled_from(tlc.FailureReason), st.text("a\n"), st.just(Place("M", 1))
    ),
    st.builds(tlc.Violated, st.sampled_from(tlc.ViolationKind), st.none() | st.just("P"), TRACES),
)
EXPECTATIONS: st.SearchStrategy[Expectation] = st.sampled_from(
    [MustHold(), MustHold(5), MustReach("Full"), MustViolate("P", made.INVARIANT, 3, ("A", "B"))]
)


@given(OUTCOMES, EXPECTATIONS, st.sampled_from(Verdict))
def test_the_json_form_loses_nothing(
    outcome: tlc.Outcome, expectation: Expectation, verdict: Verdict
) -> None:
    result: ModelResult = replace(
        made.red(), outcome=outcome, expectation=expectation, verdict=verdict
    )
    assert model_from_json(to_json(result)) == result
    assert suite_from_json(to_json(made.suite(result))) == made.suite(result)


def test_the_json_form_is_plain_json_with_a_format_number() -> None:
    content = json.loads(to_json(made.suite(made.green())))
    assert content["format"] == 1
    assert content["models"][0]["verdict"] == "as expected"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b"null", b'{"format": 1}'])
def test_anything_else_is_a_value_error(content: bytes) -> None:
    for read in (suite_from_json, model_from_json):
        with pytest.raises(ValueError, match=r"JSON|Expected|missing|malformed|truncated"):
            read(content)


def test_another_format_is_refused_and_named() -> None:
    with pytest.raises(ValueError, match="format 2 is not 1"):
        suite_from_json(to_json(replace(made.suite(), format=2)))
