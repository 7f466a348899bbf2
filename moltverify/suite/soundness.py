"""The check of the registry's files that comes before a run."""

import os
from collections.abc import Collection

from moltverify.registry.outside_files import require_inside
from moltverify.registry.registry_files import RegistryFiles
from moltverify.store.cache_folder import cache_folder
from moltverify.suite.sound_registries import SoundRegistries


def require_checked(files: RegistryFiles, claims: Collection[str], use_notes: bool) -> None:
    """Raise RegistryError if the claims' files have mistakes.

    With `use_notes`, a registry that was found sound and has not changed is not checked again.
    """
    # Before the notes, which know the files' contents and not their places.
    chosen = [model for model in files.registry.models if model.claim in claims]
    require_inside(files.registry, chosen, files.reader)
    notes = SoundRegistries(cache_folder(os.environ))
    if use_notes and notes.has(files.digest):
        return
    from moltverify.registry.check import require_sound  # noqa: PLC0415 - only for a check

    registered = files.registry.claims
    require_sound(claim for claim in registered if claim.id in claims)
    # The digest is that of all files, so a check of some claims must not be kept under it.
    if use_notes and len(claims) == len(registered):
        notes.add(files.digest)
