"""The npm client, as a child process: the only way to the package index.

An index that cannot be reached is no error here: whoever asked says NOT RUN, and why.
"""

import os
import shutil
import subprocess
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.conformance.records import Package

PATIENCE = 240  # seconds: an archive of 13 MB on a slow line


class UnobtainableError(Exception):
    """A package, or npm or Node itself, cannot be had; the message says why."""


class Packed(Struct, frozen=True):
    """What npm says of an archive that it fetched."""

    filename: str


class NpmError(Struct, frozen=True):
    """What npm says when it fails."""

    code: str = ""
    summary: str = ""


class NpmFailure(Struct, frozen=True):
    """What npm prints on standard output when it fails."""

    error: NpmError = NpmError()


def find(program: str) -> str:
    """Return the path of a program; raises UnobtainableError when it is not installed."""
    found = shutil.which(program)
    if found is None:
        raise UnobtainableError(f"{program} was not found on PATH; install Node.js 20.6 or later")
    return found


def fetch(package: Package, folder: Path) -> Path:
    """Fetch a package's archive into a folder; raises UnobtainableError."""
    output = npm(["pack", package.label, "--json", "--pack-destination", str(folder)], folder)
    packed = msgspec.json.decode(output, type=list[Packed])
    # The name comes from outside: it may only be a name.
    return folder / Path(packed[0].filename).name


def install(folder: Path) -> None:
    """Install what the folder's lock file pins, integrity included; raises UnobtainableError."""
    npm(["ci", "--json", "--omit=optional", "--no-audit", "--no-fund"], folder)


def npm(arguments: list[str], folder: Path) -> bytes:
    """Run npm and return what it prints; no package's own scripts are run."""
    quick = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    command = [find("npm"), *arguments, "--ignore-scripts", "--loglevel=error", *quick]
    try:
        answer = subprocess.run(
            command,
            cwd=folder,
            env=os.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnobtainableError(f"npm {arguments[0]} did not end: {error}") from error
    if answer.returncode != 0:
        reason = failure_reason(answer.stdout, answer.stderr)
        raise UnobtainableError(f"npm {arguments[0]}: {reason}")
    return answer.stdout


def failure_reason(stdout: bytes, stderr: bytes) -> str:
    """Return npm's own words for a failure, on one line of at most 300 characters."""
    try:
        error = msgspec.json.decode(stdout, type=NpmFailure).error
    except msgspec.DecodeError:
        error = NpmError()
    words = error.summary or stderr.decode("utf-8", "replace")
    line = " ".join(words.split())[:300]
    offline = {"ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENOTCACHED", "ENETUNREACH"}
    return f"the package index cannot be reached ({line})" if error.code in offline else line
