"""The formats in which a run can be written to a file, by name.

To add one: write a function of the type Render, and add it to FORMATS. The module that does the
work is imported inside that function, so that commands that write no report start fast.
"""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct

from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.suite.results import SuiteResult, to_json


class ReportFile(Struct, frozen=True):
    """One file of a report that is a folder; `path` is relative to the folder."""

    path: PurePosixPath
    content: bytes


# A report is one file's content, or the files of a folder.
Rendered: TypeAlias = bytes | tuple[ReportFile, ...]
Render: TypeAlias = Callable[[SuiteResult, Registry, SpecTexts, Further], Rendered]


def html(result: SuiteResult, registry: Registry, sources: SpecTexts, further: Further) -> bytes:
    """Return the HTML page: the claims, and every counterexample to step through."""
    from moltverify.report.html.page import html_page  # noqa: PLC0415 - jinja2 is slow to import

    return html_page(result, registry, sources, further)


def json(result: SuiteResult, _registry: Registry, _sources: SpecTexts, _further: Further) -> bytes:
    """Return the lossless form, as `run --json` prints it, for other programs."""
    return to_json(result) + b"\n"


def junit(result: SuiteResult, registry: Registry, _sources: SpecTexts, _further: Further) -> bytes:
    """Return JUnit XML, for CI servers."""
    from moltverify.report.files.junit_xml import junit_xml  # noqa: PLC0415 - as every format

    return junit_xml(result, registry)


def sarif(result: SuiteResult, registry: Registry, sources: SpecTexts, _further: Further) -> bytes:
    """Return SARIF 2.1.0, for code scanning and editors."""
    from moltverify.report.files.sarif import sarif_log  # noqa: PLC0415 - as every format

    return sarif_log(result, registry, sources)


def markdown_report(
    result: SuiteResult, registry: Registry, _sources: SpecTexts, further: Further
) -> bytes:
    """Return Markdown, for comments and summaries on GitHub."""
    from moltverify.report.newest_release import newest_release  # noqa: PLC0415 - as every format
    from moltverify.report.pages.markdown import suite_markdown as text  # noqa: PLC0415 - as every format

    newest = newest_release(further, registry, {one.claim for one in result.models})
    # UTF-8 has no bytes for half of a surrogate pair, and a text may contain one.
    return text(result, registry, newest).encode("utf-8", "backslashreplace")


def itf(
    result: SuiteResult, _registry: Registry, _sources: SpecTexts, _further: Further
) -> tuple[ReportFile, ...]:
    """Return a folder of counterexamples in the Informal Trace Format, for other TLA+ tools."""
    from moltverify.report.files.itf import itf_files  # noqa: PLC0415 - as every format

    return tuple(ReportFile(PurePosixPath(name), content) for name, content in itf_files(result))


def receipt(
    result: SuiteResult, registry: Registry, sources: SpecTexts, _further: Further
) -> bytes:
    """Return a receipt of the inputs and results, for `moltverify verify-receipt`."""
    from moltverify.receipt.make import receipt_json  # noqa: PLC0415 - as every format

    return receipt_json(result, registry, sources)


FORMATS: dict[str, Render] = {
    "html": html,
    "json": json,
    "junit": junit,
    "sarif": sarif,
    "markdown": markdown_report,
    "itf": itf,
    "receipt": receipt,
}

# Formats that show the findings of other commands; for the rest, the store is not read.
WITH_FURTHER = {"html", "markdown"}
IN_FOLDERS = {"itf"}  # formats of several files, whose target is a folder
