"""The search for states that break a formula: with played runs, and a few on the real TLC."""

from pathlib import Path

import pytest

from moltverify.audit.experiments.experiments import Observation
from moltverify.audit.experiments.falsification import (
    BATCHES,
    BROKEN,
    MAX_RUNS,
    PROVEN,
    STEP_STATES,
    NearSearch,
    batch_of,
    enumeration_answer,
    enumeration_obstacle,
    find_tautologies,
    search_near,
    spelled_strings,
    states_to_skip,
    unevaluable_state,
)
from moltverify.audit.experiments.neighbourhood import Neighbourhood
from moltverify.audit.experiments.state_sample import State
from moltverify.running.engine_selection import LaunchFor
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
)
from tests.audit.benches import bench_in
from tests.audit.experiments.questions import question, without_types
from tests.audit.parsed import LAMP
from tests.audit.played import Played, failing, holding, stage_in, timed_out

SAMPLE: list[State] = [(False, 0), (True, 1), (False, 2)]
AROUND = Neighbourhood(["on", "x"], SAMPLE)
SAW = [f'<<"moltverify saw", {9001 + at}>>' for at in range(3)]


def at_line(number: int) -> str:
    return f'<<"moltverify at", {number}>>'


def observation(outcome: Outcome, *printed: str) -> Observation:
    return Observation(outcome, Statistics(), printed, 1.0)


def evaluation(reason: FailureReason = FailureReason.EVALUATION) -> Failed:
    return Failed(reason, "no function")


@pytest.mark.parametrize(
    ("seen", "answer"),
    [
        (observation(Holds(), SAW[0]), BROKEN),
        (observation(Holds()), PROVEN),
        (observation(evaluation(), SAW[0]), BROKEN),
        (observation(evaluation()), "all states of the right types: evaluation: no function"),
        (
            observation(Stopped(StopReason.TIMEOUT)),
            "all states of the right types: stopped: timeout",
        ),
    ],
)
def test_an_enumeration_that_ends_proves_what_it_did_not_break(
    seen: Observation, answer: str
) -> None:
    assert enumeration_answer(seen) == answer


def test_what_keeps_states_from_being_enumerated_is_said(tmp_path: Path) -> None:
    assert enumeration_obstacle(question(tmp_path, "x < 3")) == ""
    steps = question(tmp_path, "[][x' > x]_x")
    assert enumeration_obstacle(steps) == "steps are not enumerated"
    without = without_types(question(tmp_path, "x < 3"))
    assert enumeration_obstacle(without) == "without a type invariant nothing can be enumerated"
    untyped = question(tmp_path, "x < 3", body=LAMP.replace("/\\ x \\in 0 .. 2", ""))
    assert enumeration_obstacle(untyped) == "the type invariant gives no domain to x"


def test_a_formula_that_a_near_state_breaks_is_not_enumerated(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holding(SAW[0]))
    found = find_tautologies(question(tmp_path / "m", "x < 3"), SAMPLE, bench, 5)
    assert (found.tautologies, found.unknown) == ((), ())
    assert len(stage.specs) == 1


def test_a_formula_that_nothing_breaks_is_a_tautology(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, *[holding()] * 4)
    asked = question(tmp_path / "m", "x < 9")
    found = find_tautologies(asked, SAMPLE, bench, 5)
    assert [one.name for one in found.tautologies] == ["F0"]
    # Three batches near the sample, then all well-typed states.
    states = [spec.files.get("MoltverifyStates.tla", "") for spec in stage.specs]
    assert [bool(text) for text in states] == [True, True, True, False]


def test_only_formulas_that_no_state_broke_are_tried_again(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holding(SAW[1]), holding(SAW[0], SAW[1]))
    asked = question(tmp_path / "m", "x < 9", "x < 3", "on")
    found = find_tautologies(asked, SAMPLE, bench, 5)
    assert (found.tautologies, found.unknown) == ((), ())
    assert "F1" in stage.specs[0].files["MoltverifyProbe.tla"]
    assert "F1" not in stage.specs[1].files["MoltverifyProbe.tla"]


def test_a_formula_without_an_answer_is_named_with_what_was_tried(tmp_path: Path) -> None:
    _, bench = stage_in(tmp_path, *[holding()] * 3, timed_out())
    found = find_tautologies(question(tmp_path / "m", "x < 9"), SAMPLE, bench, 5)
    [(formula, why)] = found.unknown
    assert formula.name == "F0"
    assert why.endswith(
        "states near the reachable ones do not; all states of the right types: stopped: timeout"
    )


def test_formulas_about_states_and_about_steps_are_tried_in_separate_runs(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holding(SAW[0]), holding(SAW[0]))
    find_tautologies(question(tmp_path / "m", "x < 3", "[][x' > x]_x"), SAMPLE, bench, 5)
    configs = [spec.files["MoltverifyProbe.cfg"] for spec in stage.specs]
    assert ["PROPERT" in text for text in configs] == [False, True]


