"""How models run, as the user asks for it."""

from msgspec import Struct

from moltverify.running.engines import Engine


class RunOptions(Struct, frozen=True, kw_only=True):
    """How models run.

    `jobs` models at a time (None: as many as cores and memory allow), each for `timeout` seconds
    and with `workers` threads of TLC's own (None: as the registry says).
    """

    jobs: int | None = None
    engine: Engine = Engine.AUTO
    timeout: float | None = None
    workers: int | None = None
    fail_fast: bool = False
    use_cache: bool = True
