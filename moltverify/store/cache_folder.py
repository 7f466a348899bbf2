"""Where files lie that can be made again: the platform's folder for caches, or the user's choice.

Records for people (runs, latest findings) are no cache: they lie in a store of their own, beside
the specs.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

VARIABLE = "MOLTVERIFY_CACHE"
# A user without a home has no cache: nothing can be made below a file.
NOWHERE = Path("/dev/null/moltverify")


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of all caches: what MOLTVERIFY_CACHE names, or the platform's.

    The platform's depends on the environment of this process (XDG_CACHE_HOME and HOME on Linux),
    whatever `environment` says. The folder need not exist, and may be one that cannot be made.
    """
    if named := environment.get(VARIABLE):
        return Path(named).absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415 - 5 ms, and a folder may be named

    # Without a home, platformdirs returns ~/.cache or, in newer versions, raises this error.
    with suppress(RuntimeError):
        folder = user_cache_path("moltverify", appauthor=False)
        return folder if folder.is_absolute() else NOWHERE
    return NOWHERE


def tools_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of what is made of TLC's jar, below the folder of all caches."""
    return cache_folder(environment) / "tools"
