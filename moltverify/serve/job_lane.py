"""The queue of one kind of jobs, and what is in it."""

import asyncio
from collections import deque
from threading import Event

from msgspec import Struct

from moltverify.serve.job_feed import JobFeed
from moltverify.serve.job_preparation import PreparedJob


class ActiveJob(Struct):
    """A job that waits or runs, with what ends it; `fresh` uses no kept verdict."""

    prepared: PreparedJob
    feed: JobFeed
    stop: Event
    fresh: bool
    cancelled: bool = False


class JobLane:
    """The queue of one kind of jobs, so that a flood of one does not hold up the other."""

    def __init__(self, places: int) -> None:
        self.places = places
        self.waiting: deque[str] = deque()
        self.filled = asyncio.Semaphore(0)
