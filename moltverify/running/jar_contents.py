"""What a tla2tools.jar has: its modules, and the keywords that its TLC knows in a config."""

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path, PurePosixPath

# The class that reads configs (TLC 2.15). A jar without it is not judged.
CONFIG_READER = "tlc2/tool/impl/ModelConfig.class"
MANIFEST = "META-INF/MANIFEST.MF"


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


def unknown_keywords(jar: Path, keywords: Collection[str]) -> set[str]:
    """Return which keywords a jar's TLC does not know; none for a jar that cannot be asked."""
    import zipfile  # noqa: PLC0415 - as in `jar_modules`

    try:
        with zipfile.ZipFile(jar) as opened:
            reader = opened.read(CONFIG_READER)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return set()
    # A constant of a class file has its length, in two bytes, before its text.
    texts = {word: len(word).to_bytes(2, "big") + word.encode() for word in keywords}
    return {word for word, text in texts.items() if text not in reader}


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
