"""A scheduler, and workers, that serve in this process until a signal ends them."""

import asyncio
import ipaddress
import logging
import signal
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from distributed import Nanny
from msgspec import Struct

from moltverify.errors import ToolchainError, UsageError
from moltverify.running.dask.cluster_choice import SAFE, require_tls
from moltverify.running.dask.portless_nodes import (
    PortlessScheduler,
    PortlessWorker,
    security_of,
    without_extras,
)
from moltverify.store.private_folders import private_folder

START = 60  # seconds for a worker to find its scheduler
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class WorkerPlaces(Struct, frozen=True, kw_only=True):
    """Where workers listen and whom they serve: so many processes, each for one run at a time."""

    scheduler: str
    host: str
    count: int
    certificates: Path | None


def serve_scheduler(
    host: str, port: int, certificates: Path | None, tell: Callable[[str], None]
) -> None:
    """Serve a scheduler until a signal comes; `tell` gets its address.

    Raises ToolchainError if the certificates are missing or the port cannot be had.
    """
    security = security_of(certificates)

    async def serve() -> None:
        scheduler = PortlessScheduler(
            protocol="tls", host=host, port=port, security=security, dashboard=False
        )
        try:
            async with scheduler:
                tell(f"the scheduler listens at {scheduler.address}")
                await until_signal()
        except OSError as error:
            raise ToolchainError(
                f"the scheduler cannot listen at {host}:{port}: {error.strerror or error}",
                "name another --host or --port",
            ) from error

    run_service(serve())


def serve_workers(places: WorkerPlaces, tell: Callable[[str], None]) -> None:
    """Serve with workers until a signal comes or the scheduler is gone.

    A worker that dies is started again. Raises UsageError for an address that no scheduler could
    reach, and ToolchainError if the scheduler does not answer or is gone.
    """
    require_tls(places.scheduler)
    require_reachable(places)
    security = security_of(places.certificates)

    async def serve() -> None:
        async with AsyncExitStack() as stack:
            folder = stack.enter_context(private_folder("moltverify-dask-"))
            nannies = [
                Nanny(
                    places.scheduler,
                    nthreads=1,  # one run at a time, so each worker has one warm Java
                    host=places.host,
                    protocol="tls",
                    security=security,
                    worker_class=PortlessWorker,
                    local_directory=str(folder),
                    memory_limit=0,  # Java's memory is that of other processes
                    death_timeout=START,
                    silence_logs=logging.CRITICAL,
                )
                for _ in range(places.count)
            ]
            try:
                await asyncio.gather(*map(stack.enter_async_context, nannies))
            except Exception as error:
                raise ToolchainError(
                    f"no worker could start with the scheduler {places.scheduler}: {error}",
                    "see that it runs, and that both sides have the same certificates",
                ) from error
            tell(f"{places.count} at work for {places.scheduler}")
            if not await signal_came_before(nannies):
                raise ToolchainError(
                    f"the scheduler {places.scheduler} is gone", "start the workers again after it"
                )

    run_service(serve())


def require_reachable(places: WorkerPlaces) -> None:
    """Raise UsageError for workers on loopback whose scheduler is on another machine."""
    scheduler = places.scheduler.removeprefix(SAFE).rpartition(":")[0]
    if is_loopback(places.host) and not is_loopback(scheduler):
        raise UsageError(
            f"a scheduler at {scheduler} cannot reach workers at {places.host}",
            "name the address of this machine in the cluster's network: --host ADDRESS",
        )


def is_loopback(host: str) -> bool:
    """Tell whether an address is one of this machine only; a name but localhost is not."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


async def signal_came_before(nannies: Sequence[Nanny]) -> bool:
    """Wait for a signal, or until all workers have ended by themselves; return whether it came."""
    ended = [asyncio.create_task(nanny.finished()) for nanny in nannies]
    signalled = asyncio.create_task(until_signal())
    gone = asyncio.create_task(asyncio.wait(ended))
    await asyncio.wait([signalled, gone], return_when=asyncio.FIRST_COMPLETED)
    came = signalled.done()
    for task in (signalled, gone, *ended):
        task.cancel()
    return came


async def until_signal() -> None:
    """Wait for SIGINT, SIGTERM or SIGHUP."""
    came = asyncio.Event()
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, came.set)
    await came.wait()


def run_service(serving: Coroutine[None, None, None]) -> None:
    """Run a service to its end."""
    without_extras()
    asyncio.run(serving)
