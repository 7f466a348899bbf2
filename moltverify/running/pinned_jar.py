"""A jar by its path and by the digest of the content that was agreed on."""

from pathlib import Path

from msgspec import Struct


class PinnedJar(Struct, frozen=True):
    """A jar, and its SHA-256 in hexadecimal; empty where any content is accepted."""

    path: Path
    sha256: str = ""
