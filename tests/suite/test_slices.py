"""A model in slices of its initial states has the verdict and the counts of the whole, on TLC."""

import pytest
from msgspec.structs import replace

from moltverify.suite.results import ModelResult, model_from_json, to_json
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Failed, FailureReason, Holds, Statistics, Violated
from moltverify.tlc.trace import Stutters
from tests.suite.sliced_models import LEAKS, SliceBench, answer, bench

pytestmark = pytest.mark.tlc
__all__ = ["bench"]


def distinct(result: ModelResult) -> list[int | None]:
    """Return the number of states of each slice."""
    return [part.statistics.distinct for part in result.parts]


@pytest.mark.parametrize("workers", [1, 2])
def test_counts_of_the_slices_add_up_to_those_of_the_whole(bench: SliceBench, workers: int) -> None:
    bench.settings = replace(bench.settings, workers=workers)
    whole, sliced = bench.green(), bench.green("kind = 1", "kind = 2")
    assert (whole.statistics.distinct, whole.outcome) == (15, Holds())
    assert answer(sliced)[:4] == answer(whole)[:4]
    assert distinct(sliced) == [5, 5, 5]
    assert sliced.reason == "holds in 15 distinct states, put together from 3 slices"
    assert [part.name for part in sliced.parts] == [
        "slice 1 (kind = 1)",
        "slice 2 (kind = 2)",
        "the rest slice",
    ]


def test_a_config_with_init_and_next_has_slices_too(bench: SliceBench) -> None:
    bench.write("Gate.cfg", "INIT Init\nNEXT Next\nINVARIANT Low\n")
    assert answer(bench.green("IsOne", "kind = 2")) == answer(bench.green())


def test_a_state_that_satisfies_two_disjuncts_is_generated_once(bench: SliceBench) -> None:
    sliced = bench.green(r"kind = 1 \/ kind <= 2")
    assert (sliced.statistics.generated, distinct(sliced)) == (15, [10, 5])


def test_a_predicate_of_several_lines_keeps_its_columns(bench: SliceBench) -> None:
    models = bench.models("PREDICATE")
    text = "/\\ kind > 1\n/\\ \\/ kind = 2\n   \\/ kind = 9"
    [sliced] = bench.run([replace(models[0], slices=(text,))])
    assert distinct(sliced) == [5, 10]


def test_an_empty_slice_and_an_empty_rest_count_nothing(bench: SliceBench) -> None:
    sliced = bench.green("kind = 9", "kind >= 1")
    assert (distinct(sliced), sliced.verdict) == ([0, 15, 0], Verdict.AS_EXPECTED)
    assert "no initial state is in this slice" in sliced.parts[0].reason


def test_a_model_without_initial_states_is_broken_in_slices_too(bench: SliceBench) -> None:
    bench.write("Gate.cfg", "INIT Nothing\nNEXT Next\nINVARIANT Low\n")
    text = (bench.folder / "Gate.tla").read_text()
    bench.write("Gate.tla", text.replace("Low ==", "Nothing == Init /\\ x > 0\nLow =="))
    sliced = bench.green("kind = 1")
    assert isinstance(sliced.outcome, Failed)
    assert sliced.outcome.reason is FailureReason.NO_INITIAL_STATES
    assert sliced.verdict is Verdict.BROKEN


def test_a_violation_in_one_slice_is_the_shortest_of_all(bench: SliceBench) -> None:
    whole = bench.run(bench.models(reds=LEAKS))[1]
    sliced = bench.run(bench.models("kind = 3", "kind = 2", reds=LEAKS))[1]
    # Both gates leak; the whole run finds the first that leaves the bound.
    assert isinstance(sliced.outcome, Violated)
    assert isinstance(whole.outcome, Violated)
    assert len(sliced.outcome.trace.steps) == len(whole.outcome.trace.steps) == 6
    assert [part.outcome for part in sliced.parts] == ["violated", "violated", "holds"]
    assert sliced.reason == "violates the invariant Low in 6 states, in slice 1 (kind = 3)"


def test_a_red_that_violates_liveness_does_so_in_slices(bench: SliceBench) -> None:
    whole = bench.run(bench.models())[2]
    sliced = bench.run(bench.models("kind = 1", "kind = 3"))[2]
    assert sliced.outcome == whole.outcome
    assert isinstance(sliced.outcome, Violated)
    assert sliced.outcome.trace.ending == Stutters()
    assert sliced.reason.endswith("the temporal property Ends in 3 states, in slice 2 (kind = 3)")
    assert [part.decides for part in sliced.parts] == [False, True, False]


def test_a_red_that_breaks_in_no_slice_is_unexpected(bench: SliceBench) -> None:
    red = "      - {id: same, replaces: {Next: Leaks}, violates: Low}\n"
    text = (bench.folder / "Gate.tla").read_text()
    bench.write("Gate.tla", text.replace("THEN 5", "THEN 4").replace("THEN 6", "THEN 4"))
    sliced = bench.run(bench.models("kind = 1", reds=red))[1]
    assert (sliced.verdict, sliced.outcome) == (Verdict.UNEXPECTED, Holds())


def test_pinned_counts_are_those_of_all_slices(bench: SliceBench) -> None:
    assert bench.green("kind = 1", more=", distinct: 15").ok
    fewer = bench.green("kind = 1", more=", distinct: 14")
    assert fewer.verdict is Verdict.UNEXPECTED
    assert "expected 14 distinct states, but TLC found 15" in fewer.reason


def test_a_slice_that_is_stopped_makes_the_model_inconclusive(bench: SliceBench) -> None:
    text = (bench.folder / "Gate.tla").read_text()
    endless = "Next == IF kind = 2 THEN x' = x + 1 /\\ UNCHANGED kind ELSE Step(4)"
    text = text.replace("Next == Step(4)", endless)
    bench.write("Gate.tla", text.replace("Low ==", "Any == x >= 0\nLow =="))
    bench.write("Gate.cfg", "INIT Init\nNEXT Next\nINVARIANT Any\n")
    # A busy machine starts TLC within seconds, and no machine counts to the end.
    bench.settings = replace(bench.settings, timeout=12.0)
    sliced = bench.green("kind = 1", "kind = 2")
    assert sliced.verdict is Verdict.INCONCLUSIVE
    assert sliced.reason.startswith("slice 2 (kind = 2): stopped: timeout after 12 s")
    assert distinct(sliced)[::2] == [5, 5]


def test_a_config_without_properties_is_broken_in_slices_too(bench: SliceBench) -> None:
    bench.write("Gate.cfg", "SPECIFICATION Spec\n")
    model = replace(bench.models("kind = 1")[0])
    [sliced] = bench.run([model])
    assert sliced.verdict is Verdict.BROKEN
    assert "the config names no property" in sliced.reason


def test_a_result_in_slices_survives_json(bench: SliceBench) -> None:
    sliced = bench.green("kind = 1")
    assert model_from_json(to_json(sliced)) == sliced
    assert sliced.parts[0].statistics == Statistics(5, 5, 0, 5, 1)


def test_a_run_in_slices_is_told_as_one_model(bench: SliceBench) -> None:
    bench.green("kind = 1", "kind = 2")
    told = [type(event).__name__ for event in bench.events]
    assert {event.model.id for event in bench.events} == {"gate"}
    assert (told[0], told[-1], told.count("Started"), told.count("Ended")) == (
        "Started",
        "Ended",
        1,
        1,
    )
