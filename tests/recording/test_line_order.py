"""A recorded log is whole if each writer's numbers are 1, 2, 3 and so on."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.recording.line_order import LineOrder
from tests.recording.logs import events_of, run_python


def line(writer: str, seq: int) -> dict[str, Any]:
    return {"event": "ask", "recorded": {"writer": writer, "seq": seq, "ns": 1}}


def problems(lines: list[dict[str, Any]]) -> list[str]:
    order = LineOrder()
    return [found for one in lines if (found := order.problem_at(one))]


@given(st.lists(st.sampled_from("abc")))
def test_writers_may_write_in_any_turn(turns: list[str]) -> None:
    lines = [line(one, turns[: place + 1].count(one)) for place, one in enumerate(turns)]
    assert problems(lines) == []


@given(st.data())
def test_a_line_that_is_taken_out_is_missed_unless_it_was_a_writer_s_last(
    data: st.DataObject,
) -> None:
    turns = data.draw(st.lists(st.sampled_from("ab"), min_size=1))
    lines = [line(one, turns[: place + 1].count(one)) for place, one in enumerate(turns)]
    out = data.draw(st.integers(0, len(turns) - 1))
    is_last = turns[out] not in turns[out + 1 :]
    assert (problems(lines[:out] + lines[out + 1 :]) == []) is is_last


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ([1, 3], "event 2 of writer a is missing before this line; give the log whole"),
        ([4], "event 1 to 3 of writer a is missing before this line; give the log whole"),
        ([1, 2, 2], "event 2 of writer a comes after its event 2"),
        ([1, 2, 1, 2], "event 1 of writer a comes after its event 2"),
    ],
)
def test_a_number_out_of_order_is_named(numbers: list[int], says: str) -> None:
    assert problems([line("a", number) for number in numbers]) == [says]


@pytest.mark.parametrize(
    "other", [None, 3, "a", [], {}, {"writer": 1, "seq": 1}, {"writer": "a"}, {"seq": 9}]
)
def test_lines_of_other_programs_have_no_order(other: object) -> None:
    assert problems([{"event": "ask"}, {"event": "ask", "recorded": other}]) == []


def test_an_event_that_could_not_be_written_is_missed(tmp_path: Path) -> None:
    code = """
import resource
log = mv.record(path)
log.event("ask")
resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(path), resource.RLIM_INFINITY))
try:
    log.event("ask")
except OSError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.event("ask")
"""
    answer = run_python(code, tmp_path / "log.jsonl")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "File too large" in answer.stdout
    [problem] = problems(events_of(tmp_path / "log.jsonl"))
    assert re.fullmatch(r"event 2 of writer \d+-\w+ is missing before this line; .*", problem)
