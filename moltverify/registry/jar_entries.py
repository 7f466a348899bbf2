"""The jars that a registry names: libraries of modules, and the jar with TLC."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from msgspec import UnsetType

from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_types import ExistingFile, Sha256, Text, described, there
from moltverify.registry.yaml_reader import YamlNode
from moltverify.running.pinned_jar import PinnedJar

EXAMPLE = "936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88"

Digest: TypeAlias = Annotated[
    Sha256,
    described(
        "The SHA-256 of the jar; no other jar is loaded.",
        EXAMPLE,
    ),
]


class LibraryJarEntry(Entry, frozen=True):
    """A jar with modules, and with Java classes that replace operators of modules."""

    jar: Annotated[ExistingFile, described("The jar.", "CommunityModules.jar")]
    sha256: Digest
    trusted: Annotated[
        bool,
        described("Must be `true`: the jar's classes run with the rights of your account.", True),
    ]

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a jar that is not trusted."""
        if self.trusted is False:
            message = (
                "a jar that is not trusted is not loaded, because its classes run with the rights "
                "of your account; write `trusted: true`, or leave the jar out"
            )
            yield node.child("trusted") or node, message


class ToolsJarEntry(Entry, frozen=True):
    """The jar with TLC that the models are made for."""

    # It need not be there: --tla2tools may name another one.
    path: Annotated[Text, described("The jar.", "tools/tla2tools.jar")]
    sha256: Digest


if TYPE_CHECKING:
    LibraryPart: TypeAlias = Path | LibraryJarEntry
else:
    # msgspec has no union of a path and another type. The reader returns a path here as well.
    LibraryPart = Annotated[str, there("folder")] | LibraryJarEntry

Library: TypeAlias = Annotated[
    tuple[LibraryPart, ...] | UnsetType,
    described(
        "Folders of modules that the models extend or instantiate, searched after the module's"
        " own folder, in this order; and jars, searched after all folders.",
        ["../lib"],
        [
            {
                "jar": "CommunityModules.jar",
                "sha256": EXAMPLE,
                "trusted": True,
            }
        ],
    ),
]


def pinned_jar(entry: ToolsJarEntry, specs: Path) -> PinnedJar:
    """Return the record of a jar whose path is relative to the registry's folder `specs`."""
    return PinnedJar(specs / entry.path, entry.sha256)
