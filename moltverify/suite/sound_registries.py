"""Registries that were checked and found sound, so that an unchanged one is not checked again."""

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from moltverify.store.code_digest import JUDGING, code_digest
from moltverify.store.keyed import KeyedStore, key_of

KIND = "sound-registries"


class SoundRegistry(Struct, frozen=True):
    """A registry by its digest, with its modules and configs, and the code that checked it.

    `claims` are those that were checked, sorted; none stands for all.
    """

    registry: str
    claims: tuple[str, ...]
    code: str


class SoundRegistries:
    """Records of registries that were found sound, in the folder of all caches."""

    def __init__(self, folder: Path) -> None:
        self.kept = KeyedStore(folder, KIND)

    def has(self, digest: str, claims: Collection[str] = ()) -> bool:
        """Tell whether this code has found these claims of a registry sound, or all of them."""
        return any(self.is_kept(noted(digest, checked)) for checked in (claims, ()))

    def is_kept(self, note: SoundRegistry) -> bool:
        """Tell whether a record is kept."""
        return self.kept.get(key_of(note), SoundRegistry) == note

    def add(self, digest: str, claims: Collection[str] = ()) -> None:
        """Keep that this code has found these claims of a registry sound; all of them if none."""
        note = noted(digest, claims)
        self.kept.put(key_of(note), note)


def noted(digest: str, claims: Collection[str] = ()) -> SoundRegistry:
    """Return the record of a sound registry, or of some claims of it."""
    # With the code, because newer code may find mistakes that older code did not look for.
    return SoundRegistry(digest, tuple(sorted(claims)), code_digest(*JUDGING))
