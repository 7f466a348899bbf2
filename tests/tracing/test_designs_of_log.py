"""Which designs have a log that does not fit the green, and what they break on the way."""

from pathlib import Path

import pytest

import moltverify as mv
from moltverify.tracing.trace_answers import FitAnswer
from tests.conftest import edit
from tests.tracing.house import write_log
from tests.tracing.shops import EVENTS, said, take, write_shop

pytestmark = pytest.mark.tlc


def test_a_red_whose_invariant_breaks_on_the_way_is_the_story(tmp_path: Path) -> None:
    report = said(tmp_path, take("ann", 2, 0), take("bob", 1, -1), {"event": "close"})
    assert report.answer is FitAnswer.VIOLATES
    [misfit] = report.misfits
    found = misfit.violation
    assert found is not None
    assert (found.model, found.property, found.state, found.by_step) == (
        "shop:oversold",
        "Enough",
        3,
        False,
    )
    assert found.says == "There is never less than nothing."
    assert [step.action.name for step in found.behaviour.steps if step.action] == [
        "Take",
        "Take",
        "Close",
    ]
    assert "shop:oversold has this behaviour, and it breaks Enough" in report.reason


def test_an_invariant_that_breaks_in_the_last_state_counts(tmp_path: Path) -> None:
    report = said(tmp_path, take("ann", 2, 0), take("bob", 1, -1))
    found = report.misfits[0].violation
    assert found is not None
    assert found.state == len(found.behaviour) == 3


def test_a_red_whose_step_breaks_a_property_is_the_story_too(tmp_path: Path) -> None:
    events = ({"event": "close"}, {"event": "close"}, take("bob", 1, 1))
    report = said(tmp_path, *events)
    assert report.answer is FitAnswer.VIOLATES
    found = report.misfits[0].violation
    assert found is not None
    assert (found.model, found.property, found.state, found.by_step) == (
        "shop:reopens",
        "NeverReopens",
        3,
        True,
    )


def test_a_log_that_no_design_has_does_not_fit(tmp_path: Path) -> None:
    report = said(tmp_path, take("ann", 1, 1), {"event": "count", "left": 0})
    assert report.answer is FitAnswer.DOES_NOT_FIT
    assert report.misfits[0].designs == ()


def test_the_green_can_break_its_own_property_where_a_mapping_lets_it(tmp_path: Path) -> None:
    # A step that the model's own Next does not have, as only a mapping can say it.
    step = "left' = event.left /\\ UNCHANGED <<carts, last, open>>"
    mapping = f'      events: {{found: {{action: "{step}"}}}}\n'.replace("\\", "\\\\")
    report = said(tmp_path, {"event": "found", "left": -3}, mapping=mapping)
    assert report.answer is FitAnswer.VIOLATES
    found = report.misfits[0].violation
    assert found is not None
    assert (found.model, found.property) == ("shop", "Enough")
    assert report.misfits[0].blocked[0].kind == "property"


def test_a_red_that_cannot_be_followed_is_named(tmp_path: Path) -> None:
    specs = write_shop(tmp_path)
    edit(specs / "Shop_Faulty.tla", "    /\\ UNCHANGED open\n", "")
    log = write_log(tmp_path / "shop.log", take("ann", 2, 0), take("bob", 1, -1))
    report = mv.validate(specs, "shop", log, engine="process")
    assert report.answer is FitAnswer.DOES_NOT_FIT
    [words] = report.unfollowed
    assert words.startswith("shop:oversold: ")
    assert "open" in words


def test_constants_that_the_model_refuses_leave_the_log_undecided(tmp_path: Path) -> None:
    mapping = EVENTS + "      constants: {Stock: '0'}\n"
    report = said(tmp_path, {"event": "close"}, mapping=mapping)
    assert (report.answer, report.exit_code) == (FitAnswer.UNDECIDED, 3)
    assert "Assumption" in report.reason


def test_an_event_that_cannot_be_evaluated_is_named(tmp_path: Path) -> None:
    report = said(tmp_path, {"event": "close"}, {"event": "count"})
    assert report.answer is FitAnswer.UNDECIDED
    assert "shop.log:2: TLC failed" in report.reason
    assert "nonexistent field" in report.reason


def test_a_witness_is_counted_where_the_log_leads_to_its_state(tmp_path: Path) -> None:
    mapping = EVENTS + "      cover: {sold-out: 2, Take: 1}\n"
    thin = said(tmp_path, take("ann", 1, 1), mapping=mapping)
    assert thin.answer is FitAnswer.THIN
    assert "sold-out 0 of 2" in thin.reason
    full = said(tmp_path, take("ann", 2, 0), {"event": "close"}, mapping=mapping)
    assert full.ok
    rows = {row.name: (row.what, row.occurred) for row in full.coverage}
    assert rows["sold-out"] == ("state", 2)
    assert rows["Take"] == ("action", 1)
