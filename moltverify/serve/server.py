"""The process of a service: its socket, its signals, its settings."""

import socket
from pathlib import Path

import msgspec
import uvicorn
from msgspec import Struct

from moltverify.errors import ToolchainError, UsageError
from moltverify.running.sandbox.sandbox_needs import require_sandbox
from moltverify.running.toolchain import Toolchain
from moltverify.serve.job_database import JobDatabase
from moltverify.serve.job_preparation import ServedSuite
from moltverify.serve.job_runner import JobRunner
from moltverify.serve.job_service import JobService
from moltverify.serve.json_logs import log
from moltverify.serve.limits import ServeLimits
from moltverify.serve.live_site import live_site
from moltverify.serve.newest_results import NewestResults
from moltverify.serve.web_app import web_app
from moltverify.site.site_contents import SiteSources

GRACE = 5  # seconds for open answers when the service stops
BACKLOG = 512


class Listener(Struct, frozen=True):
    """Where a service listens, and the addresses of proxies that it believes."""

    host: str
    port: int
    proxies: str = ""


def limits_from(file: Path | None) -> ServeLimits:
    """Return the limits in a file of JSON; raises UsageError for a name that there is not."""
    if file is None:
        return ServeLimits()
    try:
        return msgspec.json.decode(file.read_bytes(), type=ServeLimits)
    except (OSError, msgspec.DecodeError) as error:
        names = ", ".join(ServeLimits.__struct_fields__)
        raise UsageError(f"{file}: {error}", f"the limits are {names}") from error


def run_server(
    suite: ServedSuite, sources: SiteSources, database_file: Path, listener: Listener
) -> None:
    """Serve until a signal ends the process; raises UsageError if the address is not free."""
    obstacle = sandbox_refusal(suite.toolchain)
    bound = bound_socket(listener)
    site = live_site(sources, suite.limits, obstacle)
    runner = JobRunner(suite, site.renderer)
    service = JobService(
        suite, JobDatabase(database_file), runner.run, NewestResults(site), obstacle
    )
    host, port = bound.getsockname()[:2]
    log("listening", url=f"http://{host}:{port}/", own_models=not obstacle, why=obstacle)
    config = uvicorn.Config(
        web_app(service, site),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(listener.proxies),
        forwarded_allow_ips=listener.proxies or None,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=30,
        limit_concurrency=suite.limits.streams + BACKLOG,
    )
    uvicorn.Server(config).run(sockets=[bound])


def sandbox_refusal(toolchain: Toolchain) -> str:
    """Return why models of strangers cannot be checked here, or an empty text."""
    try:
        require_sandbox(toolchain)
    except ToolchainError as error:
        return error.message
    return ""


def bound_socket(listener: Listener) -> socket.socket:
    """Return a socket that listens; raises UsageError if the address cannot be used."""
    family = socket.AF_INET6 if ":" in listener.host else socket.AF_INET
    try:
        return socket.create_server(
            (listener.host, listener.port), family=family, backlog=BACKLOG, reuse_port=False
        )
    except OSError as error:
        raise UsageError(
            f"cannot listen at {listener.host}:{listener.port}: {error.strerror}",
            "name another --port; 0 takes a free one",
        ) from error