def test_without_a_sample_nothing_is_run(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path)
    near = search_near(question(tmp_path / "m", "x < 9"), Neighbourhood(["on", "x"], []), bench)
    assert (near.states, near.obstacle) == (0, "no state was sampled")
    assert stage.specs == []


def near_of(folder: Path, *runs: Played, formulas: tuple[str, ...] = ("x < 9", "on")) -> NearSearch:
    _, bench = stage_in(folder, *runs)
    return search_near(question(folder / "m", *formulas), AROUND, bench)


def test_a_state_that_tlc_cannot_evaluate_is_left_out_and_another_formula_comes_first(
    tmp_path: Path,
) -> None:
    stage, bench = stage_in(tmp_path, failing(at_line(1), at_line(2)), holding(SAW[0], SAW[1]))
    near = search_near(question(tmp_path / "m", "x < 9", "on"), AROUND, bench)
    assert near.unbroken == []
    first, second = (spec.files["MoltverifyProbe.tla"] for spec in stage.specs)
    assert "(DOMAIN MoltverifyStates!All) \\ {}" in first
    # The states are looked at in order: those before the second were evaluated.
    assert "(DOMAIN MoltverifyStates!All) \\ {1, 2" in second
    assert first.index("F0\n") < first.index("F1\n")
    assert second.index("F1\n") < second.index("F0\n")


def test_a_formula_that_always_fails_is_abandoned_with_tlcs_message(tmp_path: Path) -> None:
    runs = [failing(at_line(1))] * MAX_RUNS * len(BATCHES)
    near = near_of(tmp_path, *runs, formulas=("x < 9",))
    assert [one.name for one in near.unbroken] == ["F0"]
    assert near.obstacle == "evaluation: Attempted to apply a function"


def test_a_failure_at_no_known_state_ends_a_batch(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, *[failing()] * len(BATCHES))
    search_near(question(tmp_path / "m", "x < 9"), AROUND, bench)
    assert len(stage.specs) == len(BATCHES)


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        (observation(evaluation(), at_line(1), f" {at_line(7)}"), 7),
        (observation(evaluation()), None),
        (observation(evaluation(FailureReason.PARSE), at_line(7)), None),
        (observation(Holds(), at_line(7)), None),
    ],
)
def test_the_state_printed_last_is_the_one_that_failed(
    seen: Observation, state: int | None
) -> None:
    assert unevaluable_state(seen) == state


def test_states_with_the_same_novelties_are_skipped_too() -> None:
    odd, both = frozenset({("x",)}), frozenset({("x",), ("y",)})
    novelties = [frozenset[tuple[str, ...]](), odd, frozenset({("y",)}), both]
    assert states_to_skip(2, novelties, steps=False) == {1, 2, 4}
    assert states_to_skip(2, novelties, steps=True) == {2, 4}
    assert states_to_skip(1, novelties, steps=False) == {1}


def test_states_with_fewer_novelties_come_first(tmp_path: Path) -> None:
    states, paths = batch_of(question(tmp_path, "x < 9"), AROUND, 0)
    counts = [len(one) for one in paths]
    assert counts == sorted(counts)
    assert len(states) == len(paths) > 0
    assert not {(one, two) for one, two in states} & set(SAMPLE)


def test_a_batch_for_steps_has_reachable_states_too(tmp_path: Path) -> None:
    states, _ = batch_of(question(tmp_path, "[][x' > x]_x"), AROUND, 0)
    assert set(SAMPLE) <= {(one, two) for one, two in states}
    assert len(states) <= STEP_STATES


def test_strings_that_a_formula_or_a_type_spells_out_are_tried(tmp_path: Path) -> None:
    body = LAMP.replace("on \\in BOOLEAN", 'on \\in {"a", "b\\"c"}') + 'Bad == {"stolen"}\n'
    assert spelled_strings(question(tmp_path, "on \\notin Bad", body=body)) == ["a", "stolen"]


@pytest.mark.nightly  # test_holes.py has tautologies on TLC
@pytest.mark.tlc
def test_tlc_tells_tautologies_from_formulas_that_a_state_breaks(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    formulas = ("x < 3", "x < 2", "on => x > 0", "[][x' < 3]_x", "[][x' # 1]_x")
    bench = bench_in(tmp_path, launch_for)
    found = find_tautologies(question(tmp_path / "m", *formulas), SAMPLE, bench, 20)
    assert [one.name for one in found.tautologies] == ["F0"]
    assert [(one.name, why.partition("; ")[2]) for one, why in found.unknown] == [
        ("F3", "steps are not enumerated")
    ]
