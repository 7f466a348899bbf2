"""Load a registry, with all mistakes in its YAML."""

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import UNSET
from msgspec.structs import replace

from moltverify.registry.advisory_entries import advisory_record
from moltverify.registry.claim_entries import ClaimEntry
from moltverify.registry.claim_records import UNGROUPED, ClaimSource, claim_record
from moltverify.registry.coverage_entries import with_coverage
from moltverify.registry.entry_reader import is_read, read_entry, with_nodes
from moltverify.registry.jar_entries import pinned_jar
from moltverify.registry.mistakes import Mistake, Mistakes, registry_error
from moltverify.registry.records import Group, Registry
from moltverify.registry.registry_entries import GroupEntry, GroupFileEntry, RegistryEntry
from moltverify.registry.repository_root import Boundary, repository_of
from moltverify.registry.yaml_reader import YamlNode, read_yaml
from moltverify.tla.dependencies import DependencyReader

IN_REDS = re.compile(r"claims\[\d+\]\.reds\b")  # key paths of mistakes in the reds of a claim


def load_registry(
    file: Path, allow_outside: bool = False, reader: DependencyReader | None = None
) -> Registry:
    """Load a registry; raises RegistryError with all mistakes if there are any.

    Files outside the repository are read with `allow_outside` only, also by its models. Files that
    `reader` has read are not read again.
    """
    registry, mistakes = read_registry(file, allow_outside, reader=reader)
    if mistakes:
        raise registry_error(mistakes)
    assert registry is not None  # it is None only beside a mistake
    return registry


def load_for_greens(file: Path, allow_outside: bool = False) -> tuple[Registry, list[Mistake]]:
    """Load a registry for a run of greens, with the mistakes in its reds.

    If there are any, it has no reds. Raises RegistryError as `load_registry` for other mistakes.
    """
    registry, mistakes = read_registry(file, allow_outside)
    if mistakes:
        registry, others = read_registry(file, allow_outside, with_reds=False)
        if others:
            raise registry_error(mistakes)
    assert registry is not None  # it is None only beside a mistake
    return registry, mistakes


def read_registry(
    file: Path,
    allow_outside: bool = False,
    with_reds: bool = True,
    reader: DependencyReader | None = None,
) -> tuple[Registry | None, list[Mistake]]:
    """Read a registry and every mistake in it; the registry is None if there is a mistake.

    `allow_outside` and `reader` are those of `load_registry`. Without reds, their mistakes do not
    count.
    """
    reader = reader or DependencyReader()
    with collection_paused():
        registry, mistakes = read_with_mistakes(file, allow_outside, with_reds, reader)
    return registry and replace(registry, allow_outside=allow_outside), mistakes


@contextmanager
def collection_paused() -> Iterator[None]:
    """Disable Python's collector of reference cycles, if it is enabled, until the block ends.

    Nodes and entries have no cycles. The collector's passes through a growing number of them took
    more than half of the time for a registry of thousands of claims, and grew faster than it.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_with_mistakes(
    file: Path, allow_outside: bool, with_reds: bool, reader: DependencyReader
) -> tuple[Registry | None, list[Mistake]]:
    """Read a registry, as `read_registry` returns it."""
    mistakes = Mistakes()
    root = read_yaml(file, mistakes, reader.content)
    if root is None:
        return None, mistakes.found
    groups = root.child("groups")
    # If `groups` itself is wrong, no group of a claim can be called unknown.
    known = group_names(groups) if groups and groups.is_mapping else {}
    names = {"groups": known} if groups is None or groups.is_mapping else {}
    entry = read_entry(root, RegistryEntry, names)
    # The groups' files are read even after a mistake, so that the user sees all mistakes at once.
    if not is_read(entry):
        return None, mistakes.found
    inside = None if allow_outside else Boundary(repository_of(file.parent))
    sources = list(claims_of_registry(entry, root, inside, reader))
    if not with_reds:
        sources = [source.without_reds() for source in sources]
        mistakes.found = [one for one in mistakes.found if not IN_REDS.match(one.path)]
    nodes = model_nodes(sources, mistakes)
    # After a mistake a field may be MISSING, so no records are made.
    if mistakes.found:
        return None, mistakes.found
    registry = registry_record(entry, sources, nodes, file, reader)
    return with_coverage(registry, entry.coverage, root), []


def group_names(groups: YamlNode) -> dict[str, None]:
    """Return the ids of the groups in their order, as keys, because each claim looks one up."""
    return {key.scalar: None for key, _ in groups.pairs() if key.scalar is not None}


def claims_of_registry(
    entry: RegistryEntry, root: YamlNode, inside: Boundary | None, reader: DependencyReader
) -> Iterator[ClaimSource]:
    """Yield the claims of the registry's own file, then those of each group's file.

    A group's file that is not `inside`, if that is given, is not read.
    """
    yield from claims_at(entry.claims, root.child("claims"))
    groups = root.child("groups")
    for key, value in groups.pairs() if groups else ():
        # A group that could not be read is MISSING, and its file may be.
        group = entry.groups.get(key.scalar or "") if is_read(entry.groups) else None
        if isinstance(group, GroupEntry) and isinstance(group.claims, Path):
            outside = inside and inside.outside_words(group.claims)
            if outside:
                (value.child("claims") or value).wrong(outside)
            else:
                top = read_yaml(group.claims, value.mistakes, reader.content)
                yield from claims_of_file(top, key.scalar or "")


def claims_of_file(root: YamlNode | None, group: str) -> Iterator[ClaimSource]:
    """Yield the claims that a group keeps in a file of its own."""
    if root is None:
        return
    # A claim in the file may name its group, but no other one.
    entry = read_entry(root, GroupFileEntry, {"groups": (group,)})
    if is_read(entry):
        yield from claims_at(entry.claims, root.child("claims"), group)


def claims_at(
    claims: tuple[ClaimEntry, ...], node: YamlNode | None, group: str | None = None
) -> Iterator[ClaimSource]:
    """Yield the claims in a list that could be read, with their nodes."""
    yield from (ClaimSource(claim, at, group) for claim, at in with_nodes(claims, node))


def model_nodes(sources: Iterable[ClaimSource], mistakes: Mistakes) -> dict[str, YamlNode]:
    """Return the node of each model by its id, and note every id that two models share."""
    seen: dict[str, YamlNode] = {}
    for source in sources:
        for name, node in source.model_nodes():
            # By node, because two entries may be equal: each but the first one is a mistake.
            first = seen.setdefault(name, node)
            if first is not node:
                mistakes.add(node.place, "", f"the id '{name}' is taken at {first.place}")
    return seen


def registry_record(
    entry: RegistryEntry,
    sources: Iterable[ClaimSource],
    nodes: Mapping[str, YamlNode],
    file: Path,
    reader: DependencyReader,
) -> Registry:
    """Return the record of a registry without mistakes; `nodes` has its models' nodes by id."""
    # A group without a file of its own may be just a title.
    groups = (
        Group(name, group if isinstance(group, str) else group.title)
        for name, group in entry.groups.items()
    )
    claims = tuple(
        claim_record(source, entry.defaults, nodes, file.parent, reader) for source in sources
    )
    shown = dict.fromkeys(groups)
    # A group of that name may be the user's own.
    if UNGROUPED.id not in entry.groups and any(one.group == UNGROUPED.id for one in claims):
        shown[UNGROUPED] = None
    jar = None if (named := entry.suite.tla2tools) is UNSET else pinned_jar(named, file.parent)
    uncovered = tuple(map(advisory_record, entry.advisories))
    return Registry(file, entry.suite.title, tuple(shown), claims, False, jar, uncovered)
