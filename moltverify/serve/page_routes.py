"""The pages: those of the site from memory, those of runs from the database."""

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from moltverify.serve.job_errors import RefusedError
from moltverify.serve.job_records import JobState, JobView
from moltverify.serve.job_results import JobResult
from moltverify.serve.job_routes import NEWEST, PRIVATE, digest_of, service_of
from moltverify.serve.live_renderer import RUNS, RUNS_PAGE
from moltverify.serve.live_site import LiveSite, ServedFile
from moltverify.serve.run_pages import PAGE

NO_STORE = {"cache-control": "no-store"}


def page_routes() -> list[Route]:
    """Return the routes of pages, those for any path last."""
    return [
        Route("/", show_page),
        Route(f"/{RUNS_PAGE}", show_runs),
        Route("/runs/{digest}.json", lead_to_result),
        Route("/runs/{digest}", show_run),
        Route("/{path:path}", show_page),
    ]


def site_of(request: Request) -> LiveSite:
    """Return the pages of an application."""
    site: LiveSite = request.app.state.site
    return site


async def show_page(request: Request) -> Response:
    """Return a page or another file of the site."""
    path = request.path_params.get("path") or "index.html"
    if file := site_of(request).files.get(path):
        return file_response(request, file)
    raise RefusedError(404, "there is no such page", "the first page leads to all others")


def file_response(request: Request, file: ServedFile) -> Response:
    """Return a file, or that the client has it already."""
    tag = f'"{file.digest}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = file.content
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"], content = "gzip", file.packed
    return Response(content, headers=headers, media_type=file.media)


async def show_runs(request: Request) -> Response:
    """Return the list of the newest jobs about claims."""
    service = service_of(request)
    jobs = await service.database.call(lambda: service.database.newest(NEWEST))
    views = [await service.view(job.digest) for job in jobs if job.kind not in PRIVATE]
    page = site_of(request).renderer.page("runs.html.j2", RUNS_PAGE, jobs=views)
    return HTMLResponse(page.content, headers=NO_STORE)


async def lead_to_result(request: Request) -> Response:
    """Lead to the data beside the page of a run."""
    return RedirectResponse(f"/api/jobs/{digest_of(request)}/result", 307)


async def show_run(request: Request) -> Response:
    """Return the page of a job: its result, or how far it is."""
    service, digest = service_of(request), digest_of(request)
    view = await service.view(digest)
    if view.state is JobState.DONE:
        page = await service.database.call(lambda: service.database.page(digest, PAGE))
        if page is not None:
            return HTMLResponse(page, headers={"cache-control": "no-cache"})
    return HTMLResponse(await job_page(request, view), headers=NO_STORE)


async def job_page(request: Request, view: JobView) -> bytes:
    """Return the page of a job without a page of its own result."""
    service, result = service_of(request), JobResult()
    if view.has_result:
        content = await service.database.call(lambda: service.database.result(view.digest))
        result = msgspec.json.decode(content, type=JobResult) if content else result
    renderer = site_of(request).renderer
    page = renderer.page("run.html.j2", RUNS / view.digest, RUNS_PAGE, job=view, result=result)
    return page.content
