"""The service as a web application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from moltverify import __version__
from moltverify.serve.http_guards import HttpGuards
from moltverify.serve.job_errors import RefusedError
from moltverify.serve.job_routes import job_routes, service_of
from moltverify.serve.job_service import JobService
from moltverify.serve.json_logs import log
from moltverify.serve.live_site import LiveSite
from moltverify.serve.page_routes import page_routes, site_of
from moltverify.serve.shown_results import show_kept

DAY, HOUR = 86400.0, 3600.0
METRICS = "text/plain; version=0.0.4; charset=utf-8"


def web_app(service: JobService, site: LiveSite) -> Starlette:
    """Return the application of a service, which it starts and stops, with its pages."""
    app = Starlette(
        routes=[
            *job_routes(),
            Route("/healthz", health),
            Route("/metrics", metrics),
            *page_routes(),
        ],
        middleware=[Middleware(HttpGuards, body_bytes=service.suite.limits.body_bytes)],
        exception_handlers={RefusedError: refused, HTTPException: not_served},
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.site = site
    return app


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Open the database and take jobs, as long as the application runs."""
    service: JobService = app.state.service
    unfinished = await service.database.call(service.database.open)
    log("opened", version=__version__, file=service.database.file, interrupted=unfinished)
    service.start()
    beside = [
        asyncio.create_task(one)
        for one in (
            prune_hourly(service),
            show_kept(service.database, service.suite, service.newest),
        )
    ]
    yield
    for task in beside:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await service.stop()
    await service.database.call(service.database.close)
    log("closed")


async def prune_hourly(service: JobService) -> None:
    """Remove old jobs now and then."""
    limits, database = service.suite.limits, service.database
    while True:
        removed = await database.call(
            lambda: database.prune(limits.days * DAY, limits.database_bytes)
        )
        log("pruned", jobs=removed)
        await asyncio.sleep(HOUR)


async def refused(request: Request, error: Exception) -> Response:
    """Answer what is not allowed with what to do: a page for a browser, else JSON."""
    assert isinstance(error, RefusedError)
    if request.headers.get("accept", "").startswith("text/html"):
        return HTMLResponse(site_of(request).renderer.refusal_page(error), error.status)
    content = {"error": error.message, "hint": error.hint, "places": error.places}
    headers = {"retry-after": str(error.retry)} if error.retry else {}
    return JSONResponse(content, error.status, {**headers, "cache-control": "no-store"})


async def not_served(_: Request, error: Exception) -> Response:
    """Answer for a path or a method that there is not."""
    assert isinstance(error, HTTPException)
    content = {"error": error.detail, "hint": "docs/serve.md lists what there is"}
    return JSONResponse(content, error.status_code, error.headers)


async def health(request: Request) -> Response:
    """Say that the service answers and whether its database does."""
    service = service_of(request)
    await service.database.call(lambda: service.database.newest(1))
    own = {"own_models": not service.no_sandbox, "why": service.no_sandbox}
    return JSONResponse({"status": "ok", "version": __version__, **own})


async def metrics(request: Request) -> Response:
    """Return the numbers of the service for Prometheus."""
    service = service_of(request)
    waiting = sum(len(lane.waiting) for lane in service.lanes.values())
    service.metrics.waiting.set(waiting)
    service.metrics.running.set(len(service.active) - waiting)
    return Response(service.metrics.text(), headers={"content-type": METRICS})
