"""Large files that are derived from others once, such as a rewritten jar, and used if unchanged.

    <folder>/warm-58c6df9a1045beb3-0123456789abcdef.jar
    <folder>/warm-58c6df9a1045beb3-0123456789abcdef.jar.seal

The seal has the key of what the file was made from, and the file's own SHA-256. It is no signature:
it detects files that were mixed up, truncated or changed by accident, or made by other code.
"""

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.store.keyed import key_of
from moltverify.store.opened_folder import note_use, opened_file, opened_folder, put_in_place
from moltverify.store.pruning import prune_daily

FORMAT = 1  # of the seal
# A file, its seal, or the part of one that a killed process has left. Pruning leaves all others.
OURS = re.compile(r"\.?[a-z]+-[0-9a-f]{16}-[0-9a-f]{16}\.[a-z]+(\.seal)?(\.part-[0-9a-f]{6})?")


class Seal(Struct, frozen=True):
    """The key of what a file was made from, and the file's own SHA-256."""

    format: int
    inputs: str
    sha256: str


class SealedFile:
    """A file that depends on `inputs` alone, in a folder of such files.

    Its name is `kind`, the first digits of the digest `source`, those of the inputs, and `suffix`.
    With the inputs in the name, two versions of the tool do not replace each other's file.
    """

    def __init__(self, folder: Path, kind: str, source: str, suffix: str, inputs: Struct) -> None:
        self.inputs = key_of(inputs)
        self.path = folder / f"{kind}-{source[:16]}-{self.inputs[:16]}{suffix}"
        self.seal = self.path.with_name(f"{self.path.name}.seal")

    def is_as_made(self) -> bool:
        """Tell whether the file exists and was made from the inputs, and note that it is used.

        It reads the whole file: 4 ms for 5 MB.
        """
        with (
            suppress(OSError),
            opened_folder(self.path.parent) as folder,
            opened_file(self.seal.name, folder) as seal,
            opened_file(self.path.name, folder) as file,
        ):
            # Pruning looks at each file by itself, and one without the other is useless.
            note_use(seal)
            note_use(file)
            expected = self.seal_of(file)
            # One byte more, to see whether the seal goes on.
            return os.read(seal, len(expected) + 1) == expected
        return False

    def make(self, write: Callable[[Path], None]) -> None:
        """Make the file: `write` writes it to the path that is its argument.

        Raises OSError if it cannot be written, and what `write` raises.
        """
        folder = self.path.parent
        # Other users must not put files here: the program runs what it finds, such as a jar.
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / f".{self.path.name}.part-{os.urandom(3).hex()}"
        try:
            write(part)
            with opened_folder(folder) as opened:
                # From the part: under the final name there may be another process's file by now.
                with opened_file(part.name, opened) as file:
                    seal = self.seal_of(file)
                # The file comes first: until its seal is there, nobody uses it.
                part.replace(self.path)
                put_in_place(self.seal.name, seal, opened)
                prune_daily(opened, OURS)
        finally:
            part.unlink(missing_ok=True)

    def seal_of(self, file: int) -> bytes:
        """Return the seal of a file, given by its descriptor, if it was made from the inputs."""
        with os.fdopen(file, "rb", closefd=False) as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return msgspec.json.encode(Seal(FORMAT, self.inputs, digest))
