"""The samples in docs/formats and the published schemas, made by the tool itself.

`python -m tests.report.samples` writes them again; a test says when that is due.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from moltverify.receipt.make import make_receipt
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.extra_findings import Further
from moltverify.report.files.formats import FORMATS
from moltverify.report.files.github import annotations
from moltverify.report.files.json_schema import (
    affected_schema,
    conformance_schema,
    receipt_schema,
    registry_schema,
    results_schema,
    snapshots_schema,
    trace_schema,
    watch_schema,
)
from moltverify.site.site_schemas import (
    site_claim_schema,
    site_history_schema,
    site_index_schema,
)
from moltverify.suite.results import to_json
from tests.report import sample

TOP = Path(__file__).parents[2]
PAGES = TOP / "docs" / "formats"
SCHEMAS = TOP / "moltverify" / "schemas"
LANGUAGES = {"github": "text", "junit": "xml", "markdown": "markdown"}


def files() -> Iterator[tuple[Path, bytes]]:
    """Yield every generated file with the content that it should have."""
    for name, text in texts():
        page = PAGES / f"{name}.md"
        yield page, filled(page.read_text(encoding="utf-8"), name, text).encode()
    yield SCHEMAS / "results.schema.json", results_schema()
    yield SCHEMAS / "receipt.schema.json", receipt_schema()
    yield SCHEMAS / "conformance.schema.json", conformance_schema()
    yield SCHEMAS / "affected.schema.json", affected_schema()
    yield SCHEMAS / "trace.schema.json", trace_schema()
    yield SCHEMAS / "watch.schema.json", watch_schema()
    yield SCHEMAS / "snapshots.schema.json", snapshots_schema()
    yield SCHEMAS / "registry.schema.json", registry_schema()
    yield SCHEMAS / "site-index.schema.json", site_index_schema()
    yield SCHEMAS / "site-claim.schema.json", site_claim_schema()
    yield SCHEMAS / "site-history.schema.json", site_history_schema()


def filled(page: str, name: str, text: str) -> str:
    """Return a page with its sample."""
    fence = "`" * (4 if "```" in text else 3)
    block = f"{fence}{LANGUAGES.get(name, 'json')}\n{text.rstrip()}\n{fence}\n"
    begin = f"<!-- sample: {name}, made by python -m tests.report.samples -->\n"
    end = "<!-- end -->\n"
    pattern = re.escape(begin) + ".*" + re.escape(end)
    new, count = re.subn(pattern, lambda _: begin + block + end, page, flags=re.DOTALL)
    assert count == 1, f"the page of {name} has no place for a sample"
    return new


def texts() -> Iterator[tuple[str, str]]:
    """Yield a sample of each format."""
    two = sample.part("door", "door:tailgate", "vault")
    yield "json", pretty(to_json(sample.part("vault")))
    yield "junit", rendered("junit", "door", "door:tailgate", "vault")
    yield "sarif", rendered("sarif", "vault")
    yield "markdown", rendered("markdown", "door", "door:tailgate", "vault")
    yield "github", "\n".join(annotations(two, sample.registry(), sample.sources()))
    (trace,) = FORMATS["itf"](
        sample.part("lamp:flicker"), sample.registry(), sample.sources(), Further()
    )
    assert not isinstance(trace, int)
    yield "itf", trace.content.decode()
    small = read_spec_texts(sample.registry(), {"vault"})
    receipt = make_receipt(sample.part("vault"), sample.registry(), small)
    yield "receipt", pretty(msgspec.json.encode(receipt))


def rendered(name: str, *models: str) -> str:
    """Return some models in one format."""
    content = FORMATS[name](sample.part(*models), sample.registry(), sample.sources(), Further())
    assert isinstance(content, bytes)
    return content.decode()


def pretty(content: bytes) -> str:
    """Return JSON with a line per entry."""
    return msgspec.json.format(content, indent=1).decode()


if __name__ == "__main__":
    for file, content in files():
        file.write_bytes(content)
