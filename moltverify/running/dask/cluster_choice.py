"""Which cluster of Dask makes the runs. Imports no package of the extra."""

from pathlib import Path

from msgspec import Struct

from moltverify.errors import ToolchainError, UsageError

SAFE = "tls://"
MISSING_EXTRA = "pip install 'moltverify[dask]'"


class ClusterChoice(Struct, frozen=True):
    """The address of a scheduler, None for a cluster inside this process, and its certificates."""

    scheduler: str | None = None
    certificates: Path | None = None


def require_tls(address: str) -> None:
    """Raise UsageError for the address of a scheduler that anybody could command.

    Dask sends pickles, which are code, and tcp:// asks nobody who he is.
    """
    if not address.startswith(SAFE):
        raise UsageError(
            f"{address} is no address of a scheduler with TLS; without TLS, whoever reaches a port "
            "of the cluster can run code there and here",
            f"start the scheduler with `moltverify dask scheduler` and name it as {SAFE}HOST:PORT",
        )


def missing_dask(error: ModuleNotFoundError) -> ToolchainError:
    """Return the error for a package of the extra that is not installed."""
    return ToolchainError(f"Dask needs {error.name}, which is not installed", MISSING_EXTRA)
