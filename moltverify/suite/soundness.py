"""The check of the registry's files that comes before a run."""

from collections.abc import Collection

from moltverify.registry.registry_files import RegistryFiles
from moltverify.suite.verdict_cache import Cache


def require_checked(files: RegistryFiles, claims: Collection[str], cache: Cache | None) -> None:
    """Raise RegistryError if a file of the claims has a mistake.

    The check is skipped if the cache has it for exactly these files.
    """
    if cache and cache.was_sound(files.digest):
        return
    from moltverify.registry.check import require_sound  # noqa: PLC0415 - reads phrases by jinja2

    registered = files.registry.claims
    require_sound(claim for claim in registered if claim.id in claims)
    # The digest is that of all files, so a check of some claims must not be kept under it.
    if cache and len(claims) == len(registered):
        cache.keep_sound(files.digest)
