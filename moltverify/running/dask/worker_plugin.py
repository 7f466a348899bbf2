"""The plugin that gives each worker of Dask its desk, and the functions that run there.

Clients send these functions by name, so the workers and the scheduler need this package.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from distributed import Worker, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from moltverify.running.dask.shipped_run import ShippedAnswer, ShippedRun
from moltverify.running.dask.worker_desk import RunContact, WorkerDesk
from moltverify.store.code_digest import JUDGING, code_digest

# A topic of Dask's events, which keeps the last thousand; one for all clients, or each would leave
# a list in the scheduler's memory.
PROGRESS_TOPIC = "moltverify-progress"
# Of a task whose client is gone or has cancelled it, while its function still runs.
UNWANTED = {"cancelled", "released", "forgotten"}


def plugin_name() -> str:
    """Return the name of the plugin of this code; other versions have others beside it."""
    return f"moltverify-{code_digest(*JUDGING)[:16]}"


class DeskPlugin(WorkerPlugin):
    """Opens a desk when a worker starts, and closes it when the worker ends in order."""

    # A second client must not close the desk that works for the first.
    idempotent = True

    def __init__(self) -> None:
        self.name = plugin_name()

    def setup(self, worker: Worker) -> None:
        """Open the desk; raises OSError if its folder cannot be made."""
        self.desk = WorkerDesk(str(worker.address), Path(worker.local_directory))

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask's signature
        """Close the desk."""
        self.desk.close()


def desk_of(worker: Worker) -> WorkerDesk:
    """Return a worker's desk; raises KeyError if the plugin of this code is not there."""
    plugin = worker.plugins[plugin_name()]
    assert isinstance(plugin, DeskPlugin)
    return plugin.desk


def keep_jar_on_worker(digest: str, content: bytes, dask_worker: Worker) -> None:
    """Keep a jar on the worker that runs this; Dask fills in the worker."""
    desk_of(dask_worker).keep_jar(digest, content)


def run_on_worker(encoded: bytes) -> bytes:
    """Make a ShippedRun, and return its ShippedAnswer, both as MessagePack."""
    worker = get_worker()
    if plugin_name() not in worker.plugins:
        # The client has given this worker a plugin whose name has the digest of its own code.
        refusal = ShippedAnswer(worker=str(worker.address), refusal="its code is another one")
        return msgspec.msgpack.encode(refusal)
    key = str(worker.get_current_task())

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state not in UNWANTED

    def tell(tail: bytes) -> None:
        worker.log_event(PROGRESS_TOPIC, {"key": key, "tail": tail})

    run = msgspec.msgpack.decode(encoded, type=ShippedRun)
    answer: ShippedAnswer = desk_of(worker).run(run, RunContact(is_wanted, tell))
    return msgspec.msgpack.encode(answer)
