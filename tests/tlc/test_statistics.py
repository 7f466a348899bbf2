"""Counts of states: which of TLC's messages they come from."""

from __future__ import annotations

import pytest

from moltverify.tlc.codes import Code
from moltverify.tlc.messages import Message, Severity
from moltverify.tlc.outcome import Statistics
from moltverify.tlc.progress import Progress
from moltverify.tlc.statistics import final_counts, last_progress, read_statistics

_FINAL = "6 states generated, 5 distinct states found, 1 states left on queue."


def _said(code: int, text: str) -> Message:
    return Message(code, Severity.INFO, text)


def _progress(generated: str, depth: int = 4) -> Message:
    return _said(
        Code.TLC_PROGRESS_STATS,
        f"Progress({depth}) at NOW: {generated} states generated, 900 distinct states found, "
        "70 states left on queue.",
    )


@pytest.mark.parametrize(
    ("code", "text", "counts"),
    [
        (Code.TLC_STATS, _FINAL, Progress(6, 5, 1, None)),
        (
            Code.TLC_STATS_DFID,
            "6 states generated, 5 distinct states found.",
            Progress(6, 5, None, None),
        ),
        (
            Code.TLC_STATS_SIMU,
            "The number of states generated: 21\nSimulation using seed 1",
            Progress(21, None, None, None),
        ),
    ],
)
def test_each_way_of_searching_closes_with_its_own_counts(
    code: int, text: str, counts: Progress
) -> None:
    """What a search does not count is unknown and not 0."""
    assert final_counts([_said(code, text)]) == counts


@pytest.mark.parametrize(
    "code", [Code.TLC_STATS_DFID, Code.TLC_STATS_SIMU, Code.TLC_PROGRESS_STATS]
)
def test_the_words_of_another_message_are_no_closing_counts(code: int) -> None:
    """The code decides, because Print can print the same words."""
    assert final_counts([_said(code, _FINAL)]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6 states generated",
        "6 states generated, 5 distinct states found, states left on queue.",
        f"{'9' * 19} states generated",
    ],
)
def test_damaged_closing_counts_are_unknown(text: str) -> None:
    """Nothing is raised, and no part of them is used."""
    assert final_counts([_said(Code.TLC_STATS, text)]) is None


def test_the_last_of_several_counts_is_the_closing_one() -> None:
    """A liveness check can print them before the search is over."""
    first = _said(Code.TLC_STATS, _FINAL.replace("6 ", "4 "))
    assert final_counts([first, _said(Code.TLC_STATS, _FINAL)]) == Progress(6, 5, 1, None)


def test_the_last_progress_counts() -> None:
    """Each message of progress replaces the one before."""
    assert last_progress([_progress("1,000"), _progress("2,000", 9)]) == Progress(2000, 900, 70, 9)
    assert last_progress([_said(Code.TLC_STATS, _FINAL)]) is None


def test_closing_counts_take_precedence_over_progress() -> None:
    """Progress is older; its depth is used only where no message closes the search."""
    messages = [_progress("1,000"), _said(Code.TLC_STATS, _FINAL)]
    assert read_statistics(messages) == Statistics(6, 5, 1, 4, None)
    depth = _said(Code.TLC_SEARCH_DEPTH, "The depth of the complete state graph search is 5.")
    assert read_statistics([*messages, depth]).depth == 5


def test_a_run_that_was_stopped_has_the_counts_of_its_last_progress() -> None:
    """It prints no closing counts."""
    assert read_statistics([_progress("1,000")]) == Statistics(1000, 900, 70, 4, None)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            Code.TLC_INIT_GENERATED1,
            "Finished computing initial states: 12 distinct states generated.",
        ),
        (
            Code.TLC_INIT_GENERATED1,
            "Finished computing initial states: 12 distinct state generated at NOW.",
        ),
        (
            Code.TLC_INIT_GENERATED2,
            "Finished computing initial states: 20 states generated, with 12 of them distinct.",
        ),
        (Code.TLC_INIT_GENERATED3, "20 states generated, with 12 of them distinct at NOW."),
        (Code.TLC_INIT_GENERATED4, "Finished computing initial states: 12 distinct state(s)"),
    ],
)
def test_initial_states_are_the_distinct_ones(code: int, text: str) -> None:
    """TLC words the message by number and by version."""
    assert read_statistics([_said(code, text)]).initial_distinct == 12


def test_no_messages_make_unknown_counts() -> None:
    """Nothing is 0 that was not counted."""
    assert read_statistics([]) == Statistics()


def test_messages_may_be_given_once() -> None:
    """An iterator is read for all counts."""
    messages = (_progress("1,000"), _said(Code.TLC_STATS, _FINAL))
    assert read_statistics(iter(messages)) == read_statistics(messages)
    assert final_counts(iter(messages)) == Progress(6, 5, 1, None)
