"""A run as one HTML page that needs no other file, no network, and no JavaScript to be read.

The HTML is the only copy of the data: the script reads the steps from it and shows one at a time.
A Content-Security-Policy admits only the page's own style and script, by their digests.
"""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from moltverify.registry.records import Registry, Role
from moltverify.registry.spec_texts import SourceFile, SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.report.html.page_view import page_of
from moltverify.report.html.value_html import text_markup
from moltverify.report.story.escaping import inert
from moltverify.report.story.other_jars import also_lines
from moltverify.report.story.remarks import remarks
from moltverify.suite.results import SuiteResult
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_times import checking_seconds, verdict_times

TEMPLATES = Path(__file__).with_name("templates")
SIGNS = {
    Verdict.AS_EXPECTED: "✓",
    Verdict.INCONCLUSIVE: "?",
    Verdict.DISPUTED: "≠",
    Verdict.UNEXPECTED: "✗",
    Verdict.BROKEN: "✗",
}
NOTHING = Further()
BEFORE_BLOCKS = re.compile(
    r"\n+(?=</?(?:div|dl|dt|dd|li|ol|ul|p|tr|td|th|table|tbody|thead|section|details|summary|h[1-6])\b)"
)
SHORT = 12  # hexadecimal digits: enough to compare by eye


def html_page(
    result: SuiteResult, registry: Registry, sources: SpecTexts, further: Further = NOTHING
) -> bytes:
    """Return the page of a run, in UTF-8, with the latest findings of other commands."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    page = page_of(result, registry, sources, further)
    html = (
        template_environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            texts=packed_texts(page.files),
            # Markup, because browsers decode no entities inside these two elements.
            style=Markup(style),  # noqa: S704 - a file of the package
            script=Markup(script),  # noqa: S704 - a file of the package
            policy=policy(style, script),
        )
    )
    # UTF-8 has no bytes for half of a surrogate pair, and a text may contain one.
    return without_layout(html).encode("utf-8", "backslashreplace")


def template_environment() -> Environment:
    """Return the templates' environment: everything escaped, every control character visible."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        # A misspelt name is an error, not an empty place on the page.
        undefined=StrictUndefined,
        # jinja2 calls it for each printed value, before it escapes the value.
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"short": short, "code": shown_text}
    templates.globals |= {"Role": Role, "SIGNS": SIGNS}
    templates.globals |= {"remarks": remarks, "also_lines": also_lines}
    templates.globals |= {"checking_seconds": checking_seconds, "verdict_times": verdict_times}
    templates.globals |= {"source_link": fragment_of_file, "has_source_pages": False}
    return templates


def fragment_of_file(path: str, _line: int) -> str:
    """Return the link to a module that is on the same page, as a whole."""
    return f"#file:{path}"


def harmless(value: object) -> object:
    """Return text with control characters made visible; Markup was made of such text."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def shown_text(text: str) -> Markup:
    """Return a file's text, for between tags, with blanks for tabs and one character a line end."""
    # harmless() would show tabs and line ends as escapes.
    return text_markup(spread_text(text))


def spread_text(text: str) -> str:
    """Return a file's text with blanks for tabs and one character for each line end, harmless."""
    return inert(text.replace("\r\n", "\n").expandtabs())


def packed_texts(files: Iterable[SourceFile]) -> str:
    """Return the texts of files by the ids of their elements, compressed: JSON, gzip, base64."""
    texts = {f"file:{file.path}": spread_text(file.text) for file in files}
    # Without a time, so that the same run makes the same page.
    packed = gzip.compress(json.dumps(texts).encode(), mtime=0)
    return base64.b64encode(packed).decode()


def without_layout(html: str) -> str:
    """Return a page without the line ends before blocks, which mean nothing."""
    # A text between tags has its `<` escaped, and so no line end of a text is before a tag.
    return BEFORE_BLOCKS.sub("", html)


def short(digest: str) -> str:
    """Return the beginning of a digest."""
    return digest[:SHORT]


def policy(style: str, script: str) -> str:
    """Return the page's Content-Security-Policy (W3C CSP Level 3, section 2.3.1, hash-source)."""
    return (
        # default-src does not cover the last two.
        f"default-src 'none'; style-src {source(style)}; script-src {source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def source(text: str) -> str:
    """Return the expression that admits exactly this inline text."""
    # The browser's digest is over all between the tags, so the template adds no blank there.
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
