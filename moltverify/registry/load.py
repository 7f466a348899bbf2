"""Find the registry and load it, with every mistake that its text alone shows."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from moltverify.errors import RegistryError, UsageError
from moltverify.file_access import is_file
from moltverify.plural import counted
from moltverify.registry.claim_entries import ClaimEntry
from moltverify.registry.claim_records import ClaimSource, claim_record
from moltverify.registry.entry_reader import is_read, read_entry, with_nodes
from moltverify.registry.records import Group, Registry
from moltverify.registry.registry_entries import GroupEntry, GroupFileEntry, RegistryEntry
from moltverify.registry.yaml_reader import Mistake, Mistakes, YamlNode, read_yaml

NAME = "registry.yaml"
BUNDLED = Path("bundled")  # the name of the suite that comes with the package
PACKAGE = Path(__file__).parents[1]


def find_registry(given: Path | None, start: Path) -> Path:
    """Find specs/registry.yaml: the given path, else upward from `start`, else the bundled suite.

    The path `bundled` names the bundled suite, `./bundled` a folder. Raises UsageError when there
    is none.
    """
    if given == BUNDLED:
        return bundled_registry()
    if given is not None:
        for file in (given, given / NAME):
            if is_file(file):
                return file
        raise UsageError(f"there is no registry at {given}", "name a registry.yaml, or its folder")
    for file in candidates(start):
        if is_file(file):
            return file
    raise UsageError(
        f"no specs/{NAME} here or in any folder above",
        "run: moltverify init, or pass --registry PATH",
    )


def candidates(start: Path) -> Iterator[Path]:
    """List where the registry may be, best first."""
    for folder in (start, *start.parents):
        yield folder / "specs" / NAME
        if folder.name == "specs":
            yield folder / NAME
    yield from bundled_candidates()


def bundled_registry() -> Path:
    """Return the registry of the bundled suite; raises UsageError if the installation lacks it."""
    for file in bundled_candidates():
        if is_file(file):
            return file
    raise UsageError(f"there is no bundled suite in {PACKAGE}", "install moltverify again")


def bundled_candidates() -> Iterator[Path]:
    """List where the bundled suite may be: in an installed package, then in a checkout."""
    yield PACKAGE / "bundled" / NAME
    yield PACKAGE.parent / "specs" / NAME


def load_registry(file: Path) -> Registry:
    """Load a registry; raises RegistryError, which lists all mistakes, if there is any."""
    registry, mistakes = read_registry(file)
    if mistakes:
        raise registry_error(mistakes)
    assert registry is not None
    return registry


def registry_error(mistakes: list[Mistake]) -> RegistryError:
    """Return one error that lists the mistakes, a line each."""
    count = counted(len(mistakes), "mistake")
    return RegistryError(
        f"{count} in the registry\n" + "\n".join(f"  {mistake}" for mistake in mistakes),
        "docs/registry.md lists every key",
    )


def read_registry(file: Path) -> tuple[Registry | None, list[Mistake]]:
    """Read a registry and every mistake in it; the registry is None if there is a mistake."""
    with collection_paused():
        return read_with_mistakes(file)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keep Python from looking for reference cycles, if it does, until the block ends.

    Nodes and entries have no cycles. Looking through all of them as they become more took most of
    the time of a registry with thousands of claims, and more than in proportion to its size.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_with_mistakes(file: Path) -> tuple[Registry | None, list[Mistake]]:
    """Read a registry, as `read_registry` returns it."""
    mistakes = Mistakes()
    root = read_yaml(file, mistakes)
    if root is None:
        return None, mistakes.found
    groups = root.child("groups")
    # Where `groups` itself is wrong, a claim's group cannot be told from a wrong one.
    names = {"groups": group_names(groups)} if groups and groups.is_mapping else {}
    entry = read_entry(root, RegistryEntry, names)
    # The groups' files are read even after a mistake here: all mistakes are to be seen at once.
    if not is_read(entry):
        return None, mistakes.found
    sources = list(claims_of_registry(entry, root))
    nodes = model_nodes(sources, mistakes)
    if mistakes.found:
        return None, mistakes.found
    return registry_record(entry, sources, nodes, file), []


def group_names(groups: YamlNode) -> dict[str, None]:
    """Return the ids of the groups in their order, as keys, because each claim looks one up."""
    return {key.scalar: None for key, _ in groups.pairs() if key.scalar is not None}


def claims_of_registry(entry: RegistryEntry, root: YamlNode) -> Iterator[ClaimSource]:
    """Yield the claims of the registry's own file, then those of each group's file."""
    yield from claims_at(entry.claims, root.child("claims"))
    groups = root.child("groups")
    for key, value in groups.pairs() if groups else ():
        # A group that could not be read is MISSING, and so may its file be.
        group = entry.groups.get(key.scalar or "") if is_read(entry.groups) else None
        if isinstance(group, GroupEntry) and isinstance(group.claims, Path):
            yield from claims_of_file(group.claims, key.scalar or "", value.mistakes)


def claims_of_file(file: Path, group: str, mistakes: Mistakes) -> Iterator[ClaimSource]:
    """Yield the claims that a group keeps in a file of its own."""
    root = read_yaml(file, mistakes)
    if root is None:
        return
    entry = read_entry(root, GroupFileEntry, {"groups": (group,)})
    if is_read(entry):
        yield from claims_at(entry.claims, root.child("claims"), group)


def claims_at(
    claims: tuple[ClaimEntry, ...], node: YamlNode | None, group: str | None = None
) -> Iterator[ClaimSource]:
    """Yield the claims of a list that were read, with their nodes."""
    yield from (ClaimSource(claim, at, group) for claim, at in with_nodes(claims, node))


def model_nodes(sources: Iterable[ClaimSource], mistakes: Mistakes) -> dict[str, YamlNode]:
    """Return the node of each model by its id, and note every id that two models share."""
    seen: dict[str, YamlNode] = {}
    for source in sources:
        for name, node in source.model_nodes():
            # By place and not by text: the first one is right, each later one is the mistake.
            first = seen.setdefault(name, node)
            if first is not node:
                mistakes.add(node.place, "", f"the id '{name}' is taken at {first.place}")
    return seen


def registry_record(
    entry: RegistryEntry,
    sources: Iterable[ClaimSource],
    nodes: Mapping[str, YamlNode],
    file: Path,
) -> Registry:
    """Return the record of a registry without mistakes; `nodes` are its models' by their ids."""
    groups = (
        Group(name, group if isinstance(group, str) else group.title)
        for name, group in entry.groups.items()
    )
    claims = (claim_record(source, entry.defaults, nodes, file.parent) for source in sources)
    return Registry(file, entry.suite.title, tuple(groups), tuple(claims))
