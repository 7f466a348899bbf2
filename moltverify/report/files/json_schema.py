"""The JSON Schemas of what the tool writes as JSON, made from the types that write it."""

from typing import Any

import msgspec

from moltverify.conformance import results as conformance
from moltverify.conformance.results import ConformanceResult
from moltverify.receipt import records
from moltverify.suite.results import FORMAT, SuiteResult

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


def schema(type_: type, name: str, number: str, value: int) -> bytes:
    """Return a type's schema; the field called `number` must have the value given."""
    found: dict[str, Any] = msgspec.json.schema(type_)
    found = {"$schema": DIALECT, "$id": f"urn:moltverify:{name}:{value}", **found}
    properties = found["$defs"][type_.__name__]["properties"]
    properties |= {number: {"const": value}, "moltverify": {"type": "string"}}
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
