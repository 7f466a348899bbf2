"""The latest findings of commands other than `run`, in the store: a file per command.

    .moltverify/latest/conform.json
    .moltverify/latest/audit.json

An invocation about some of the claims replaces their entries and keeps the others. Each entry has
the digest of the models that it is about, which shows a reader whether they have changed since.
"""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from moltverify.store.json_records import read_json
from moltverify.store.record_files import cannot, hide_from_git, write_atomically

T = TypeVar("T")
FOLDER = "latest"
FORMAT = 1


class KeptFinding(Struct, frozen=True, kw_only=True):
    """One finding: its key, its claim, the time, the digest of its models, and its content.

    `claim` is empty for a finding about no single claim; `recorded` is ISO 8601 in UTC.
    """

    key: str
    claim: str
    recorded: str
    models: str
    # Not decoded, so that a merge keeps entries that this version cannot read.
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
    """A finding that is stored under a key."""

    key: str
    claim: str
    content: T


class Latest:
    """One command's latest findings, below a store's folder.

    `digest_of` returns the digest of a claim's models as they are now, or of all models for an
    empty name; None for a claim that does not exist any more.
    """

    def __init__(self, root: Path, command: str, digest_of: Callable[[str], str | None]) -> None:
        self.root = root
        self.file = root / FOLDER / f"{command}.json"
        self.digest_of = digest_of

    def keep(self, found: Iterable[Found[T]], recorded: str) -> None:
        """Merge findings into the file with a time; raises StoreError if it cannot be written."""
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
            # Read while locked: another process may have merged its findings since.
            entries = {one.key: one for one in self.read()} | new
            content = Entries(FORMAT, tuple(entries.values()))
            write_atomically(self.file, msgspec.json.encode(content))

    def findings(self, kind: type[T]) -> tuple[Dated[T], ...]:
        """Return the findings about claims that still exist, without those that it cannot read."""
        found = []
        for entry in self.read():
            models = self.digest_of(entry.claim)
            if models is not None:
                # Another version may have written the entry, with other fields.
                with suppress(ValueError):
                    content = read_json(entry.content, kind)
                    found.append(Dated(content, entry.recorded, is_old=entry.models != models))
        return tuple(found)

    def read(self) -> tuple[KeptFinding, ...]:
        """Return the file's entries; none for a file that cannot be read."""
        with suppress(OSError, ValueError):
            known = read_json(self.file.read_bytes(), Entries)
            if known.format == FORMAT:
                return known.entries
        return ()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file's lock; raises StoreError if the lock cannot be created."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            hide_from_git(self.root)
            # A file of its own: each write replaces the findings' file, with any lock on it.
            lock = self.file.with_suffix(".lock").open("w")
        except OSError as error:
            raise cannot("write", self.file, error) from error
        # The system frees the lock with the file, also when the process is killed.
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
