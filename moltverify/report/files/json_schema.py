"""The JSON Schemas of the tool's JSON output, and of the registry that it reads as YAML.

They are made from the types that write and read.
"""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

import msgspec

from moltverify.conformance import affected_report
from moltverify.conformance import results as conformance
from moltverify.conformance.affected_report import AffectedReport
from moltverify.conformance.results import ConformanceResult
from moltverify.receipt import records
from moltverify.registry.entry_reader import Entry
from moltverify.registry.registry_entries import GroupFileEntry, RegistryEntry
from moltverify.report.files.watch_lines import FORMAT_OF_WATCH, WatchingLine, WatchLine
from moltverify.store.json_records import indented_json
from moltverify.suite.results import FORMAT, SuiteResult
from moltverify.tracing.snapshot_answers import FORMAT_OF_SNAPSHOT_REPORTS, SnapshotReport
from moltverify.tracing.trace_answers import FORMAT_OF_REPORTS, TraceReport

DIALECT = "https://json-schema.org/draft/2020-12/schema"  # the one that msgspec writes


def results_schema() -> bytes:
    """Return the schema of results: `run --json`, `--report json`, and recorded runs."""
    return schema(SuiteResult, "results", "format", FORMAT)


def receipt_schema() -> bytes:
    """Return the schema of run receipts."""
    return schema(records.Receipt, "receipt", "receipt", records.FORMAT)


def conformance_schema() -> bytes:
    """Return the schema of replays: `conform --json`."""
    return schema(ConformanceResult, "conformance", "format", conformance.FORMAT)


def affected_schema() -> bytes:
    """Return the schema of judged versions: `affected --json`."""
    return schema(AffectedReport, "affected", "format", affected_report.FORMAT)


def trace_schema() -> bytes:
    """Return the schema of answers about logs: `trace --json`."""
    return schema(TraceReport, "trace", "format", FORMAT_OF_REPORTS)


def snapshots_schema() -> bytes:
    """Return the schema of answers about copies of a system's state: `trace --gateway --json`."""
    return schema(SnapshotReport, "snapshots", "format", FORMAT_OF_SNAPSHOT_REPORTS)


def watch_schema() -> bytes:
    """Return the schema of the lines of a watch: `watch --json`."""
    (lines,), kinds = msgspec.json.schema_components((WatchLine,))
    properties = kinds[WatchingLine.__name__]["properties"]
    properties |= {"format": {"const": FORMAT_OF_WATCH}, "moltverify": {"type": "string"}}
    found = {"$schema": DIALECT, "$id": f"urn:moltverify:watch:{FORMAT_OF_WATCH}", **lines}
    return formatted({**found, "$defs": kinds})


def registry_schema() -> bytes:
    """Return the schema of a registry, and of the files in which groups keep their claims.

    A file with `suite` or `groups` is a registry; one with claims alone belongs to a group. Numbers
    and booleans are valid where any text is, because the registry's reader takes their characters.
    """
    kinds, entries = msgspec.json.schema_components(
        (RegistryEntry, GroupFileEntry), schema_hook=lambda _: {"type": "string", "minLength": 1}
    )
    rules = {kind.__name__: kind.rules for kind in kinds_of_entries(Entry)}
    for name, entry in entries.items():
        del entry["title"]  # the type's name, which editors would show
        entry.update(rules[name])
    found = {
        "$schema": DIALECT,
        "$id": "urn:moltverify:registry",
        "if": {"anyOf": [{"required": ["suite"]}, {"required": ["groups"]}]},
        "then": kinds[0],
        "else": kinds[1],
        "$defs": with_any_scalar_as_text(entries),
    }
    return indented_json(found)


def kinds_of_entries(kind: type[Entry]) -> Iterator[type[Entry]]:
    """Yield the types of a registry's entries below a type."""
    for one in kind.__subclasses__():
        yield one
        yield from kinds_of_entries(one)


def with_any_scalar_as_text(part: Any) -> Any:
    """Return a part of a schema in which each text without a pattern may be any scalar."""
    if isinstance(part, list):
        return [with_any_scalar_as_text(one) for one in part]
    if not isinstance(part, dict):
        return part
    part = {name: with_any_scalar_as_text(one) for name, one in part.items()}
    # Of the texts, only those that must not be blank have a minimal length.
    return {**part, "type": ["string", "number", "boolean"]} if "minLength" in part else part


def schema(type_: type, name: str, number: str, value: int) -> bytes:
    """Return a type's schema; the field called `number` must have the value given."""
    found: dict[str, Any] = msgspec.json.schema(type_)
    found = {"$schema": DIALECT, "$id": f"urn:moltverify:{name}:{value}", **found}
    properties = found["$defs"][type_.__name__]["properties"]
    # Without msgspec's default for `moltverify`, which changes with each version.
    properties |= {number: {"const": value}, "moltverify": {"type": "string"}}
    return formatted(found)


def formatted(found: dict[str, Any]) -> bytes:
    """Return a schema as it is published."""
    for one in found["$defs"].values():
        if "description" in one:
            # A type's docstring. Python 3.13 compiles it without its indentation, 3.12 with it.
            one["description"] = cleandoc(one["description"])
    return indented_json(found)
