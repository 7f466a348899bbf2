"""What a user asks of `moltverify run`."""

from pathlib import Path

from msgspec import Struct

from moltverify.cli.report_option import ReportRequest
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.suite.run_options import RunOptions
from moltverify.suite.shards import Shard


class RunRequest(Struct, frozen=True, kw_only=True):
    """The values of the options, each under the name that the command has for it."""

    selectors: tuple[str, ...]
    roles: str | None
    tiers: tuple[str, ...]
    options: RunOptions
    cluster: ClusterChoice
    smoke: float | None
    sandbox: bool
    changed: bool
    since: str | None
    with_code: bool
    shard: Shard | None
    fail_fast: bool
    as_json: bool
    quiet: bool
    brief: bool
    full: bool
    traces: bool | None
    reports: tuple[ReportRequest, ...]
    tla2tools: Path | None
    also_with: tuple[Path, ...]
    registry: Path | None
    store: Path | None
