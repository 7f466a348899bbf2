"""Jars whose TLC is no code: enough for the search, and nothing that runs."""

import zipfile
from pathlib import Path

from moltverify.running.jar_content import TLC_CLASS


def jar_with(file: Path, name: str = TLC_CLASS, java: int = 8) -> Path:
    """Write a zip file with one entry that begins like a class file for this Java."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, b"\xca\xfe\xba\xbe\0\0" + (44 + java).to_bytes(2, "big") + bytes(9))
    return file
