"""Workers for `benchmarks.dask_scale`: many in one process, whose runs only wait.

python -m benchmarks.dask_waiting ADDRESS CERTIFICATES COUNT
"""

import asyncio
import sys
import tempfile
import time
import zlib
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
from distributed import get_worker

from moltverify.running.dask.portless_nodes import PortlessWorker, security_of, without_extras
from moltverify.running.dask.shipped_run import ShippedAnswer, ShippedRun

NOTHING = zlib.compress(b"")


def wait_on_worker(encoded: bytes) -> bytes:
    """Wait as long as the run may take, in place of TLC, and answer that it printed nothing."""
    began = time.monotonic()
    run = msgspec.msgpack.decode(encoded, type=ShippedRun)
    time.sleep(run.timeout)
    answer = ShippedAnswer(
        worker=str(get_worker().address),
        seconds=time.monotonic() - began,
        folder="/nowhere",
        output=NOTHING,
        errors=NOTHING,
    )
    return msgspec.msgpack.encode(answer)


async def serve(address: str, certificates: Path, count: int) -> None:
    """Serve a scheduler with so many workers, each for one run at a time, until a signal."""
    security = security_of(certificates)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        workers = [
            PortlessWorker(
                address,
                nthreads=1,
                host="127.0.0.1",
                protocol="tls",
                security=security,
                memory_limit=0,
                local_directory=folder,
            )
            for _ in range(count)
        ]
        for worker in workers:
            await stack.enter_async_context(worker)
        print("at work", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    without_extras()
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
