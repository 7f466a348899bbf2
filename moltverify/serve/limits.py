"""What the service allows: to one job, to one client and to all together."""

from msgspec import Struct

from moltverify.running.sandbox.limits import SandboxLimits


class ServeLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits of a service. Sizes are in bytes, times in seconds.

    `claim_places` and `own_places` are jobs at a time; `queue` jobs of each kind may wait.
    `own_memory` is the heap in Java's notation, `own_output` and `own_scratch` are in megabytes.
    `instances` is the number of sizes of a sweep, `largest_size` that of a constant. `per_minute`
    and `per_hour` count the jobs that one client starts. `result_bytes` is for one result, and
    `database_bytes` for all that are kept, for `days` after their last use. `streams` is the number
    of readers of progress, and `send_seconds` the time after which one that does not read is left.
    """

    own_bytes: int = 64 * 1024
    own_states: int = 1_000_000
    own_seconds: float = 30.0
    own_memory: str = "512m"
    own_output: int = 8
    own_scratch: int = 128
    own_places: int = 1
    claim_places: int = 1
    sweep_seconds: float = 30.0
    queue: int = 20
    instances: int = 12
    largest_size: int = 8
    per_minute: int = 10
    per_hour: int = 100
    body_bytes: int = 256 * 1024
    result_bytes: int = 16 * 1024 * 1024
    trace_states: int = 200
    database_bytes: int = 1024**3
    days: float = 90.0
    streams: int = 500
    send_seconds: float = 15.0

    @property
    def sandbox(self) -> SandboxLimits:
        """The limits of the sandbox of one model."""
        return SandboxLimits(
            processes=256, scratch=self.own_scratch, output=self.own_output, open_files=256
        )
