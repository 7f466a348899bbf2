"""The formats of reports about copies of a system's state; their names are those for logs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from moltverify.registry.records import Registry
from moltverify.tracing.snapshot_answers import SnapshotReport

RenderSnapshots: TypeAlias = Callable[[SnapshotReport, Registry], bytes]


def snapshot_html(report: SnapshotReport, registry: Registry) -> bytes:
    """Return the page of a report."""
    from moltverify.report.html.snapshot_page import snapshot_page  # noqa: PLC0415 - slow to import

    return snapshot_page(report, registry)


def snapshot_json(report: SnapshotReport, registry: Registry) -> bytes:  # noqa: ARG001 - as all formats
    """Return a report as JSON."""
    return msgspec.json.encode(report)


def snapshot_junit(report: SnapshotReport, registry: Registry) -> bytes:
    """Return a report as JUnit XML."""
    from moltverify.report.files.fit_junit import snapshot_junit_xml  # noqa: PLC0415 - rarely needed

    return snapshot_junit_xml(report, registry)


def snapshot_receipt(report: SnapshotReport, registry: Registry) -> bytes:
    """Return the receipt of a report."""
    from moltverify.receipt.snapshot_receipt import snapshot_receipt_json  # noqa: PLC0415 - rarely needed

    return snapshot_receipt_json(report, registry)


SNAPSHOT_FORMATS: Mapping[str, RenderSnapshots] = MappingProxyType(
    {
        "html": snapshot_html,
        "json": snapshot_json,
        "junit": snapshot_junit,
        "receipt": snapshot_receipt,
    }
)
