"""Which results of jobs the site's pages show: those about claims, with the inputs of today."""

import asyncio
from functools import partial

import msgspec

from moltverify.serve.job_database import JobDatabase
from moltverify.serve.job_errors import RefusedError
from moltverify.serve.job_preparation import ServedSuite, prepare_job
from moltverify.serve.job_records import Job
from moltverify.serve.job_requests import read_request
from moltverify.serve.job_results import JobResult
from moltverify.serve.json_logs import log
from moltverify.serve.newest_results import NewestResults

ABOUT_CLAIMS = ("claim", "what-if")  # kinds of jobs that run all models of a claim


async def show_on_pages(newest: NewestResults, job: Job, result: JobResult) -> None:
    """Show the result of a job on the page of its claim, if it is about one."""
    if job.kind not in ABOUT_CLAIMS or result.suite is None:
        return
    try:
        await asyncio.to_thread(newest.show, result.suite, job.finished)
    except Exception as error:
        # The result is kept, and a page that cannot be made must not end the queue.
        log("bug", job=job.digest, error=repr(error))


async def show_kept(database: JobDatabase, suite: ServedSuite, newest: NewestResults) -> None:
    """Show the results of an earlier service whose inputs are still the same."""
    for job in await database.call(lambda: database.with_result(ABOUT_CLAIMS)):
        content = await database.call(partial(database.result, job.digest))
        if content is None:
            continue
        if await asyncio.to_thread(has_same_inputs, job, suite):
            await show_on_pages(newest, job, msgspec.json.decode(content, type=JobResult))
    log("restored", claims=len(newest.shown))


def has_same_inputs(job: Job, suite: ServedSuite) -> bool:
    """Tell whether the same request would be the same job now."""
    try:
        return prepare_job(read_request(job.request), suite).digest == job.digest
    except (RefusedError, ValueError, OSError):
        return False  # of a claim that there is no more, or that cannot be read
