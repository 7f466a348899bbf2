"""What a pool and its workers say to each other: one JSON value a line."""

from typing import TypeVar

import msgspec
import pytest

from moltverify.running.command import JavaProperty
from moltverify.running.warm.worker_protocol import Machine, Request, WorkerAnswer

REQUEST = Request(
    arguments=("-tool", "a b.tla", "grün\nM"),
    properties=(JavaProperty("user.home", "/a b"),),
    folder="/private/spec",
    stdout="/logs/output.txt",
    stderr="/logs/errors.txt",
)
Record = TypeVar("Record", Machine, Request, WorkerAnswer)


@pytest.mark.parametrize(
    "record",
    [
        Machine("/lib/libjvm.so", ("-Xmx1g", "-Da=b\nc"), "/a b.jar", renews=True),
        REQUEST,
        WorkerAnswer(12, 0.25, "threads of the run did not end: a\nb"),
        WorkerAnswer(0, 1.0),
    ],
)
def test_a_record_is_one_line_and_is_read_as_it_was_written(record: Record) -> None:
    line = msgspec.json.encode(record)
    assert b"\n" not in line
    assert msgspec.json.decode(line, type=type(record)) == record


@pytest.mark.parametrize("kind", [Machine, Request, WorkerAnswer])
@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b'{"exit_code": 0', b"Killed"])
def test_a_line_that_is_no_such_record_is_refused(kind: type[Record], line: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(line, type=kind)


def test_a_request_that_lacks_a_file_is_refused() -> None:
    fields = msgspec.to_builtins(REQUEST)
    for name in fields:
        less = {key: value for key, value in fields.items() if key != name}
        with pytest.raises(msgspec.ValidationError, match=name):
            msgspec.convert(less, Request)


def test_an_answer_keeps_its_worker_unless_it_gives_a_reason() -> None:
    assert msgspec.json.decode(b'{"exit_code": 0, "seconds": 1}', type=WorkerAnswer) == (
        WorkerAnswer(0, 1.0, retire_reason="")
    )
