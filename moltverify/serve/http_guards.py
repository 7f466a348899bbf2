"""What stands before all routes: sizes, origins, headers and the log."""

import asyncio
import time
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moltverify.serve.json_logs import log

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
CHANGING = {"POST", "PUT", "DELETE", "PATCH"}
DRAIN = 10  # seconds for the rest of a body that is refused


class BodyTooLargeError(Exception):
    """A client sends more than it may."""


class HttpGuards:
    """Refuses bodies that are too large and requests from other sites; adds headers; logs."""

    def __init__(self, app: ASGIApp, body_bytes: int) -> None:
        self.app = app
        self.body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, is_started = time.monotonic(), 0, False

        async def guarded_send(message: Message) -> None:
            nonlocal status, is_started
            if message["type"] == "http.response.start":
                status, is_started = message["status"], True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    # A page with a policy of its own is stricter, not weaker.
                    headers.setdefault(name, value)
            await send(message)

        received, has_more = 0, True

        async def guarded_receive() -> Message:
            nonlocal received, has_more
            message = await receive()
            received += len(message.get("body", b""))
            has_more = message.get("more_body", False)
            if received > self.body_bytes:
                raise BodyTooLargeError
            return message

        headers = Headers(scope=scope)
        try:
            if scope["method"] in CHANGING and (refusal := foreign(headers)):
                await refusal(scope, receive, guarded_send)
            elif declared_size(headers) > self.body_bytes:
                raise BodyTooLargeError
            else:
                await self.app(scope, guarded_receive, guarded_send)
        except BodyTooLargeError:
            if is_started:
                raise
            # To wait for more after the last part would be to wait for ever.
            if has_more:
                await drain(receive, self.body_bytes)
            await too_large(self.body_bytes)(scope, receive, guarded_send)
        finally:
            milliseconds = round(1000 * (time.monotonic() - began), 1)
            client = (scope.get("client") or ("", 0))[0]
            log(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                milliseconds=milliseconds,
                client=client,
            )


async def drain(receive: Receive, most: int) -> None:
    """Read the rest of a body, up to a size: a client that still sends may not see the answer."""
    # It may also stop sending, and then it gets its answer all the same.
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAIN):
            while most > 0:
                message = await receive()
                most -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return


def foreign(headers: Headers) -> JSONResponse | None:
    """Return the refusal of a request that another site's page has sent, or None."""
    origin = headers.get("origin")
    if origin is None or origin.partition("://")[2] == headers.get("host"):
        return None
    error = {"error": "this request comes from a page of another site", "hint": "use this one's"}
    return JSONResponse(error, 403)


def declared_size(headers: Headers) -> int:
    """Return the size of the body that a client announces, 0 if it does not."""
    size = headers.get("content-length", "0")
    return int(size) if size.isdecimal() and len(size) < 20 else 0


def too_large(most: int) -> JSONResponse:
    """Return the refusal of a body that is too large."""
    error = {
        "error": f"the request has more than {most // 1024} KiB",
        "hint": "send less, or run moltverify on your own machine",
    }
    return JSONResponse(error, 413, {"connection": "close"})
