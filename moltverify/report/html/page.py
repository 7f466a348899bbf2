"""A run as one HTML page that needs no other file, no network, and no JavaScript to be read.

The HTML is the only copy of the data: the script reads the steps from it and shows one at a time.
A Content-Security-Policy admits only the page's own style and script, by their digests.
"""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from moltverify.registry.records import Registry, Role
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.report.html.page_view import page_of
from moltverify.report.story.escaping import inert
from moltverify.report.story.other_jars import also_lines
from moltverify.report.story.remarks import remarks
from moltverify.suite.results import SuiteResult
from moltverify.suite.verdict import Verdict

TEMPLATES = Path(__file__).with_name("templates")
SIGNS = {
    Verdict.AS_EXPECTED: "✓",
    Verdict.INCONCLUSIVE: "?",
    Verdict.DISPUTED: "≠",
    Verdict.UNEXPECTED: "✗",
    Verdict.BROKEN: "✗",
}
NOTHING = Further()
SHORT = 12  # hexadecimal digits: enough to compare by eye


def html_page(
    result: SuiteResult, registry: Registry, sources: SpecTexts, further: Further = NOTHING
) -> bytes:
    """Return the page of a run, in UTF-8, with the latest findings of other commands."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    page = (
        template_environment()
        .get_template("page.html.j2")
        .render(
            page=page_of(result, registry, sources, further),
            # Markup, because browsers decode no entities inside these two elements.
            style=Markup(style),  # noqa: S704 - a file of the package
            script=Markup(script),  # noqa: S704 - a file of the package
            policy=policy(style, script),
        )
    )
    # UTF-8 has no bytes for half of a surrogate pair, and a text may contain one.
    return page.encode("utf-8", "backslashreplace")


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
    # harmless() would show tabs and line ends as escapes. Between tags a quote is only a quote.
    shown = escape(inert(text.replace("\r\n", "\n").expandtabs()))
    return Markup(shown.replace("&#34;", '"'))  # noqa: S704 - escaped above


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
