"""The check of the registry's files that comes before a run."""

import os
from collections.abc import Collection

from moltverify.registry.registry_files import RegistryFiles
from moltverify.store.cache_folder import cache_folder
from moltverify.suite.sound_registries import SoundRegistries


def require_checked(files: RegistryFiles, claims: Collection[str], use_notes: bool) -> None:
    """Raise RegistryError unless the claims' files are sound, or were when all was as it is now.

    `use_notes` is False to check them whatever is known of them.
    """
    notes = SoundRegistries(cache_folder(os.environ))
    if use_notes and notes.has(files.digest):
        return
    from moltverify.registry.check import require_sound  # noqa: PLC0415 - reads phrases by jinja2

    registered = files.registry.claims
    require_sound(claim for claim in registered if claim.id in claims)
    # The digest is that of all files, so a check of some claims must not be kept under it.
    if use_notes and len(claims) == len(registered):
        notes.add(files.digest)
