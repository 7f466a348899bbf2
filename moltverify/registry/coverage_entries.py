"""The files of the repository whose public functions are all modelled, or have a reason not to."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import field
from msgspec.structs import replace

from moltverify.registry.entry_reader import Entry, with_nodes
from moltverify.registry.entry_types import Text, described
from moltverify.registry.implementation_entries import CodePath
from moltverify.registry.records import CodeCoverage, Registry
from moltverify.registry.yaml_reader import YamlNode


class CoverageEntry(Entry, frozen=True, kw_only=True):
    """Files of the repository whose public functions claims are about."""

    path: Annotated[
        CodePath,
        described(
            "A file, folder or glob of the repository, from its root. `check-registry` names each "
            "public function in it that no claim's `implementation` names.",
            "src/store/*.py",
        ),
    ]
    unmodelled: Annotated[
        dict[str, Text],
        described(
            "The public functions that no claim is about, each with the reason.",
            {"Store.size": "It only reads."},
        ),
    ] = field(default_factory=dict)


def with_coverage(registry: Registry, entries: Iterable[CoverageEntry], root: YamlNode) -> Registry:
    """Return a registry with the files of its key `coverage`; `root` is the node of its file."""
    found = (
        CodeCoverage(entry.path, entry.unmodelled, at.place)
        for entry, at in with_nodes(tuple(entries), root.child("coverage"))
    )
    return replace(registry, coverage=tuple(found))
