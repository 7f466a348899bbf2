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
}
MANIFEST = "META-INF/MANIFEST.MF"
# The class with the version that TLC prints (TLC 2.15).
VERSION_CLASS = "tlc2/TLCGlobals.class"
VERSION = re.compile(rb"Version (\d[\w.]*)")


@lru_cache(maxsize=4)
def jar_modules(jar: Path) -> frozenset[str]:
    """Return the names of the TLA+ modules in a jar; none for a file that is no jar."""
    import zipfile  # noqa: PLC0415 - a run in which nothing changed reads no jar

    try:
        with zipfile.ZipFile(jar) as opened:
            paths = map(PurePosixPath, opened.namelist())
            return frozenset(path.stem for path in paths if path.suffix == ".tla")
    except (OSError, ValueError, zipfile.BadZipFile):
        return frozenset()


@lru_cache(maxsize=4)
def tlc_version(jar: Path) -> str | None:
    """Return the version of a jar's TLC, such as 2.19; None if its classes do not say it."""
    import zipfile  # noqa: PLC0415 - as in `jar_modules`

    try:
        with zipfile.ZipFile(jar) as opened:
            found = VERSION.search(opened.read(VERSION_CLASS))
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return None
    return found[1].decode() if found else None


def unknown_keywords(jar: Path, keywords: Collection[str]) -> set[str]:
    """Return which keywords a jar's TLC does not know; none for a jar that cannot be asked."""
    return absent_texts(jar, CONFIG_READER, {word: word for word in keywords})


def unknown_options(jar: Path) -> set[str]:
    """Return which of OPTIONS a jar's TLC does not know; none for a jar that cannot be asked."""
    return absent_texts(jar, ARGUMENT_READER, OPTIONS)


def absent_texts(jar: Path, reader: str, texts: Mapping[str, str]) -> set[str]:
    """Return the names whose text is no constant of a class in a jar."""
    import zipfile  # noqa: PLC0415 - as in `jar_modules`

    try:
        with zipfile.ZipFile(jar) as opened:
            # TLC compares some options in lower case.
            code = opened.read(reader).lower()
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return set()
    # A constant of a class file has its length, in two bytes, before its text.
    constants = {
        name: len(text).to_bytes(2, "big") + text.lower().encode() for name, text in texts.items()
    }
    return {name for name, constant in constants.items() if constant not in code}


def class_names(jar: Path) -> frozenset[str]:
    """Return the names of the Java classes in a jar; none for a file that is no jar."""
    import zipfile  # noqa: PLC0415 - as in `jar_modules`

    try:
        with zipfile.ZipFile(jar) as opened:
            names = [name for name in opened.namelist() if name.endswith(".class")]
    except (OSError, ValueError, zipfile.BadZipFile):
        return frozenset()
    return frozenset(name.removesuffix(".class").replace("/", ".") for name in names)


@lru_cache(maxsize=4)
def jar_revision(jar: Path) -> str | None:
    """Return the first digits of the revision that a jar was built from, if its manifest has it."""
    import zipfile  # noqa: PLC0415 - as in `jar_modules`

    try:
        with zipfile.ZipFile(jar) as opened:
            manifest = opened.read(MANIFEST)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return None
    found = re.search(rb"^X-Git-ShortRevision: ([0-9a-f]+)\r?$", manifest, re.MULTILINE)
    return found[1].decode() if found else None
