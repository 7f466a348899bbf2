"""Registered models as a `manifest.json` of tlaplus/Examples (its schema of May 2026)."""

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import UNSET, Struct, UnsetType

from moltverify.adoption.exported_models import (
    NO_WORD,
    SAME_CONFIG,
    Export,
    ExportedModel,
    ExportNote,
    exported_models,
)
from moltverify.adoption.manifest_models import VIOLATED
from moltverify.file_access import read_text
from moltverify.registry.expectation import Expectation, MustHold, MustViolate
from moltverify.registry.records import Model, Registry
from moltverify.running.job import RandomSearch
from moltverify.tla.module_text import blanked
from moltverify.tlc.outcome import ViolationKind

FILE = Path("manifest.json")
UNKNOWN = "unknown"
UNLIMITED = 2**31 - 1  # the schema requires a number also where only time ends a simulation
# The words stand for exit codes of TLC, so kinds with the same code share a word.
WORDS = {kind: word for word, kind in VIOLATED.items()} | {
    ViolationKind.ACTION_PROPERTY: "liveness failure",
    ViolationKind.POSTCONDITION: "assumption failure",
}
PLUSCAL = re.compile(r"--\s*(?:fair\s+)?algorithm\b")
COMPOSITION = re.compile(r"\\cdot\b")


class WrittenModel(Struct, frozen=True, kw_only=True, rename="camel"):
    """A model's entry; the schema has counts only for what holds."""

    path: str
    runtime: str = UNKNOWN
    mode: str | dict[str, dict[str, int]]
    result: str
    distinct_states: int | UnsetType = UNSET
    total_states: int | UnsetType = UNSET
    state_depth: int | UnsetType = UNSET
    workers: int


class WrittenModule(Struct, frozen=True):
    """A module with its models."""

    path: str
    features: tuple[str, ...]
    models: list[WrittenModel]


class WrittenManifest(Struct, frozen=True):
    """A manifest; a registry knows no sources, authors and tags, which the schema requires."""

    modules: list[WrittenModule]
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def manifest_export(registry: Registry, models: Sequence[Model]) -> Export:
    """Return a manifest of some models of a registry."""
    exported, notes = exported_models(registry, models)
    modules: dict[Path, WrittenModule] = {}
    seen = set[tuple[Path, Path]]()
    for one in exported:
        if (one.module, one.config) in seen:
            notes.append(ExportNote(one.model.id, SAME_CONFIG))
            continue
        seen.add((one.module, one.config))
        entry = written_model(one)
        if entry.result == UNKNOWN:
            notes.append(ExportNote(one.model.id, NO_WORD))
        modules.setdefault(one.module, written_module(one)).models.append(entry)
    encoded = msgspec.json.encode(WrittenManifest(list(modules.values())))
    text = msgspec.json.format(encoded, indent=2).decode() + "\n"
    return Export({FILE: text}, tuple(notes))


def written_module(one: ExportedModel) -> WrittenModule:
    """Return the entry of a model's module, without models."""
    return WrittenModule(one.module.as_posix(), features(one.model.job.module), [])


def written_model(one: ExportedModel) -> WrittenModel:
    """Return a model's entry."""
    counts = exact_counts(one.expectation)
    return WrittenModel(
        path=one.config.as_posix(),
        mode=mode_of(one.model.job.options.random_search),
        result=result_word(one.expectation),
        distinct_states=counts.get("distinct", UNSET),
        total_states=counts.get("generated", UNSET),
        state_depth=counts.get("depth", UNSET),
        workers=one.model.job.options.workers,
    )


def mode_of(search: RandomSearch | None) -> str | dict[str, dict[str, int]]:
    """Return the schema's form of a search; it has a number of traces for a simulation alone."""
    if search is None:
        return "exhaustive search"
    if search.option == "-generate":
        return "generate"
    return {"simulate": {"traceCount": UNLIMITED if search.traces is None else search.traces}}


def exact_counts(expected: Expectation) -> dict[str, int]:
    """Return the counts that a green must have; the schema has no band."""
    if not isinstance(expected, MustHold):
        return {}
    pinned = {} if expected.distinct is None else {"distinct": expected.distinct}
    return pinned | {one.count: one.least for one in expected.bands if one.least == one.most}


def result_word(expected: Expectation) -> str:
    """Return the schema's word for an expectation; `unknown` if it has none."""
    if isinstance(expected, MustHold):
        return "success"
    kind = expected.kind if isinstance(expected, MustViolate) else ViolationKind.INVARIANT
    return WORDS.get(kind, UNKNOWN)


def features(module: Path) -> tuple[str, ...]:
    """Return the schema's words for what a module uses; none for one that cannot be read."""
    try:
        text = read_text(module)
    except OSError:
        return ()
    # An algorithm is a comment.
    found = {
        "pluscal": PLUSCAL.search(text),
        "action composition": COMPOSITION.search(blanked(text)),
    }
    return tuple(name for name, place in found.items() if place)
