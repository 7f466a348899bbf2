"""Why an event does not fit: the condition of its action, the values, and what is allowed there."""

from pathlib import Path

import pytest

from moltverify.tla.values import ModelValue, SequenceValue
from moltverify.tracing.trace_answers import FitAnswer, Misfit, TraceReport
from tests.tracing.shops import EVENTS, said, take

pytestmark = pytest.mark.tlc


def misfit_of(report: TraceReport) -> Misfit:
    """Return the only misfit."""
    assert report.answer is FitAnswer.DOES_NOT_FIT, report.reason
    [misfit] = report.misfits
    return misfit


def values(misfit: Misfit) -> dict[str, object]:
    """Return the values of the only condition that is not satisfied."""
    [part] = misfit.blocked
    return {one.name: one.value for one in part.values}


def test_a_guard_is_told_with_its_sides_and_what_it_reads(tmp_path: Path) -> None:
    # No red has it: in one there is no such guard, but the number that is left would be another.
    found = misfit_of(said(tmp_path, take("ann", 1, 1), take("bob", 2, 0)))
    assert (found.fitted, found.events) == (1, 2)
    assert found.stopped is not None
    assert found.stopped.place.endswith("shop.log:2")
    [part] = found.blocked
    assert (part.kind, part.text) == ("action", "n <= left")
    assert values(found) == {"left": 1, "n": 2}
    assert {step.action.name for step in found.allowed if step.action} == {
        "Take",
        "PutBack",
        "Close",
    }


def test_a_value_after_the_step_is_told_with_that_of_the_model(tmp_path: Path) -> None:
    found = misfit_of(said(tmp_path, take("ann", 1, 1), take("ann", 1, 5)))
    [part] = found.blocked
    assert (part.kind, part.text, part.modelled) == ("after", "left", (0,))
    assert values(found) == {"the log": 5}


def test_a_value_without_a_step_is_told_with_that_of_the_model(tmp_path: Path) -> None:
    found = misfit_of(said(tmp_path, take("ann", 2, 0), {"event": "count", "left": 1}))
    [part] = found.blocked
    assert (part.kind, part.text) == ("before", "left")
    assert values(found) == {"left": 0, "the log": 1, "the model": 0}


def test_a_guard_inside_another_operator_is_found(tmp_path: Path) -> None:
    found = misfit_of(said(tmp_path, take("ann", 1, 1), {"event": "back", "who": "bob"}))
    [part] = found.blocked
    assert part.text == "Len(carts[b]) > 0"
    assert values(found)["Len(carts[b])"] == 0
    assert values(found)["b"] == "bob"


def test_of_an_if_the_branch_that_is_taken_is_told(tmp_path: Path) -> None:
    events = ({"event": "close"}, {"event": "visit", "who": "ann"})
    found = misfit_of(said(tmp_path, take("bob", 1, 1), *events))
    assert [part.text for part in found.blocked] == ["Len(carts[b]) > 0"]


def test_each_way_to_take_an_event_has_its_condition(tmp_path: Path) -> None:
    events = ({"event": "close"}, {"event": "either", "who": "ann"})
    report = said(tmp_path, *events)
    # A red has this behaviour; why the green has not is told all the same.
    assert report.answer is FitAnswer.VIOLATES, report.reason
    [found] = report.misfits
    assert [part.text for part in found.blocked] == ["open", "Len(carts[b]) > 0"]


def test_a_choice_that_no_value_satisfies_is_told(tmp_path: Path) -> None:
    found = misfit_of(said(tmp_path, take("ann", 1, 1), {"event": "bulk", "who": "ann"}))
    [part] = found.blocked
    assert part.text == "n > 1"


def test_the_prefix_has_the_actions_and_the_lines_of_its_events(tmp_path: Path) -> None:
    events = (take("ann", 1, 1), {"event": "either", "who": "ann"}, {"event": "count", "left": 9})
    found = misfit_of(said(tmp_path, *events))
    names = [step.action.name if step.action else "" for step in found.prefix.steps]
    assert names[:2] == ["", "Take"]
    assert names[2] in {"Close", "PutBack"}
    assert [place.rpartition(":")[2] for place in found.places] == ["", "1", "2"]
    assert found.prefix[1]["last"] == "ann"
    assert found.prefix[0]["last"] == ModelValue("nobody")
    assert found.prefix[0]["carts"] != SequenceValue(())


def test_hidden_steps_are_in_the_prefix_without_a_line(tmp_path: Path) -> None:
    mapping = EVENTS + "      hidden: {Refill: 1}\n"
    events = (take("ann", 2, 0), take("bob", 1, 1), {"event": "count", "left": 9})
    found = misfit_of(said(tmp_path, *events, mapping=mapping))
    assert [step.action.name for step in found.prefix.steps if step.action] == [
        "Take",
        "Refill",
        "Take",
    ]
    assert [place.rpartition(":")[2] for place in found.places] == ["", "1", "", "2"]


def test_more_hidden_steps_than_allowed_do_not_fit(tmp_path: Path) -> None:
    log = (take("ann", 2, 0), {"event": "count", "left": 2})
    assert misfit_of(said(tmp_path, *log)).fitted == 1
    assert said(tmp_path, *log, mapping=EVENTS + "      hidden: {Refill: 1}\n").ok


def test_a_first_state_that_the_model_does_not_have_is_no_prefix(tmp_path: Path) -> None:
    mapping = EVENTS + "      initial: {left: event.left}\n"
    assert said(tmp_path, {"event": "count", "left": 2}, mapping=mapping).ok
    found = misfit_of(said(tmp_path, {"event": "count", "left": 3}, mapping=mapping))
    assert (found.fitted, found.prefix.steps, found.blocked) == (0, (), ())
