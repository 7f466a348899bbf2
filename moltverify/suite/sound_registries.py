"""Registries that were checked and found sound, so that an unchanged one is not checked again."""

from pathlib import Path

from msgspec import Struct

from moltverify.store.code_digest import JUDGING, code_digest
from moltverify.store.keyed import KeyedStore, key_of

KIND = "sound-registries"


class SoundRegistry(Struct, frozen=True):
    """A registry by its digest, with its modules and configs, and the code that checked it."""

    registry: str
    code: str


class SoundRegistries:
    """Records of registries that were found sound, in the folder of all caches."""

    def __init__(self, folder: Path) -> None:
        self.kept = KeyedStore(folder, KIND)

    def has(self, digest: str) -> bool:
        """Tell whether this code has found a registry with this digest sound."""
        note = noted(digest)
        return self.kept.get(key_of(note), SoundRegistry) == note

    def add(self, digest: str) -> None:
        """Keep that this code has found a registry with this digest sound."""
        note = noted(digest)
        self.kept.put(key_of(note), note)


def noted(digest: str) -> SoundRegistry:
    """Return the record of a sound registry."""
    # With the code, because newer code may find mistakes that older code did not look for.
    return SoundRegistry(digest, code_digest(*JUDGING))
