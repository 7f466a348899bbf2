"""Find the registry and load it, with every mistake that its text alone shows."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from moltverify.errors import RegistryError, UsageError
from moltverify.file_access import is_file
from moltverify.registry.claims import ID, ID_WORDS, Defaults, read_claims
from moltverify.registry.options import read_options
from moltverify.registry.records import Claim, Group, Registry
from moltverify.registry.yaml_reader import Item, Mistake, Mistakes, read_yaml
from moltverify.running.job import TlcOptions

NAME = "registry.yaml"


class GroupEntry(Struct, frozen=True):
    """A group, and the file that holds its claims if they are not in the registry itself."""

    group: Group
    file: Item | None


def find_registry(given: Path | None, start: Path) -> Path:
    """Find specs/registry.yaml: the given path, else upward from `start`, else the package's own.

    Raises UsageError when there is none.
    """
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
    package = Path(__file__).parents[1]
    yield package / "specs" / NAME
    yield package.parent / "specs" / NAME


def load_registry(file: Path) -> Registry:
    """Load a registry; raises RegistryError, which lists all mistakes, if there is any."""
    registry, mistakes = read_registry(file)
    if mistakes:
        raise registry_error(mistakes)
    assert registry is not None
    return registry


def registry_error(mistakes: list[Mistake]) -> RegistryError:
    """Return one error that lists the mistakes, a line each."""
    count = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}"
    return RegistryError(
        f"{count} in the registry\n" + "\n".join(f"  {mistake}" for mistake in mistakes),
        "docs/registry.md lists every key",
    )


def read_registry(file: Path) -> tuple[Registry | None, list[Mistake]]:
    """Read a registry and every mistake in it; the registry is None if there is nothing to read."""
    mistakes = Mistakes()
    root = read_yaml(file, mistakes)
    if root is None:
        return None, mistakes.found
    fields = root.fields()
    title = fields.need("suite", read_title, "?")
    options = fields.may("defaults", read_options, TlcOptions())
    entries: list[GroupEntry] = fields.need("groups", read_groups, [])
    defaults = Defaults(options, tuple(entry.group.id for entry in entries))
    claims: list[Claim] = fields.may("claims", lambda item: read_claims(item, defaults), [])
    fields.finish()
    for entry in entries:
        claims += claims_of_file(entry, defaults)
    note_doubles(claims, mistakes)
    groups = tuple(entry.group for entry in entries)
    return Registry(file, title, groups, tuple(claims)), mistakes.found


def read_title(item: Item) -> str:
    """Read the suite's title."""
    fields = item.fields()
    title = fields.need("title", Item.text, "?")
    fields.finish()
    return title


def read_groups(item: Item) -> list[GroupEntry]:
    """Read the groups: a title each, or a title and a file of claims."""
    fields = item.fields()
    for key in fields.keys.values():
        key.matching(ID, ID_WORDS)
    return [read_group(value, name) for name, value in fields.values.items()]


def read_group(item: Item, name: str) -> GroupEntry:
    """Read one group."""
    if isinstance(item.node.value, str):
        return GroupEntry(Group(name, item.text()), None)
    fields = item.fields()
    title = fields.need("title", Item.text, name)
    file = fields.may("claims", lambda child: child, None)
    fields.finish()
    return GroupEntry(Group(name, title), file)


def claims_of_file(entry: GroupEntry, defaults: Defaults) -> list[Claim]:
    """Read the claims that a group keeps in a file of its own."""
    if entry.file is None:
        return []
    file = entry.file.file.parent / entry.file.text()
    if not is_file(file):
        entry.file.wrong(f"there is no file {file}")
        return []
    root = read_yaml(file, entry.file.mistakes)
    if root is None:
        return []
    fields = root.fields()
    own = Defaults(defaults.options, defaults.groups, entry.group.id)
    claims: list[Claim] = fields.need("claims", lambda item: read_claims(item, own), [])
    fields.finish()
    return claims


def note_doubles(claims: list[Claim], mistakes: Mistakes) -> None:
    """Note every id that two claims, or two models of a claim, share."""
    seen: dict[str, str] = {}
    for claim in claims:
        for model in claim.models:
            if model.id in seen:
                message = f"the id '{model.id}' is taken at {seen[model.id]}"
                mistakes.add(model.source, "", message)
            seen.setdefault(model.id, str(model.source))
