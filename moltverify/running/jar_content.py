"""What a file that is named as TLC's jar has in it, or what it is instead of a jar with TLC."""

import zipfile
import zlib
from pathlib import Path

from moltverify.errors import ToolchainError
from moltverify.running.java_answer import OLDEST_JAVA

TLC_CLASS = "tlc2/TLC.class"
# The version of a class file is in its bytes 6 and 7 (JVM specification, 4.1); that of Java 11 is
# 55, and each Java has the next number.
VERSION_BEFORE_JAVA_1 = 44
HEAD = 512  # bytes from the start of a file that say what it is
DOWNLOAD = (
    "download tla2tools.jar again, and see that the file itself is saved, not a page about it"
)
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a compression that Python does not know
    RuntimeError,  # an encrypted entry
)


def java_for_jar(jar: Path) -> int:
    """Return the oldest Java that can run the TLC in a jar, at least OLDEST_JAVA.

    Raises ToolchainError, which says what the file is, if there is no TLC in it.
    """
    try:
        with zipfile.ZipFile(jar) as content:
            code = content.read(TLC_CLASS)
    except KeyError:
        raise ToolchainError(
            f"{jar} is a zip file without TLC: it has no {TLC_CLASS}",
            "name a tla2tools.jar, or leave it out to use the one that comes along",
        ) from None
    except DAMAGED as error:
        raise ToolchainError(f"{jar} is not a jar: {what_it_is(jar)}", DOWNLOAD) from error
    except OSError as error:
        raise ToolchainError(f"{jar} cannot be read: {error.strerror}") from error
    return max(OLDEST_JAVA, int.from_bytes(code[6:8], "big") - VERSION_BEFORE_JAVA_1)


def what_it_is(file: Path) -> str:
    """Say what a file that is no zip file is, by its first bytes; raises OSError."""
    with file.open("rb") as content:
        head = content.read(HEAD)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        return "it is empty"
    if head.startswith(b"PK"):
        return "it is a zip file that is incomplete or damaged"
    if text.startswith(b"version https://git-lfs"):
        return "it is a pointer of Git LFS; git lfs pull replaces it by the file"
    if text.startswith(b"<"):
        return "it is a web page"
    return "it is not a zip file"
