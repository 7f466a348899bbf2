"""One number for everything registered, so that results from two places can be told to belong."""

import hashlib
from collections.abc import Iterator
from os.path import relpath
from pathlib import Path

from moltverify.registry.closure import Closures
from moltverify.registry.records import Registry


def registry_digest(registry: Registry) -> str:
    """Return the SHA-256 of the registry's files, and of all modules and configs of its models.

    Files count by their paths from the registry's folder, so that a checkout elsewhere has the
    same digest. One that cannot be read counts as empty: its models' results say what is wrong.
    """
    whole = hashlib.sha256()
    for file in sorted(set(files_of(registry))):
        content = hashlib.sha256(content_of(file)).hexdigest()
        whole.update(f"{Path(relpath(file, registry.specs)).as_posix()}\0{content}\0".encode())
    return whole.hexdigest()


def files_of(registry: Registry) -> Iterator[Path]:
    """Yield every file that the registry consists of, some of them several times."""
    closures = Closures()
    yield registry.file
    for claim in registry.claims:
        yield claim.source.file
        for model in claim.models:
            yield from closures.files(model)


def content_of(file: Path) -> bytes:
    """Return a file's bytes; none if it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
