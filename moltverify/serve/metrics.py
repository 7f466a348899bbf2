"""The numbers that the service reports to Prometheus."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)


class ServiceMetrics:
    """Counters of one service, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answered = Counter(
            "moltverify_requests",
            "Requests for jobs, by how they were answered.",
            ["answer"],
            registry=self.registry,
        )
        self.ended = Counter(
            "moltverify_jobs", "Jobs that ended.", ["kind", "state"], registry=self.registry
        )
        self.seconds = Histogram(
            "moltverify_job_seconds",
            "How long jobs ran.",
            ["kind"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.waiting = Gauge(
            "moltverify_waiting_jobs", "Jobs in the queues.", registry=self.registry
        )
        self.running = Gauge("moltverify_running_jobs", "Jobs that run.", registry=self.registry)
        self.streams = Gauge("moltverify_streams", "Readers of progress.", registry=self.registry)

        self.streams_open = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count a reader of progress as long as it reads."""
        self.streams_open += 1
        try:
            yield
        finally:
            self.streams_open -= 1

    def text(self) -> bytes:
        """Return all numbers in Prometheus' text format."""
        self.streams.set(self.streams_open)
        return generate_latest(self.registry)
