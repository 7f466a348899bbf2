"""What a tla2tools.jar has: modules, its TLC's version, and the keywords it knows in a config."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

# The class that reads configs (TLC 2.15). A jar without it is not judged.
CONFIG_READER = "tlc2/tool/impl/ModelConfig.class"
ARGUMENT_READER = "tlc2/TLC.class"
# Options that not every release knows, with the text by which the class knows them.
OPTIONS = {
    "-workers auto": "auto",
    "-generateSpecTE": "-generateSpecTE",
    "-noGenerateSpecTE": "-noGenerateSpecTE",
    "-dumpTrace": "-dumpTrace",
    "-generate": "-generate",
}
MANIFEST = "META-INF/MANIFEST.MF"
# The class with the version that TLC prints (TLC 2.15).
VERSION_CLASS = "tlc2/TLCGlobals.class"
VERSION = re.compile(rb"Version (\d[\w.]*)")


@lru_cache(maxsize=4)
def jar_modules(jar: Path) -> frozenset[str]:
    """Return the names of the TLA+ modules in a jar; none for a file that is no jar."""
    paths = map(PurePosixPath, member_names(jar))
    return frozenset(path.stem for path in paths if path.suffix == ".tla")


@lru_cache(maxsize=4)
def tlc_version(jar: Path) -> str | None:
    """Return the version of a jar's TLC, such as 2.19; None if its classes do not say it."""
    found = VERSION.search(member(jar, VERSION_CLASS) or b"")
    return found[1].decode() if found else None


def unknown_keywords(jar: Path, keywords: Collection[str]) -> set[str]:
    """Return which keywords a jar's TLC does not know; none for a jar that cannot be asked."""
    return absent_texts(jar, CONFIG_READER, {word: word for word in keywords})


def unknown_options(jar: Path) -> set[str]:
    """Return which of OPTIONS a jar's TLC does not know; none for a jar that cannot be asked."""
    return absent_texts(jar, ARGUMENT_READER, OPTIONS)


def absent_texts(jar: Path, reader: str, texts: Mapping[str, str]) -> set[str]:
    """Return the names whose text is no constant of a class in a jar."""
    code = member(jar, reader)
    if code is None:
        return set()
    # TLC compares some options in lower case.
    code = code.lower()
    # A constant of a class file has its length, in two bytes, before its text.
    constants = {
        name: len(text).to_bytes(2, "big") + text.lower().encode() for name, text in texts.items()
    }
    return {name for name, constant in constants.items() if constant not in code}


def class_names(jar: Path) -> frozenset[str]:
    """Return the names of the Java classes in a jar; none for a file that is no jar."""
    names = (name for name in member_names(jar) if name.endswith(".class"))
    return frozenset(name.removesuffix(".class").replace("/", ".") for name in names)


@lru_cache(maxsize=4)
def jar_revision(jar: Path) -> str | None:
    """Return the first digits of the revision that a jar was built from, if its manifest has it."""
    manifest = member(jar, MANIFEST) or b""
    found = re.search(rb"^X-Git-ShortRevision: ([0-9a-f]+)\r?$", manifest, re.MULTILINE)
    return found[1].decode() if found else None


def member_names(jar: Path) -> list[str]:
    """Return the names of all that is in a jar; none for a file that is no jar."""
    import zipfile  # noqa: PLC0415 - a run in which nothing changed reads no jar

    try:
        with zipfile.ZipFile(jar) as opened:
            return opened.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return []


def member(jar: Path, name: str) -> bytes | None:
    """Return one file of a jar; None if it is not there or cannot be read."""
    import zipfile  # noqa: PLC0415 - as in `member_names`

    try:
        with zipfile.ZipFile(jar) as opened:
            return opened.read(name)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return None
