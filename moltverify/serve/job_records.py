"""A job as it is kept, and as clients see it."""

from enum import Enum

from msgspec import Struct


class JobState(Enum):
    """Where a job is. The last four are ends; INTERRUPTED is by an end of the service."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def is_active(self) -> bool:
        """Whether the job waits or runs."""
        return self in {JobState.WAITING, JobState.RUNNING}


class Job(Struct, frozen=True, kw_only=True):
    """A job by the digest of all its inputs. Times are in seconds since 1970, 0 is never.

    `reason` says why it failed. `finished` is when the result that is kept was made, which an
    interrupted or failed repetition does not change; 0 without a result. `runs` counts starts.
    """

    digest: str
    kind: str
    title: str
    request: bytes
    state: JobState
    reason: str = ""
    created: float = 0.0
    started: float = 0.0
    ended: float = 0.0
    finished: float = 0.0
    runs: int = 0


class ModelProgress(Struct, frozen=True, kw_only=True):
    """How far a model of a job is: TLC's latest counts, and its verdict at the end."""

    id: str
    state: str = "waiting"
    distinct: int | None = None
    generated: int | None = None
    depth: int | None = None
    verdict: str = ""
    reason: str = ""


class JobView(Struct, frozen=True, kw_only=True):
    """A job as clients see it. `place` counts the jobs before it in the queue, from 1; 0 if none.

    `has_result` says that the result of an earlier or this run can be read. `url` is its page.
    """

    digest: str
    kind: str
    title: str
    state: JobState
    reason: str
    place: int
    created: float
    started: float
    ended: float
    finished: float
    runs: int
    has_result: bool
    url: str
    models: tuple[ModelProgress, ...] = ()


def job_view(job: Job, place: int = 0, models: tuple[ModelProgress, ...] = ()) -> JobView:
    """Return a job as clients see it."""
    return JobView(
        digest=job.digest,
        kind=job.kind,
        title=job.title,
        state=job.state,
        reason=job.reason,
        place=place,
        created=job.created,
        started=job.started,
        ended=job.ended,
        finished=job.finished,
        runs=job.runs,
        has_result=bool(job.finished),
        url=f"/runs/{job.digest}",
        models=models,
    )
