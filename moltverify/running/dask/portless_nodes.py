"""Dask's scheduler and worker without the HTTP server that each of them opens.

A worker of Dask 2026.8 listens on 0.0.0.0 with its HTTP server, whatever its host is and without a
dashboard. Nobody needs it for runs of TLC.
"""

import logging
import ssl
from pathlib import Path
from typing import Any

import dask
from distributed import Scheduler, Worker
from distributed.security import Security

from moltverify.running.dask.certificates import certificate_files


class PortlessScheduler(Scheduler):
    """A scheduler that opens the port for its clients and workers, and no other."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """Open no port."""


class PortlessWorker(Worker):
    """A worker that opens the port for its scheduler and other workers, and no other."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """Open no port."""


def security_of(certificates: Path | None) -> Security:
    """Return Dask's settings for connections by TLS 1.3 with a set of certificates, and no other.

    Raises ToolchainError if a file is missing.
    """
    return Security(
        **certificate_files(certificates),
        require_encryption=True,
        tls_min_version=ssl.TLSVersion.TLSv1_3,
    )


def without_extras() -> None:
    """Let Dask in this process, and in workers that it starts, neither log nor sample stacks.

    The log has a line for each connection; what matters is in the results. Samples of all threads,
    a hundred a second, are for a dashboard, and there is none.
    """
    for name in logging.root.manager.loggerDict:
        # Dask gives some of its loggers levels of their own.
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    dask.config.set({"distributed.worker.profile.enabled": False})
