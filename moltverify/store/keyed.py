"""Results that can be computed again, each under a digest of all that it depends on.

    <root>/<kind>/<key>.json

The first line of a file names the format, the kind, the key and the SHA-256 of the rest, which is
the record as JSON. A file with any defect is a miss, like a file that does not exist.
"""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from moltverify.store.json_records import read_json, write_json
from moltverify.store.opened_folder import note_use, opened_file, opened_folder, put_in_place
from moltverify.store.pruning import LARGEST, prune_daily

T = TypeVar("T")
FORMAT = 1  # of the files; entries of another format are misses
KEY = re.compile(r"[0-9a-f]{64}")
# A kind and a key become names of files, so they cannot have a slash or begin with a dot.
KIND = re.compile(r"[a-z]+(-[a-z]+)*")
# A record, or the part of one that a killed process has left. Pruning leaves all other files.
OURS = re.compile(r"[0-9a-f]{64}\.json|\.[0-9a-f]{64}\.json\.part-[0-9a-f]{6}")


class EntryHead(Struct, frozen=True):
    """The first line of a file; `sha256` is that of the rest."""

    format: int
    kind: str
    key: str
    sha256: str


def key_of(inputs: Struct) -> str:
    """Return the SHA-256 of a record of inputs, in hexadecimal: the key of their result.

    Equal JSON gives equal keys; the order of sets and dicts does not count.
    """
    return hashlib.sha256(msgspec.json.encode(inputs, order="deterministic")).hexdigest()


class KeyedStore:
    """The records of one kind, below the folder of all caches.

    Processes may read and write at the same time, because files are replaced as a whole. `get` and
    `put` raise ValueError for a key that is no SHA-256 in hexadecimal, and never OSError.
    """

    def __init__(self, root: Path, kind: str) -> None:
        if not KIND.fullmatch(kind):
            raise ValueError(f"{kind!r} cannot be the name of a folder of records")
        self.folder = root / kind
        self.kind = kind

    def get(self, key: str, type: type[T]) -> T | None:  # noqa: A002 - as msgspec calls it
        """Return the record under a key; None if there is none, or none of this type."""
        name = record_name(key)
        with suppress(OSError, ValueError):
            with opened_folder(self.folder) as folder:
                head, _, content = read_record(name, folder).partition(b"\n")
            # Only one line is right, so nothing in an untrusted head is decoded. The line has the
            # key and the kind, so a file that was moved or renamed is a miss.
            if head == self.head(key, content):
                return read_json(content, type)
        return None

    def put(self, key: str, record: object) -> None:
        """Store a record, in place of another under this key, if the disk allows it."""
        name = record_name(key)
        content = write_json(record)
        entry = b"\n".join([self.head(key, content), content])
        if len(entry) > LARGEST:
            return
        # A cache that cannot be written costs time only: the result is computed again.
        with suppress(OSError):
            # Other users must not read results about the user's models, nor put some here.
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with opened_folder(self.folder) as folder:
                put_in_place(name, entry, folder)
                prune_daily(folder, OURS)

    def head(self, key: str, content: bytes) -> bytes:
        """Return the first line that a file with this content must have under this key."""
        digest = hashlib.sha256(content).hexdigest()
        return msgspec.json.encode(EntryHead(FORMAT, self.kind, key, digest))


def record_name(key: str) -> str:
    """Return the name of a key's file; raises ValueError for a text that is not a key."""
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no SHA-256 in hexadecimal")
    return f"{key}.json"


def read_record(name: str, folder: int) -> bytes:
    """Return a file's bytes and note that it was used; raises OSError if it cannot be a record."""
    with opened_file(name, folder) as entry:
        # `put` writes no larger one, and a huge file must not fill the memory.
        size = os.fstat(entry).st_size
        if size > LARGEST:
            raise OSError(f"{name} is larger than any record")
        note_use(entry)
        # A read that returns fewer bytes needs no second one: the digest makes it a miss.
        return os.read(entry, size)
