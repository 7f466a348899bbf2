"""From a state graph to calls, without TLC and without an implementation."""

import pytest

from moltverify.conformance.projection import (
    ProjectedStep,
    Sample,
    cut,
    merge_samples,
    project_steps,
    steps,
)
from moltverify.conformance.records import Projection
from tests.conformance.graphs import DOOR


def test_steps_are_projected_without_duplicates() -> None:
    found = list(steps(DOOR, {"Open"}, "door", "door"))
    assert found == [ProjectedStep({"door": "shut"}, "Open", {"door": "open"})]


def test_no_names_are_all_variables() -> None:
    found = list(steps(DOOR, {"Shut"}))
    shut = ProjectedStep({"door": "open", "hand": "ann"}, "Shut", {"door": "shut", "hand": "ann"})
    assert found == [shut]


def test_steps_come_in_the_order_of_the_graph() -> None:
    hands = [step.after["hand"] for step in steps(DOOR, {"Open"}, "door", "hand")]
    assert hands == ["ann", "bob"]


def test_an_action_that_is_not_asked_for_is_left_out() -> None:
    assert [step.action for step in steps(DOOR, {"Shut", "Burn"})] == ["Shut"]


def test_a_cut_keeps_the_variables_of_the_names() -> None:
    state = {"door": "shut", "hand": "none"}
    assert cut(state, ["hand", "foot"]) == {"hand": "none"}
    assert cut(state, []) == state


def test_samples_of_one_call_are_merged_with_all_its_outcomes() -> None:
    shut = {"door": "shut", "hand": "none"}
    twisted = {"hand": "none", "door": "shut"}
    merged = merge_samples(
        [
            Sample("open", shut, {}, "yes"),
            Sample("open", shut, {"by": "ann"}, "yes"),
            Sample("open", twisted, {}, "no"),
            Sample("open", shut, {}, "yes"),
        ]
    )
    assert [(one.sample.arguments, one.allowed) for one in merged] == [
        ({}, ("yes", "no")),
        ({"by": "ann"}, ("yes",)),
    ]


def test_by_default_each_step_is_a_call_on_the_whole_state() -> None:
    (first, *_) = project_steps(DOOR, Projection())
    assert first == Sample(
        "Open", {"door": "shut", "hand": "none"}, {}, {"door": "open", "hand": "ann"}
    )


def test_a_registry_names_what_is_given_asked_and_observed() -> None:
    projection = Projection(
        calls=("Open",), given=("door",), arguments=("hand",), observe=("door",)
    )
    assert list(project_steps(DOOR, projection)) == [
        Sample("Open", {"door": "shut"}, {"hand": "ann"}, {"door": "open"}),
        Sample("Open", {"door": "shut"}, {"hand": "bob"}, {"door": "open"}),
    ]


def test_what_is_an_argument_is_not_observed_by_default() -> None:
    (first, *_) = project_steps(DOOR, Projection(arguments=("hand",)))
    assert (first.arguments, first.outcome) == ({"hand": "ann"}, {"door": "open"})


@pytest.mark.parametrize(
    ("projection", "message"),
    [
        (Projection(given=("window",)), "no variable called window; it has door, hand"),
        (Projection(observe=("window",)), "no variable called window"),
        (Projection(calls=("Burn",)), "no action that is ever taken called Burn"),
    ],
)
def test_a_name_that_the_model_does_not_have_is_refused(
    projection: Projection, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        list(project_steps(DOOR, projection))
