"""Which differences from the pins can be accepted."""

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import CountBand, Expectation, MustHold, MustViolate
from moltverify.suite.pins import PinChange, pin_changes
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import judge
from moltverify.tlc.outcome import Failed, FailureReason, Outcome, ViolationKind
from tests.report import sample

GREEN, RED = sample.model("door"), sample.model("door:tailgate")
WANTED = MustViolate("OnlyWithKey", ViolationKind.INVARIANT)


def judged(
    result: ModelResult, expectation: Expectation, outcome: Outcome | None = None
) -> ModelResult:
    """Return a result of another expectation, and perhaps of another outcome."""
    what = outcome or result.outcome
    judgement = judge(expectation, what, result.statistics, result.has_properties)
    return replace(
        result,
        expectation=expectation,
        outcome=what,
        verdict=judgement.verdict,
        reason=judgement.reason,
    )


def bands(*found: CountBand) -> MustHold:
    """Return the expectation of counts."""
    return MustHold(bands=found)


@pytest.mark.parametrize(
    ("result", "texts"),
    [
        (judged(GREEN, MustHold(4)), ["distinct: 4 -> 3"]),
        (judged(GREEN, bands(CountBand("distinct", 4, 9))), ["expect.distinct: 4..9 -> 3..9"]),
        (judged(GREEN, bands(CountBand("distinct", 1, 2))), ["expect.distinct: 1..2 -> 1..3"]),
        (judged(GREEN, bands(CountBand("distinct", 4, 4))), ["expect.distinct: 4 -> 3"]),
        (judged(RED, replace(WANTED, length=2)), ["length: 2 -> 3"]),
        (judged(RED, replace(WANTED, route=("Enter",))), ["route: [Enter] -> [Unlock, Enter]"]),
        (
            judged(RED, replace(WANTED, length=2, route=("Enter",))),
            ["length: 2 -> 3", "route: [Enter] -> [Unlock, Enter]"],
        ),
        (judged(RED, replace(WANTED, length=2, route=("Unlock", "Enter"))), ["length: 2 -> 3"]),
    ],
)
def test_a_difference_from_a_pin_is_a_change(result: ModelResult, texts: list[str]) -> None:
    assert list(map(str, pin_changes(result))) == texts


@pytest.mark.parametrize(
    "result",
    [
        judged(GREEN, MustHold(3)),
        judged(GREEN, MustHold()),
        judged(GREEN, MustHold(4), RED.outcome),
        judged(GREEN, MustHold(4), Failed(FailureReason.PARSE, "no")),
        judged(RED, replace(WANTED, property="Other", length=2)),
        judged(RED, replace(WANTED, length=2), GREEN.outcome),
        replace(judged(GREEN, MustHold(4)), has_properties=False),
    ],
)
def test_what_is_as_expected_or_wrong_for_another_reason_is_no_change(result: ModelResult) -> None:
    assert pin_changes(result) == ()


def test_a_change_has_the_values_of_the_registry_and_of_tlc() -> None:
    [change] = pin_changes(judged(GREEN, MustHold(4)))
    assert change == PinChange("distinct", 4, 3)
