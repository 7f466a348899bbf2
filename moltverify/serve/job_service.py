"""The jobs of a service: who asks for equal inputs shares one run, and few run at a time."""

import asyncio
import time
from threading import Event

import msgspec
from msgspec.structs import replace

from moltverify.errors import MoltverifyError
from moltverify.serve.client_limits import ClientLimits
from moltverify.serve.job_control import JobControl
from moltverify.serve.job_database import JobDatabase
from moltverify.serve.job_errors import RefusedError
from moltverify.serve.job_feed import JobFeed
from moltverify.serve.job_lane import ActiveJob, JobLane
from moltverify.serve.job_preparation import PreparedJob, ServedSuite, prepare_job
from moltverify.serve.job_records import Job, JobState, JobView, job_view
from moltverify.serve.job_requests import JobRequest, needs_sandbox, read_request, request_kind
from moltverify.serve.job_results import FinishedJob
from moltverify.serve.job_runner import RunJob
from moltverify.serve.json_logs import log
from moltverify.serve.metrics import ServiceMetrics
from moltverify.serve.newest_results import NewestResults
from moltverify.serve.shown_results import show_on_pages
from moltverify.suite.events import SuiteEvent

LARGEST_RETRY = 60  # seconds that a client is told to wait for a place in the queue


class JobService:
    """Takes requests, runs jobs and tells how they are; all methods belong to the event loop."""

    def __init__(
        self,
        suite: ServedSuite,
        database: JobDatabase,
        run: RunJob,
        newest: NewestResults,
        no_sandbox: str = "",
    ) -> None:
        self.suite = suite
        self.database = database
        self.run_job = run
        self.newest = newest
        self.no_sandbox = no_sandbox
        self.clients = ClientLimits(suite.limits)
        self.metrics = ServiceMetrics()
        self.active: dict[str, ActiveJob] = {}
        limits = suite.limits
        self.lanes = {True: JobLane(limits.own_places), False: JobLane(limits.claim_places)}
        self.tasks: list[asyncio.Task[None]] = []
        self.is_stopping = False

    def start(self) -> None:
        """Start taking jobs from the queues."""
        for lane in self.lanes.values():
            self.tasks += [asyncio.create_task(self.work(lane)) for _ in range(lane.places)]

    async def stop(self) -> None:
        """End all jobs; those that waited or ran can be started again."""
        self.is_stopping = True
        for job in self.active.values():
            job.stop.set()
        for lane in self.lanes.values():
            lane.waiting.clear()
            for _ in range(lane.places):
                lane.filled.release()
        await asyncio.gather(*self.tasks)
        await self.database.call(self.database.mark_interrupted)

    async def submit(self, request: JobRequest, client: str, fresh: bool = False) -> JobView:
        """Return the job of a request: one that is there, one that runs, or a new one.

        Raises RefusedError for what is not allowed, and for a full queue.
        """
        if needs_sandbox(request) and self.no_sandbox:
            raise RefusedError(
                503,
                f"this service checks no models of strangers, because it has {self.no_sandbox}",
                "run moltverify on your own machine",
            )
        job = await asyncio.to_thread(prepare_job, request, self.suite)
        kept = await self.database.call(lambda: self.database.get(job.digest))
        # Nothing below waits before the job is among the active ones: two clients who ask at the
        # same time must not start two runs.
        if active := self.active.get(job.digest):
            active.feed.askers.add(client)
            self.metrics.answered.labels("joined").inc()
            return self.view_of(active)
        if kept and kept.state is JobState.DONE and not fresh:
            self.metrics.answered.labels("kept").inc()
            return job_view(kept)
        return await self.enqueue(job, kept, client, fresh)

    async def enqueue(
        self, job: PreparedJob, kept: Job | None, client: str, fresh: bool
    ) -> JobView:
        """Put a job into its queue; raises RefusedError if there is no place."""
        lane = self.lane_of(job)
        self.clients.take(client)
        if self.is_stopping or len(lane.waiting) >= self.suite.limits.queue:
            self.clients.give_back(client)
            self.metrics.answered.labels("refused").inc()
            retry = min(LARGEST_RETRY, 5 * (1 + len(lane.waiting)))
            raise RefusedError(503, "too many jobs wait already", f"try again in {retry} s", retry)
        record = Job(
            digest=job.digest,
            kind=request_kind(job.request),
            title=job.title,
            request=msgspec.json.encode(job.request),
            state=JobState.WAITING,
            created=time.time(),
            finished=kept.finished if kept else 0.0,
            runs=kept.runs if kept else 0,
        )
        active = ActiveJob(job, JobFeed(record), Event(), fresh)
        active.feed.askers.add(client)
        self.active[job.digest] = active
        lane.waiting.append(job.digest)
        self.metrics.answered.labels("queued").inc()
        log("queued", job=job.digest, kind=record.kind, client=client)
        await self.database.call(lambda: self.database.put(record))
        lane.filled.release()
        return self.view_of(active)

    async def start_again(self, digest: str, client: str) -> JobView:
        """Start a job that was interrupted, cancelled or failed, from what is kept of it."""
        kept = await self.kept(digest)
        return await self.submit(read_request(kept.request), client)

    async def cancel(self, digest: str, client: str) -> JobView:
        """Withdraw a client's request; the job ends if no other client asked for it."""
        active = self.active.get(digest)
        if active is None:
            raise RefusedError(409, "this job neither waits nor runs", "it needs no cancelling")
        if client not in active.feed.askers:
            raise RefusedError(403, "others have asked for this job", "only they can cancel it")
        active.feed.askers.discard(client)
        if not active.feed.askers:
            active.cancelled = True
            active.stop.set()
            log("cancelled", job=digest, client=client)
            lane = self.lane_of(active.prepared)
            if digest in lane.waiting:
                lane.waiting.remove(digest)
                await self.end(active, JobState.CANCELLED, "cancelled while it waited")
                self.tell_places(lane)
        return await self.view(digest)

    async def view(self, digest: str) -> JobView:
        """Return a job; raises RefusedError if there is none."""
        if active := self.active.get(digest):
            return self.view_of(active)
        return job_view(await self.kept(digest))

    async def kept(self, digest: str) -> Job:
        """Return a job from the database; raises RefusedError if there is none."""
        job = await self.database.call(lambda: self.database.get(digest))
        if job is None:
            raise RefusedError(
                404, "there is no such job", "it may have been removed; ask for it again"
            )
        return job

    def view_of(self, active: ActiveJob) -> JobView:
        """Return an active job as clients see it."""
        lane = self.lane_of(active.prepared)
        digest = active.prepared.digest
        place = lane.waiting.index(digest) + 1 if digest in lane.waiting else 0
        return job_view(active.feed.job, place, tuple(active.feed.models.values()))

    def lane_of(self, job: PreparedJob) -> JobLane:
        """Return the queue of a job."""
        return self.lanes[needs_sandbox(job.request)]

    def tell_places(self, lane: JobLane) -> None:
        """Tell all who wait in a queue that it moved."""
        for digest in lane.waiting:
            self.active[digest].feed.publish()

    async def work(self, lane: JobLane) -> None:
        """Run the jobs of a queue, one after the other, until the service stops."""
        while True:
            await lane.filled.acquire()
            if self.is_stopping:
                return
            # A cancelled job has left its place, but not its signal.
            if lane.waiting:
                active = self.active[lane.waiting.popleft()]
                self.tell_places(lane)
                await self.carry_out(active)

    async def carry_out(self, active: ActiveJob) -> None:
        """Run one job and keep what came of it."""
        feed, job, loop = active.feed, active.feed.job, asyncio.get_running_loop()
        running = replace(job, state=JobState.RUNNING, started=time.time(), runs=job.runs + 1)
        feed.publish(running)
        await self.database.call(lambda: self.database.put(running))
        log("started", job=job.digest, kind=job.kind)

        def listen(event: SuiteEvent) -> None:
            loop.call_soon_threadsafe(feed.note, event)

        control = JobControl(active.fresh, active.stop, listen)
        try:
            finished = await asyncio.to_thread(self.run_job, active.prepared, control)
        except (MoltverifyError, OSError, ValueError) as error:
            message = error.message if isinstance(error, MoltverifyError) else str(error)
            await self.end(active, JobState.FAILED, message)
        except Exception as error:
            # One job must not end the queue; the log has what a maintainer needs.
            log("bug", job=job.digest, error=repr(error))
            await self.end(active, JobState.FAILED, "this is a bug in moltverify")
        else:
            await self.keep(active, finished)

    async def keep(self, active: ActiveJob, finished: FinishedJob) -> None:
        """Keep the result of a run that came to its end."""
        if active.cancelled:
            await self.end(active, JobState.CANCELLED, "cancelled while it ran")
            return
        if self.is_stopping:
            await self.end(active, JobState.INTERRUPTED, "the service ended while it ran")
            return
        content, most = msgspec.json.encode(finished.result), self.suite.limits.result_bytes
        if len(content) + sum(map(len, finished.pages.values())) > most:
            await self.end(active, JobState.FAILED, "its result is larger than this service keeps")
            return
        now = time.time()
        done = replace(active.feed.job, state=JobState.DONE, ended=now, finished=now, reason="")
        await self.database.call(lambda: self.database.put_result(done, content, finished.pages))
        # Before the end is told, so that the claim's page has this result when it is.
        await show_on_pages(self.newest, done, finished.result)
        self.close(active, done)

    async def end(self, active: ActiveJob, state: JobState, reason: str) -> None:
        """Keep the end of a job that has no new result."""
        ended = replace(active.feed.job, state=state, ended=time.time(), reason=reason)
        await self.database.call(lambda: self.database.put(ended))
        self.close(active, ended)

    def close(self, active: ActiveJob, job: Job) -> None:
        """Tell all who watch that a job has ended."""
        self.active.pop(job.digest, None)
        active.feed.publish(job)
        self.metrics.ended.labels(job.kind, job.state.value).inc()
        if job.started:
            self.metrics.seconds.labels(job.kind).observe(max(0.0, job.ended - job.started))
        log("ended", job=job.digest, kind=job.kind, state=job.state.value, reason=job.reason)
