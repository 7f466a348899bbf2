"""The user's options for a run of models."""

from msgspec import Struct

from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.engines import Engine
from moltverify.running.sandbox.limits import SandboxLimits


class RunOptions(Struct, frozen=True, kw_only=True):
    """Options for a run of models.

    `jobs` models run at a time (None: as many as cores and memory allow). `timeout` in seconds and
    `workers`, the number of TLC's threads, override the registry's values unless they are None.
    With `smoke`, each model is ended after that many seconds, and nothing is kept or recorded.
    With `sandbox`, each model runs in a sandbox with these limits, and `engine` has no effect.
    `cluster` is what the engine DASK uses.
    """

    jobs: int | None = None
    engine: Engine = Engine.AUTO
    cluster: ClusterChoice = ClusterChoice()
    timeout: float | None = None
    workers: int | None = None
    fail_fast: bool = False
    use_cache: bool = True
    smoke: float | None = None
    sandbox: SandboxLimits | None = None
