"""The line that shows what runs now."""

import io
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.report.terminal.progress import ProgressLine, progress_counts
from moltverify.report.terminal.terminal import make_console
from moltverify.suite import loop as suite
from moltverify.tlc.progress import Progress
from tests import made

MODEL = made.model(Path("specs"))


def line(*events: suite.SuiteEvent) -> str:
    progress = ProgressLine(make_console(io.StringIO(), None, {}), total=2)
    with progress:
        for event in events:
            progress(event)
    return progress.line().plain


def test_the_line_says_how_many_are_done_and_what_runs() -> None:
    assert line() == "0 of 2 models  "
    assert line(suite.Started(MODEL)) == "0 of 2 models  door 0 s"
    ended = (suite.Started(MODEL), suite.Ended(MODEL, made.green()))
    assert line(*ended) == "1 of 2 models  "


def test_the_line_says_how_far_a_model_is() -> None:
    told = suite.Progressed(MODEL, Progress(9999, 1234, 56, 7))
    text = line(suite.Started(MODEL), told)
    assert text == "0 of 2 models  door 1,234 states, 56 in the queue, 0 s"


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(None, None, None, None), ""),
        (Progress(5, None, 3, None), " 3 in the queue,"),
        (Progress(5, 4, None, None), " 4 states,"),
    ],
)
def test_what_tlc_does_not_count_is_left_out(progress: Progress, words: str) -> None:
    assert progress_counts(progress) == words


def test_models_that_run_at_once_are_all_named() -> None:
    other = replace(MODEL, id="gate")
    assert line(suite.Started(MODEL), suite.Started(other)) == "0 of 2 models  door 0 s; gate 0 s"


def test_a_model_known_before_it_started_counts_as_done() -> None:
    assert line(suite.Ended(MODEL, made.green())) == "1 of 2 models  "


def test_a_model_that_one_of_several_tlcs_has_answered_does_not_run_and_is_not_done() -> None:
    assert line(suite.Started(MODEL), suite.Answered(MODEL)) == "0 of 2 models  "


def test_a_pipe_gets_no_line() -> None:
    stream = io.StringIO()
    with ProgressLine(make_console(stream, None, {}), total=1) as progress:
        progress(suite.Started(MODEL))
    assert stream.getvalue() == ""
