"""Text for Markdown pages: nothing from a registry or a module becomes markup."""

import re
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from moltverify.plural import counted
from moltverify.registry.advisory_table import advisory_url
from moltverify.registry.records import Advisory
from moltverify.report.story.escaping import inert, inert_line

TEMPLATES = Path(__file__).with_name("templates")
# Characters that CommonMark or HTML give a meaning, and `|`, which ends a cell of a table.
SPECIAL = re.compile(r"[\\`*_\[\]<>&|#~]")


def md(text: str) -> str:
    """Return a text as one line of Markdown that shows it literally."""
    # Registries wrap their texts, and an empty line would start another paragraph.
    return SPECIAL.sub(escaped, inert_line(" ".join(text.split())))


def paragraphs(text: str) -> str:
    """Return a text of several paragraphs as Markdown that shows it literally."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(md(part) for part in parts)


def sentence(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def escaped(found: re.Match[str]) -> str:
    """Return one special character escaped, by an entity where HTML would read it."""
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(found[0], f"\\{found[0]}")


def fenced_block(text: str, language: str = "") -> str:
    """Return a fenced block whose fence is longer than any run of backquotes in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{inert(text.rstrip())}\n{fence}"


def span(text: str) -> str:
    """Return a text as a code span, between more backquotes than it has in a row."""
    shown = inert_line(" ".join(text.split())) or " "
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    # CommonMark removes one blank on each side; without it, a backquote at an end would join the
    # fence.
    fence, gap = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def target(path: str) -> str:
    """Return a relative path as a link's target, with an escape for what would end the link."""
    return quote(path, safe="/.-_~")


def advisory_links(advisory: Advisory) -> str:
    """Return an advisory's id and aliases, each as a link where a database has it."""
    return ", ".join(
        f"[{md(name)}]({target_url(url)})" if (url := advisory_url(name)) else md(name)
        for name in (advisory.id, *advisory.aliases)
    )


def target_url(url: str) -> str:
    """Return an address as a link's target."""
    return quote(url, safe=":/?=.-_~")


def tidy(page: str) -> str:
    """Return a page with one empty line around headings, and never two in a row."""
    kept: list[str] = []
    fence = ""
    for line in page.split("\n"):
        inside = bool(fence)
        if line.startswith("```"):
            # The opening fence without its language, which is what the closing one looks like.
            fence = "" if fence == line else fence or line.rstrip("abcdefghijklmnopqrstuvwxyz")
        around = not inside and (line.startswith("#") or (kept and kept[-1].startswith("#")))
        # A comment at the top belongs to the title below it.
        if around and line.strip() and kept and kept[-1] and not kept[-1].startswith("<!--"):
            kept.append("")
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept).rstrip() + "\n"


def markdown_environment() -> Environment:
    """Return the templates for Markdown; each value goes through `md`, `cell` or `code`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, not HTML: the filters escape
    )
    environment.filters.update(
        md=md, cell=md, paragraphs=paragraphs, code=fenced_block, sentence=sentence
    )
    environment.filters.update(span=span, target=target, counted=counted, advisory=advisory_links)
    return environment
