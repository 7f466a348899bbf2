"""The lines of the protocol, as other languages write and read them."""

import json

import msgspec
import pytest

from moltverify.conformance.protocol import Call, CallAnswer, Header, Hello, ModelLine


def test_a_short_answer_is_enough() -> None:
    answer = msgspec.json.decode(b'{"id": 5, "outcome": {"door": "shut"}}', type=CallAnswer)
    assert (answer.outcome, answer.error, answer.absent) == ({"door": "shut"}, "", "")


def test_a_key_that_a_later_version_knows_is_passed_over() -> None:
    assert msgspec.json.decode(b'{"ready": true, "language": "Go"}', type=Hello).ready


@pytest.mark.parametrize(
    "line", [b'{"outcome": 1}', b'{"id": "5"}', b'{"id": 5, "absent": 1}', b"[]"]
)
def test_an_answer_of_another_shape_is_refused(line: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(line, type=CallAnswer)


def test_outcomes_under_schedules_are_counted() -> None:
    line = b'{"id": 5, "outcomes": [{"outcome": 1, "runs": 7, "schedule": ["a", "b"]}]}'
    (only,) = msgspec.json.decode(line, type=CallAnswer).outcomes
    assert (only.outcome, only.runs, only.schedule) == (1, 7, ("a", "b"))


def test_the_page_names_every_key_that_a_command_reads_or_writes(page: str) -> None:
    for kind in (Header, Call, CallAnswer, Hello, ModelLine):
        # A mutant is planted by our tests alone, and a failure is what the harness says.
        keys = set(kind.__struct_fields__) - {"mutant", "failed"}
        assert {key for key in keys if f"`{key}`" not in page and f'"{key}"' not in page} == set()


def test_the_pages_lines_are_lines_of_the_protocol(page: str) -> None:
    blocks = [block.split("```")[0] for block in page.split("```json\n")[1:]]
    lines = [json.loads(line) for block in blocks for line in block.splitlines()]
    assert len(lines) == 7
    call, answer, model, *_ = lines
    assert msgspec.convert(call, Call).action == "Enter"
    assert msgspec.convert(answer, CallAnswer).id == 5
    assert msgspec.convert(model, ModelLine).constants == {"Limit": 3}
