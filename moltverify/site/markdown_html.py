"""Markdown as HTML in which nothing can act: by markdown-it, without the HTML in the text."""

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape
from msgspec import Struct

from moltverify.report.story.escaping import inert

NOT_IN_SLUGS = re.compile(r"[^\w\- ]")
COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)
Link = Callable[[str], str]


class RenderedDoc(Struct, frozen=True):
    """A text as HTML, and its first heading."""

    title: str
    html: Markup


def markdown_html(text: str, link: Link) -> RenderedDoc:
    """Return a text as HTML; `link` gives the address for a target, empty for a link to drop."""
    # With HTML as tokens, so that comments can be told from what must be shown.
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.add_render_rule("html_block", shown_html)
    parser.add_render_rule("html_inline", shown_html)
    parser.add_render_rule("fence", shown_code)
    parser.add_render_rule("code_block", shown_code)
    parser.add_render_rule("table_open", table_open)
    parser.add_render_rule("table_close", table_close)
    tokens = parser.parse(inert(text.replace("\r\n", "\n").expandtabs(4)))
    title = named_headings(tokens)
    for token in tokens:
        relinked(token, link)
    html = parser.renderer.render(tokens, parser.options, {})
    return RenderedDoc(title, Markup(html))  # noqa: S704 - the renderer escapes, and so do the rules


def named_headings(tokens: Sequence[Token]) -> str:
    """Give each heading the id that GitHub gives it, and return the text of the first."""
    seen: dict[str, int] = {}
    title = ""
    for heading, content in itertools.pairwise(tokens):
        if heading.type != "heading_open":
            continue
        words = "".join(
            one.content for one in content.children or () if one.type in ("text", "code_inline")
        )
        title = title or words
        slug = NOT_IN_SLUGS.sub("", words.lower()).replace(" ", "-")
        number = seen.setdefault(slug, 0)
        seen[slug] += 1
        heading.attrs["id"] = f"{slug}-{number}" if number else slug
    return title


def relinked(token: Token, link: Link) -> None:
    """Replace the targets of links and pictures inside a block; those that lead nowhere go.

    The alignment of a cell becomes a class, because the site's policy forbids styles in elements.
    """
    if "right" in str(token.attrs.pop("style", "")):
        token.attrs["class"] = "n"
    for child in token.children or ():
        if child.type == "link_open":
            target = link(str(child.attrs.get("href", "")))
            child.attrs = {"href": target} if target else {}
        elif child.type == "image":
            target = link(str(child.attrs.get("src", "")))
            child.attrs["src"] = target or "data:,"


def shown_html(_self: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    """Return HTML in the text as text; nothing for a comment."""
    content = tokens[at].content
    return "" if COMMENT.fullmatch(content) else str(escape(content))


def shown_code(_self: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    """Return a block of code, which can be scrolled with the keyboard."""
    return f'<pre tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'


def table_open(_self: Any, _tokens: Any, _at: int, _options: Any, _env: Any) -> str:
    """Return the begin of a table, which can be scrolled with the keyboard."""
    return '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n'


def table_close(_self: Any, _tokens: Any, _at: int, _options: Any, _env: Any) -> str:
    """Return the end of a table."""
    return "</table></div>\n"
