"""Records under digests of all that they depend on, for what can be worked out again.

    <root>/<kind>/<key>.json

A file is a line that names the format, the kind, the key and the SHA-256 of what follows, and then
the record as JSON. Whatever is wrong with a file makes it a miss, as if it were not there.
"""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from moltverify.store.opened_folder import note_use, opened_file, opened_folder, put_in_place
from moltverify.store.pruning import LARGEST, prune_daily

T = TypeVar("T")
FORMAT = 1  # of the files; entries of another format are misses
KEY = re.compile(r"[0-9a-f]{64}")
KIND = re.compile(r"[a-z]+(-[a-z]+)*")
# A record, or what a process that died has left of one. Nothing else in the folder is ours.
OURS = re.compile(r"[0-9a-f]{64}\.json|\.[0-9a-f]{64}\.json\.part-[0-9a-f]{6}")


class EntryHead(Struct, frozen=True):
    """The first line of a file; `sha256` is that of the rest."""

    format: int
    kind: str
    key: str
    sha256: str


def key_of(inputs: Struct) -> str:
    """Return the SHA-256 of a record of inputs, in hexadecimal: the key of what depends on them.

    Fields count by their JSON form; sets and dicts count whatever their order.
    """
    return hashlib.sha256(msgspec.json.encode(inputs, order="deterministic")).hexdigest()


class KeyedStore:
    """The records of one kind, below the folder of all caches.

    Processes may read and write at the same time: a file is put in place whole. `get` and `put`
    raise ValueError for a key that is no SHA-256 in hexadecimal, and no error for the disk's sake.
    """

    def __init__(self, root: Path, kind: str) -> None:
        if not KIND.fullmatch(kind):
            raise ValueError(f"{kind!r} cannot be the name of a folder of records")
        self.folder = root / kind
        self.kind = kind

    def get(self, key: str, type: type[T]) -> T | None:  # noqa: A002 - as msgspec calls it
        """Return the record under a key; None if there is none, or none of this type."""
        name = record_name(key)
        # RecursionError: msgspec's, for JSON that is nested a thousand levels deep.
        with suppress(OSError, ValueError, RecursionError):
            with opened_folder(self.folder) as folder:
                head, _, content = read_record(name, folder).partition(b"\n")
            if head == self.head(key, content):
                return msgspec.json.decode(content, type=type)
        return None

    def put(self, key: str, record: object) -> None:
        """Keep a record, in place of another under this key; no loss if it cannot be written."""
        name = record_name(key)
        content = msgspec.json.encode(record)
        entry = b"\n".join([self.head(key, content), content])
        if len(entry) > LARGEST:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with opened_folder(self.folder) as folder:
                put_in_place(name, entry, folder)
                prune_daily(folder, OURS)

    def head(self, key: str, content: bytes) -> bytes:
        """Return the only first line with which a content is believed under a key."""
        digest = hashlib.sha256(content).hexdigest()
        return msgspec.json.encode(EntryHead(FORMAT, self.kind, key, digest))


def record_name(key: str) -> str:
    """Return the name of a key's file; raises ValueError for what is no key."""
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no SHA-256 in hexadecimal")
    return f"{key}.json"


def read_record(name: str, folder: int) -> bytes:
    """Return a file's bytes and note that it was used; raises OSError if it is no file of ours."""
    with opened_file(name, folder) as entry:
        size = os.fstat(entry).st_size
        if size > LARGEST:
            raise OSError(f"{name} is larger than any record")
        note_use(entry)
        return os.read(entry, size)
