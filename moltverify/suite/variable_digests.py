"""Digests of the environment variables that models read; their values are shown nowhere."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct


class VariableDigest(Struct, frozen=True):
    """A variable, and the SHA-256 of its value; None if it is not set.

    If the value is the absolute path of a file, the file's content is part of the digest.
    """

    name: str
    sha256: str | None


def variable_digests(
    names: tuple[str, ...] | None, environment: Mapping[str, str]
) -> tuple[VariableDigest, ...]:
    """Return the digests of some variables, sorted by name."""
    return tuple(
        VariableDigest(name, value_digest(environment[name]) if name in environment else None)
        for name in sorted(set(names or ()))
    )


def value_digest(value: str) -> str:
    """Return the SHA-256 of a variable's value, with the file that it names."""
    whole = hashlib.sha256(value.encode("utf-8", "surrogateescape"))
    # A trace is often named by a variable, and it is what the model reads.
    with suppress(OSError, ValueError):
        if Path(value).is_absolute() and Path(value).is_file():
            whole.update(b"\0" + Path(value).read_bytes())
    return whole.hexdigest()
