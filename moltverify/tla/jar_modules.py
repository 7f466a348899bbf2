"""The modules in a library jar."""

from functools import lru_cache
from pathlib import Path, PurePosixPath

JAR, MODULE = ".jar", ".tla"
# Where TLC looks in each jar of the class path (util.SimpleFilenameToStream, TLC 2.15).
PLACES = (PurePosixPath(), PurePosixPath("tla2sany/StandardModules"))


@lru_cache(maxsize=1000)  # every model asks, and most have the same libraries
def library_jars(libraries: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return those of some libraries that are jars; the others are folders."""
    return tuple(one for one in libraries if one.suffix == JAR)


@lru_cache(maxsize=16)
def jar_texts(jar: Path) -> dict[str, str]:
    """Return the texts of the modules in a jar by their names.

    A file that is no jar has no modules: TLC finds none in it either.
    """
    import zipfile  # noqa: PLC0415 - 4 ms, and few models have a jar

    try:
        with zipfile.ZipFile(jar) as opened:
            paths = [PurePosixPath(name) for name in opened.namelist()]
            found = [one for one in paths if one.suffix == MODULE and one.parent in PLACES]
            return {one.stem: opened.read(str(one)).decode("utf-8", "replace") for one in found}
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        return {}
