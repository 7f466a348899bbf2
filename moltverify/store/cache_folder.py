"""The folder of files that can be made again: the platform's cache folder, or the user's choice.

Records for people (runs, latest findings) are not in it: they are in a store beside the specs.
"""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NAME = "moltverify"
VARIABLE = "MOLTVERIFY_CACHE"
# The cache of a user without a home: nothing can be made below a file, so every look-up is a miss.
NOWHERE = Path("/dev/null/moltverify")


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of all caches: what MOLTVERIFY_CACHE names, or the platform's.

    The platform's is that of this process (XDG_CACHE_HOME and HOME on Linux). The folder need not
    exist, and may be one that cannot be made.
    """
    if named := environment.get(VARIABLE):
        # TLC starts in a folder of its own, where a relative path would lead elsewhere.
        return Path(named).absolute()
    if simple := simple_folder(environment):
        return simple
    from platformdirs import user_cache_path  # noqa: PLC0415 - a tenth of a run without changes

    # Without a home, platformdirs returns ~/.cache or, in newer versions, raises this error.
    with suppress(RuntimeError):
        folder = user_cache_path(NAME, appauthor=False)
        # A relative folder would be another cache in each current folder.
        return folder if folder.is_absolute() else NOWHERE
    return NOWHERE


def simple_folder(environment: Mapping[str, str]) -> Path | None:
    """Return what platformdirs returns on Linux for a user with a home; None in any other case."""
    # Without a home, platformdirs asks the user database; other systems have rules of their own.
    if sys.platform != "linux":
        return None
    cache, home = environment.get("XDG_CACHE_HOME", ""), environment.get("HOME", "")
    folder = Path(cache) if cache else Path(home, ".cache")
    return folder / NAME if folder.is_absolute() else None


def tools_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the files that are derived from TLC's jar, inside the cache folder."""
    return cache_folder(environment) / "tools"
