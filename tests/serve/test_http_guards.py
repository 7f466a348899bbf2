"""Bodies that are too large, in whatever parts the server hands them over."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from moltverify.serve import http_guards
from moltverify.serve.http_guards import HttpGuards

LIMIT = 1000  # bytes of a body


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the size of the body."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def part(size: int, more: bool) -> Message:
    """Return a part of a body."""
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


def status_of(*parts: Message, length: str = "") -> int:
    """Return the status of the answer to a body in these parts; after them nothing comes."""
    waiting, statuses = list(parts), list[int]()

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"content-length", length.encode())] if length else []
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    asyncio.run(asyncio.wait_for(HttpGuards(echo, LIMIT)(scope, receive, send), 60))
    return statuses[0]


@pytest.mark.parametrize(
    "sizes", [(1001,), (1000, 1), (1, 1000), (400, 400, 400), (1001, 500), (500, 501, 5_000)]
)
def test_a_body_is_refused_wherever_its_parts_end(sizes: tuple[int, ...]) -> None:
    parts = [part(size, number < len(sizes)) for number, size in enumerate(sizes, 1)]
    assert status_of(*parts) == 413


def test_a_body_within_the_limit_is_read_whole() -> None:
    assert status_of(part(999, True), part(1, False)) == 200


def test_who_announces_too_much_is_refused_and_what_it_sends_is_read() -> None:
    assert status_of(part(5_000, False), length="5000") == 413


def test_who_stops_sending_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_guards, "DRAIN", 0.1)
    assert status_of(part(1001, True)) == 413
    assert status_of(length="5000") == 413


def test_who_goes_away_is_not_waited_for() -> None:
    assert status_of(part(1001, True), {"type": "http.disconnect"}) == 413
