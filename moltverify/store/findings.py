"""The latest findings of commands other than `run`, in the store: a file per command.

    .moltverify/latest/conform.json
    .moltverify/latest/audit.json

An invocation that looks at some claims only replaces their entries and leaves the others. Each
entry has the digests of the models that it is about, so that a reader can tell what has changed.
"""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from moltverify.store.record_files import cannot, hide_from_git, write_atomically

T = TypeVar("T")
FOLDER = "latest"
FORMAT = 1


class KeptFinding(Struct, frozen=True, kw_only=True):
    """One finding: its key in the file, its claim, when it was made, of which models, and itself.

    `claim` is empty for what is about no single one; `recorded` is ISO 8601 in UTC.
    """

    key: str
    claim: str
    recorded: str
    models: str
    content: msgspec.Raw


class Entries(Struct, frozen=True):
    """The file: its format, and its entries in insertion order."""

    format: int
    entries: tuple[KeptFinding, ...]


class Dated(Struct, Generic[T], frozen=True):
    """A finding with the time when it was made; it is old if the claim's models have changed."""

    content: T
    recorded: str
    is_old: bool


class Found(Struct, Generic[T], frozen=True):
    """A finding to be kept under a key."""

    key: str
    claim: str
    content: T


class Latest:
    """One command's latest findings, below a store's folder.

    `digest_of` returns the digest of a claim's models as they are now, or of all models for no
    name; None for a claim that does not exist any more.
    """

    def __init__(self, root: Path, command: str, digest_of: Callable[[str], str | None]) -> None:
        self.root = root
        self.file = root / FOLDER / f"{command}.json"
        self.digest_of = digest_of

    def keep(self, found: Iterable[Found[T]], recorded: str) -> None:
        """Merge findings into the file, made at a time; raises StoreError if it cannot be."""
        new = {
            one.key: KeptFinding(
                key=one.key,
                claim=one.claim,
                recorded=recorded,
                models=self.digest_of(one.claim) or "",
                content=msgspec.Raw(msgspec.json.encode(one.content)),
            )
            for one in found
        }
        with self.locked():
            entries = {one.key: one for one in self.read()} | new
            content = Entries(FORMAT, tuple(entries.values()))
            write_atomically(self.file, msgspec.json.encode(content))

    def findings(self, kind: type[T]) -> tuple[Dated[T], ...]:
        """Return what was kept about claims that still exist; what cannot be read is left out."""
        found = []
        for entry in self.read():
            models = self.digest_of(entry.claim)
            if models is not None:
                with suppress(ValueError):
                    content = msgspec.json.decode(entry.content, type=kind)
                    found.append(Dated(content, entry.recorded, is_old=entry.models != models))
        return tuple(found)

    def read(self) -> tuple[KeptFinding, ...]:
        """Return the file's entries; an unreadable file counts as none."""
        with suppress(OSError, ValueError):
            known = msgspec.json.decode(self.file.read_bytes(), type=Entries)
            if known.format == FORMAT:
                return known.entries
        return ()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file's lock; raises StoreError if there can be none."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            hide_from_git(self.root)
            lock = self.file.with_suffix(".lock").open("w")
        except OSError as error:
            raise cannot("write", self.file, error) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
