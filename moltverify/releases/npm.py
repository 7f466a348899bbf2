"""The npm client as a child process; only this module accesses the package index.

An index that cannot be reached raises UnobtainableError, and its caller's finding is NOT RUN.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import msgspec
from msgspec import Struct

from moltverify.releases.package import Package
from moltverify.running.process import Command, End, run

# What the index said before is not asked again, unless it lacks what is wanted. For a version that
# is exact or will be pinned it says the same, and 250 packages are half the time of a resolution.
NOT_AGAIN = "--prefer-offline"
PATIENCE = 240  # seconds, enough for an archive of 13 MB over a slow connection


class UnobtainableError(Exception):
    """A package, npm or Node is not available; the message has the reason."""


class Packed(Struct, frozen=True):
    """The part of `npm pack --json` that is used: the name of the archive's file."""

    filename: str


class NpmError(Struct, frozen=True):
    """An error of npm: its code, such as ENOTFOUND, and a sentence."""

    code: str = ""
    summary: str = ""


class NpmFailure(Struct, frozen=True):
    """The object that npm prints on standard output under --json when it fails."""

    error: NpmError = NpmError()


def find(program: str) -> str:
    """Return the path of a program; raises UnobtainableError when it is not installed."""
    found = shutil.which(program)
    if found is None:
        raise UnobtainableError(f"{program} was not found on PATH; install Node.js 20.6 or later")
    return found


def fetch(package: Package, folder: Path, stop: Event | None = None) -> Path:
    """Fetch a package's archive into a folder; raises UnobtainableError, also at a stop."""
    output = npm(["pack", package.label, "--json", "--pack-destination", str(folder)], folder, stop)
    packed = msgspec.json.decode(output, type=list[Packed])
    # The name comes from the package, and must not lead out of the folder.
    return folder / Path(packed[0].filename).name


def pack(labels: Sequence[str], folder: Path, stop: Event | None = None) -> None:
    """Fetch the archives of packages, `name@version`, into a folder; raises as `fetch` does."""
    npm(["pack", *labels, NOT_AGAIN, "--json", "--pack-destination", str(folder)], folder, stop)


def npm(arguments: list[str], folder: Path, stop: Event | None = None) -> bytes:
    """Run npm and return its standard output; raises UnobtainableError, also once `stop` is set.

    Packages' install scripts are not run.
    """
    # npm's default is to wait 10 s and more before each of two retries.
    quick = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    with tempfile.TemporaryDirectory() as outputs:
        command = Command(
            arguments=[find("npm"), *arguments, "--ignore-scripts", "--loglevel=error", *quick],
            folder=folder,
            environment=os.environ,  # with the user's proxy, and settings such as another index
            stdout=Path(outputs, "stdout"),
            stderr=Path(outputs, "stderr"),
        )
        try:
            finished = run(command, PATIENCE, stop)
        except OSError as error:
            raise UnobtainableError(f"npm {arguments[0]} did not end: {error}") from error
        if finished.end is not End.EXITED:
            raise UnobtainableError(f"npm {arguments[0]} did not end: {finished.end.value}")
        stdout = command.stdout.read_bytes()
        if finished.exit_code != 0:
            reason = failure_reason(stdout, command.stderr.read_bytes())
            raise UnobtainableError(f"npm {arguments[0]}: {reason}")
    return stdout


def failure_reason(stdout: bytes, stderr: bytes) -> str:
    """Return npm's message for a failure, on one line of at most 300 characters."""
    try:
        error = msgspec.json.decode(stdout, type=NpmFailure).error
    except msgspec.DecodeError:
        error = NpmError()
    text = error.summary or stderr.decode("utf-8", "replace")
    line = " ".join(text.split())[:300]
    # Codes of Node's name look-up and sockets; ENOTCACHED is npm's own, with --offline.
    offline = {"ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENOTCACHED", "ENETUNREACH"}
    return f"the package index cannot be reached ({line})" if error.code in offline else line
