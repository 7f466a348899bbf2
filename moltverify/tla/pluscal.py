"""The checksums that the PlusCal translator writes, and those of what is there now.

The translator stores two checksums with a translation: of the algorithm, as the text of its syntax
tree, and of the translation's lines without their ends. They are CRC-32 in hexadecimal, without
leading zeros, in the line BEGIN TRANSLATION; the translator of TLC 2.15 writes MD5 at the ends of
the lines BEGIN TRANSLATION and END TRANSLATION (pcal.trans and pcal.Validator).
"""

import hashlib
import re
import zlib
from enum import Enum

from msgspec import Struct

# Anywhere in a line, as pcal.trans finds them.
BEGIN = re.compile(r"\bBEGIN\s+TRANSLATION\b")
END = re.compile(r"\bEND\s+TRANSLATION\b")
# Only an equation is compared: `chksum(tla) \in STRING` means that a person edits the translation.
OF_ALGORITHM = re.compile(r'chksum\(pcal\)\s*=+\s*"([0-9a-f]+)"')
OF_TRANSLATION = re.compile(r'chksum\(tla\)\s*=+\s*"([0-9a-f]+)"')
OLD_OF_ALGORITHM = re.compile(r"PCal-([0-9a-f]{32})$")
OLD_OF_TRANSLATION = re.compile(r"TLA-([0-9a-f]{32})$")


class ChecksumKind(Enum):
    """The function of a checksum."""

    CRC32 = "crc32"
    MD5 = "md5"


class Checksum(Struct, frozen=True):
    """A checksum that the translator wrote."""

    kind: ChecksumKind
    value: str

    def fits(self, text: bytes) -> bool:
        """Tell whether a text has this checksum."""
        return checksum(self.kind, text) == self.value


class Translation(Struct, frozen=True):
    """A module's translation: the line of its beginning, its text, and the stored checksums."""

    line: int
    text: bytes
    of_algorithm: Checksum | None
    of_translation: Checksum | None

    @property
    def is_edited(self) -> bool:
        """Tell whether the translation is another one than the translator wrote."""
        return self.of_translation is not None and not self.of_translation.fits(self.text)


def checksum(kind: ChecksumKind, text: bytes) -> str:
    """Return a checksum as the translator writes it."""
    if kind is ChecksumKind.CRC32:
        return f"{zlib.crc32(text):x}"
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def read_translation(text: bytes) -> Translation | None:
    """Return the first translation in a module's text, or None if it has none."""
    lines = [line.removesuffix("\r") for line in text.decode("latin-1").split("\n")]
    begin = next((at for at, line in enumerate(lines) if BEGIN.search(line)), None)
    if begin is None:
        return None
    end = next((at for at in range(begin, len(lines)) if END.search(lines[at])), None)
    if end is None:
        return None
    first, last = lines[begin].rstrip(), lines[end].rstrip()
    return Translation(
        line=begin + 1,
        text="".join(lines[begin + 1 : end]).encode("latin-1"),
        of_algorithm=stored(first, OF_ALGORITHM, first, OLD_OF_ALGORITHM),
        of_translation=stored(first, OF_TRANSLATION, last, OLD_OF_TRANSLATION),
    )


def stored(
    line: str, pattern: re.Pattern[str], old_line: str, old: re.Pattern[str]
) -> Checksum | None:
    """Return the checksum that one of two forms of line has, or None."""
    if found := pattern.search(line):
        return Checksum(ChecksumKind.CRC32, found[1])
    if found := old.search(old_line):
        return Checksum(ChecksumKind.MD5, found[1])
    return None
