"""The JSON interface: jobs, their results and their progress."""

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import msgspec
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from moltverify.serve.client_limits import client_key
from moltverify.serve.job_errors import RefusedError
from moltverify.serve.job_lane import ActiveJob
from moltverify.serve.job_records import JobView
from moltverify.serve.job_requests import JobRequest, read_request
from moltverify.serve.job_service import JobService
from moltverify.serve.run_pages import REPORT

DIGEST = re.compile(r"[0-9a-f]{64}")
FORM = "application/x-www-form-urlencoded"
PULSE = 15.0  # seconds between signs of life on a stream, so that no proxy closes it
FIELDS = ("kind", "claim", "module", "config", "model", "expression")
NEWEST = 50  # jobs of the list
# Who has the link to such a job may read it, and nobody else.
PRIVATE = {"own", "value", "own-value"}
TYPES = {
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}


def job_routes() -> list[Route]:
    """Return the routes of jobs."""
    return [
        Route("/api/jobs", submit_job, methods=["POST"]),
        Route("/api/jobs", list_jobs, methods=["GET"]),
        Route("/api/jobs/{digest}", show_job, methods=["GET"]),
        Route("/api/jobs/{digest}/result", show_result, methods=["GET"]),
        Route("/api/jobs/{digest}/events", watch_job, methods=["GET"]),
        Route("/api/jobs/{digest}/cancel", cancel_job, methods=["POST"]),
        Route("/api/jobs/{digest}/start", start_job, methods=["POST"]),
        Route("/runs/{digest}/files/{path}", show_file, methods=["GET"]),
    ]


def service_of(request: Request) -> JobService:
    """Return the service that an application belongs to."""
    service: JobService = request.app.state.service
    return service


def client_of(request: Request) -> str:
    """Return who asks; behind a proxy, uvicorn puts the client's address there."""
    return client_key(request.client.host if request.client else "")


def digest_of(request: Request) -> str:
    """Return the digest in a path; raises RefusedError for anything else."""
    digest: str = request.path_params["digest"]
    if not DIGEST.fullmatch(digest):
        raise RefusedError(404, "there is no such job", "its name is a SHA-256 in hexadecimal")
    return digest


def record_response(record: object, status: int = 200) -> Response:
    """Return a record as JSON."""
    headers = {"cache-control": "no-store"}
    return Response(msgspec.json.encode(record), status, headers, "application/json")


async def submit_job(request: Request) -> Response:
    """Start a job, or join or return the one with these inputs."""
    body = await request.body()
    is_form = request.headers.get("content-type", "").partition(";")[0].strip() == FORM
    try:
        asked, fresh = from_form(body) if is_form else from_json(body)
    except ValueError as error:
        raise RefusedError(
            400, f"this is no request: {error}", "docs/serve.md shows some"
        ) from error
    view = await service_of(request).submit(asked, client_of(request), fresh)
    return job_answer(view, is_form)


def from_json(body: bytes) -> tuple[JobRequest, bool]:
    """Read a request, and whether it wants a run of its own; raises ValueError."""
    fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    fresh = msgspec.json.decode(fields.pop("fresh", b"false"), type=bool)
    return read_request(msgspec.json.encode(fields)), fresh


def from_form(body: bytes) -> tuple[JobRequest, bool]:
    """Read a request of a page without JavaScript; raises ValueError."""
    text = body.decode("utf-8")
    fields = {name: one[-1] for name, one in parse_qs(text, keep_blank_values=True).items()}
    asked: dict[str, Any] = {name: fields[name] for name in FIELDS if name in fields}
    if "ranges" in fields:
        asked["ranges"] = fields["ranges"].split()
    if asked.get("kind") == "own":
        asked["deadlock"] = "deadlock" in fields
    return read_request(msgspec.json.encode(asked)), "fresh" in fields


def job_answer(view: JobView, is_form: bool) -> Response:
    """Return a job to a program, or lead a browser to its page."""
    if is_form:
        return RedirectResponse(view.url, 303)
    return record_response(view, 202 if view.state.is_active else 200)


async def list_jobs(request: Request) -> Response:
    """Return the newest jobs without those of strangers' models."""
    service = service_of(request)
    jobs = await service.database.call(lambda: service.database.newest(NEWEST))
    return record_response(
        [await service.view(job.digest) for job in jobs if job.kind not in PRIVATE]
    )


async def show_job(request: Request) -> Response:
    """Return a job."""
    return record_response(await service_of(request).view(digest_of(request)))


async def cancel_job(request: Request) -> Response:
    """Withdraw a client's request."""
    view = await service_of(request).cancel(digest_of(request), client_of(request))
    return job_answer(view, "application/json" not in request.headers.get("accept", ""))


async def start_job(request: Request) -> Response:
    """Start a job again that has no result."""
    view = await service_of(request).start_again(digest_of(request), client_of(request))
    return job_answer(view, "application/json" not in request.headers.get("accept", ""))


async def show_result(request: Request) -> Response:
    """Return the result of a job as JSON."""
    service, digest = service_of(request), digest_of(request)
    result = await service.database.call(lambda: service.database.result(digest))
    if result is None:
        raise RefusedError(404, "this job has no result yet", "its events tell when it has")
    return Response(result, media_type="application/json", headers={"cache-control": "no-store"})


async def show_file(request: Request) -> Response:
    """Return a file of a result."""
    service, digest, path = service_of(request), digest_of(request), request.path_params["path"]
    content = await service.database.call(lambda: service.database.page(digest, path))
    if content is None:
        raise RefusedError(404, "this job has no such file", "it may not have ended")
    media = TYPES.get(path.rpartition(".")[2], "application/octet-stream")
    headers = {"cache-control": "no-cache"}
    if path == REPORT:
        # Its own policy, in the page, admits one script by its digest; this one would forbid it.
        headers["content-security-policy"] = "frame-ancestors 'none'; sandbox allow-scripts"
    return Response(content, media_type=media, headers=headers)


async def watch_job(request: Request) -> Response:
    """Return a stream with the job each time that something changes, until it ends."""
    service, digest = service_of(request), digest_of(request)
    limits = service.suite.limits
    # Found before the stream begins, so that a wrong digest is an error.
    await service.view(digest)
    if service.metrics.streams_open >= limits.streams:
        raise RefusedError(503, "too many clients watch jobs", "try again in 10 s", 10)
    events = states_of(service, digest, service.active.get(digest))
    return EventSourceResponse(events, ping=int(PULSE), send_timeout=limits.send_seconds, sep="\n")


async def states_of(
    service: JobService, digest: str, active: ActiveJob | None
) -> AsyncIterator[ServerSentEvent]:
    """Yield a job's states, the latest each time, until it has ended."""
    with service.metrics.watching():
        while True:
            version = active.feed.version if active else 0
            # Not by its digest: once it has ended, only what watched it knows its models.
            view = service.view_of(active) if active else await service.view(digest)
            yield ServerSentEvent(
                data=msgspec.json.encode(view).decode(), event="job", id=str(version), sep="\n"
            )
            if active is None or not view.state.is_active:
                return
            await active.feed.wait_after(version, PULSE)
