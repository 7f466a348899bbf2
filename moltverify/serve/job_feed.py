"""The latest state of one active job, and a signal to all who watch it.

Watchers read the latest state when they come to it, so one that is slow misses states and holds
nobody up.
"""

import asyncio
from contextlib import suppress

from msgspec.structs import replace

from moltverify.serve.job_records import Job, ModelProgress
from moltverify.suite.events import Ended, Progressed, Started, SuiteEvent


class JobFeed:
    """A job that waits or runs; all methods belong to the event loop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.models: dict[str, ModelProgress] = {}
        self.askers: set[str] = set()
        self.version = 0
        self.changed = asyncio.Event()

    def publish(self, job: Job | None = None) -> None:
        """Tell all who wait that something is new, such as the job itself."""
        self.job = job or self.job
        self.version += 1
        # Each change has an event of its own, so that nobody has to clear it for others.
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    async def wait_after(self, version: int, seconds: float) -> None:
        """Return once there is something newer than a version, or after some seconds."""
        if self.version == version:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), seconds)

    def note(self, event: SuiteEvent) -> None:
        """Take over what a model of the job reports."""
        known = self.models.get(event.model.id, ModelProgress(id=event.model.id))
        match event:
            case Started():
                new = replace(known, state="running")
            case Progressed(progress=progress):
                new = replace(
                    known,
                    state="running",
                    distinct=progress.distinct,
                    generated=progress.generated,
                    depth=progress.depth,
                )
            case Ended(result=result):
                counts = result.statistics
                new = replace(
                    known,
                    state="done",
                    distinct=counts.distinct,
                    generated=counts.generated,
                    depth=counts.depth,
                    verdict=result.verdict.value,
                    reason=result.reason,
                )
            case _:
                return
        self.models[event.model.id] = new
        self.publish()
