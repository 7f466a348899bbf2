"""What commands that follow logs with TLC need, opened together."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from moltverify.cli.signals import Stop, stop_on_signal
from moltverify.registry.records import Claim, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import RunSize
from moltverify.store.private_folders import private_folder
from moltverify.suite.run_options import RunOptions
from moltverify.suite.soundness import checked_toolchain
from moltverify.tla.dependencies import DependencyReader
from moltverify.tracing.follow_run import Follower

LONGEST_RUN = 600.0  # seconds of one run of TLC, unless --timeout says otherwise


class TracingTools(Struct, frozen=True):
    """TLC to follow logs with, the reader of specs, how many runs at once, and the stop flag."""

    follower: Follower
    reader: DependencyReader
    jobs: int
    stop: Stop

    def exit_code(self, found: int) -> int:
        """Return the command's exit code: what was found, or that of a signal."""
        return 128 + self.stop.signal if self.stop.signal else found


@contextmanager
def tracing_tools(
    registry: Registry, claims: Iterable[Claim], options: RunOptions, tla2tools: Path | None
) -> Iterator[TracingTools]:
    """Yield the tools to follow logs of claims with."""
    files = RegistryFiles(registry)
    greens = tuple(one.green for one in claims if one.green and one.trace)
    toolchain = checked_toolchain(greens, files, tla2tools, options.use_cache)
    jobs = options.jobs or default_jobs([one.job.options for one in greens], 1)
    with (
        private_folder() as name,
        stop_on_signal() as stop,
        open_engine(options.engine, [RunSize.SMALL] * 4, toolchain) as launch_for,
    ):
        follower = Follower(
            toolchain=toolchain,
            launch=launch_for(RunSize.SMALL),
            folder=Path(name),
            timeout=options.timeout or LONGEST_RUN,
            stop=stop,
        )
        yield TracingTools(follower, files.reader, jobs, stop)
