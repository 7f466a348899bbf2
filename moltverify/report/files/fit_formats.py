"""The formats in which the answer about a log can be written to a file, by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from moltverify.registry.records import Registry
from moltverify.tracing.trace_answers import TraceReport

RenderFit: TypeAlias = Callable[[TraceReport, Registry], bytes]


def fit_html(report: TraceReport, registry: Registry) -> bytes:
    """Return the page of an answer."""
    from moltverify.report.html.fit_page import fit_page  # noqa: PLC0415 - slow to import

    return fit_page(report, registry.claim(report.claim))


def fit_json(report: TraceReport, registry: Registry) -> bytes:  # noqa: ARG001 - as all formats
    """Return an answer as JSON."""
    return msgspec.json.encode(report)


def fit_junit(report: TraceReport, registry: Registry) -> bytes:
    """Return an answer as JUnit XML."""
    from moltverify.report.files.fit_junit import fit_junit_xml  # noqa: PLC0415 - rarely needed

    return fit_junit_xml(report, registry.claim(report.claim))


def fit_receipt(report: TraceReport, registry: Registry) -> bytes:
    """Return the receipt of an answer."""
    from moltverify.receipt.log_receipt import log_receipt_json  # noqa: PLC0415 - rarely needed

    return log_receipt_json(report, registry)


FIT_FORMATS: Mapping[str, RenderFit] = MappingProxyType(
    {"html": fit_html, "json": fit_json, "junit": fit_junit, "receipt": fit_receipt}
)
