"""The process of a service: its socket, its signals, its settings."""

import socket
from pathlib import Path

import msgspec
import uvicorn
from msgspec import Struct

from moltverify.errors import ToolchainError, UsageError
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.sandbox.sandbox_needs import require_sandbox
from moltverify.running.toolchain import Toolchain
from moltverify.serve.job_database import JobDatabase
from moltverify.serve.job_preparation import ServedSuite
from moltverify.serve.job_runner import JobRunner
from moltverify.serve.job_service import JobService
from moltverify.serve.json_logs import log
from moltverify.serve.limits import ServeLimits
from moltverify.serve.web_app import web_app

DATABASE = "serve.sqlite"
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
    files: RegistryFiles,
    toolchain: Toolchain,
    limits: ServeLimits,
    store: Path,
    listener: Listener,
) -> None:
    """Serve until a signal ends the process; raises UsageError if the address is not free."""
    suite = ServedSuite(files, toolchain, limits)
    obstacle = sandbox_refusal(toolchain)
    database = JobDatabase(store / DATABASE)
    service = JobService(suite, database, JobRunner(suite).run, obstacle)
    bound = bound_socket(listener)
    host, port = bound.getsockname()[:2]
    log("listening", url=f"http://{host}:{port}/", own_models=not obstacle, why=obstacle)
    config = uvicorn.Config(
        web_app(service),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(listener.proxies),
        forwarded_allow_ips=listener.proxies or None,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=30,
        limit_concurrency=limits.streams + BACKLOG,
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
