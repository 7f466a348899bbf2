"""Load specs/conformance.yaml: the releases, how each claim is replayed, the drifts on record."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import UNSET

from moltverify.conformance.json_values import Json
from moltverify.conformance.records import (
    NAME,
    Conformance,
    Counterpart,
    KnownDrift,
    Order,
    Program,
    Projection,
)
from moltverify.conformance.registry_entries import (
    ConformanceEntry,
    CounterpartEntry,
    DriftEntry,
    PlainValue,
)
from moltverify.errors import UsageError
from moltverify.registry.entry_reader import given, read_entry
from moltverify.registry.entry_types import seconds
from moltverify.registry.mistakes import Mistakes, registry_error
from moltverify.registry.records import Registry
from moltverify.registry.yaml_reader import read_yaml
from moltverify.releases.package import Package


def load_conformance(registry: Registry) -> Conformance:
    """Load the file beside the registry; raises UsageError or RegistryError, listing mistakes."""
    file = registry.specs / NAME
    if not file.is_file():
        raise UsageError(f"there is no {file}", "docs/conformance.md describes the file")
    mistakes = Mistakes()
    root = read_yaml(file, mistakes)
    # Ids are checked here, against the registry: a misspelt claim would never be replayed.
    choices = {
        "claims": dict.fromkeys(claim.id for claim in registry.claims),
        "models": dict.fromkeys(model.id for model in registry.models),
    }
    entry = read_entry(root, ConformanceEntry, choices) if root else None
    if mistakes.found or entry is None:
        raise registry_error(mistakes.found)
    return conformance_record(entry, file)


def conformance_record(entry: ConformanceEntry, file: Path) -> Conformance:
    """Return the record of a file without mistakes."""
    packages = tuple(Package(one.name, one.version, one.integrity) for one in entry.packages)
    # What a command replays unless it names a release of its own: all packages, or the project.
    usual = None if packages else Package("this project", "")
    return Conformance(
        file=file,
        packages=packages,
        dependencies=None if entry.dependencies is UNSET else file.parent / entry.dependencies,
        planted=None if entry.planted is UNSET else file.parent / entry.planted,
        published=None if entry.releases is UNSET else file.parent / entry.releases,
        parameters=json_pairs(entry.parameters),
        counterparts=tuple(counterpart_record(*pair, usual) for pair in entry.claims.items()),
        drifts=tuple(map(drift_record, entry.drifts)),
    )


def json_pairs(values: Mapping[str, PlainValue]) -> tuple[tuple[str, Json], ...]:
    """Return names and values, with lists, which entries have as tuples, as lists again."""
    return tuple(
        (name, list(value) if isinstance(value, tuple) else value) for name, value in values.items()
    )


def counterpart_record(claim: str, entry: CounterpartEntry, usual: Package | None) -> Counterpart:
    """Return how one claim is replayed, or why it is not."""
    return Counterpart(
        claim=claim,
        program=program_record(entry, usual),
        none=given(entry.none, ""),
        omits=given(entry.omits, ""),
        deterministic=entry.relation == "equal",
        orders=tuple(order_record(*pair) for pair in entry.permissive.items()),
        constants=tuple(entry.constants.items()),
    )


def order_record(path: str, values: tuple[PlainValue, ...] | str) -> Order:
    """Return the order of the values at a path; the empty path, the outcome itself, is `.`."""
    bare = "" if path == "." else path
    return Order(bare, more=True) if isinstance(values, str) else Order(bare, values)


def program_record(entry: CounterpartEntry, usual: Package | None) -> Program | None:
    """Return the command that replays a claim, and how the model's steps become its calls."""
    if entry.command is UNSET:
        return None
    return Program(
        command=entry.command,
        release=usual if entry.release is UNSET else release_record(entry.release),
        projection=Projection(
            calls=entry.calls,
            given=entry.given,
            arguments=entry.arguments,
            observe=entry.observe,
            command=given(entry.projection, ()),
        ),
        settings=json_pairs(entry.settings),
        timeout=seconds(given(entry.timeout, "")),
    )


def release_record(label: str) -> Package:
    """Return a release from a name, or from a name and a version such as house@1.2."""
    # The entry's pattern allows no other @, such as that of a scoped package.
    name, _, version = label.partition("@")
    return Package(name, version)


def drift_record(entry: DriftEntry) -> KnownDrift:
    """Return one drift on record."""
    return KnownDrift(
        models=(entry.model,) if isinstance(entry.model, str) else entry.model,
        reason=entry.reason,
        when=json_pairs(entry.when),
        code=json_pairs(entry.code),
    )
