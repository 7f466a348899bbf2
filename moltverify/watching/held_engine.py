"""An engine that stays open from one round to the next, with warm workers in reserve."""

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from threading import Event

from msgspec.structs import replace

from moltverify.running.class_data_archive import LIMIT, small_run
from moltverify.running.engine_selection import MIN_CHECKED, LaunchFor, open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.job import TlcOptions
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.worker_client import ENGINE
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.suite.verdict_cache import VerdictCache

# A change ends the worker of the model that it makes out of date, and a new one takes a second to
# start. So there is one more than a round needs that has a single model.
RESERVE = 2


class HeldEngine:
    """One set of tools with its workers and its kept verdicts; the constructor may take seconds.

    It raises ToolchainError as `open_engine` does.
    """

    def __init__(self, engine: Engine, toolchain: Toolchain) -> None:
        self.toolchain = toolchain
        # One for all rounds, because its key has a digest of the tools.
        self.verdicts = VerdictCache(cache_folder(os.environ), toolchain)
        self.stack, self.stop = ExitStack(), Event()
        # As if there were many models: a single one gets no worker, and here each comes again.
        many = [RunSize.SMALL] * MIN_CHECKED
        self.launch_for = self.stack.enter_context(open_engine(engine, many, toolchain))
        self.threads = ThreadPoolExecutor(RESERVE, thread_name_prefix="reserve")
        self.made: list[Future[bool]] = []

    def for_round(self, _: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
        """Return what a round's loop opens and closes in place of an engine of its own."""
        return nullcontext(self.launch_for)

    def make_reserve(self, options: TlcOptions) -> None:
        """Let workers for models with these options start in the background, and warm up."""
        if all(one.done() for one in self.made):
            self.made = [self.threads.submit(self.warm_up, options) for _ in range(RESERVE)]

    def warm_up(self, options: TlcOptions) -> bool:
        """Run a small model, as most models run; return whether a worker did."""
        launch = self.launch_for(RunSize.SMALL)
        with suppress(OSError), private_folder() as folder:
            all_states = replace(options, random_search=None)
            command = small_run(self.toolchain, folder, all_states)
            return launch(command, LIMIT, self.stop, lambda: None).engine == ENGINE
        return False

    def close(self) -> None:
        """End all workers, those too that are still starting."""
        self.stop.set()
        self.threads.shutdown(cancel_futures=True)
        self.stack.close()
