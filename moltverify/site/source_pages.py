"""A page for each module and config, with a link to each line, and TLA+ in colour."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from moltverify.registry.spec_texts import SourceFile
from moltverify.report.story.escaping import inert
from moltverify.site import addresses
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.site.tla_colours import ColouredText, coloured_config, coloured_module

LINE_END = re.compile(r"\r?\n")


def source_page_files(renderer: SiteRenderer) -> Iterator[SiteFile]:
    """Yield the page of each module and config of the run."""
    claims = claims_of_files(renderer.contents)
    for file in renderer.contents.page.files:
        used = [(one, addresses.claim_address(one)) for one in claims.get(file.path, ())]
        yield renderer.page(
            "source.html.j2",
            addresses.source_address(file.path),
            addresses.INDEX,
            file=file,
            lines=numbered_lines(file),
            claims=used,
        )


def claims_of_files(contents: SiteContents) -> dict[str, list[str]]:
    """Return the ids of the claims whose models use a file, by the file's path."""
    found: dict[str, dict[str, None]] = {}
    for claim in contents.claims:
        for model in claim.models:
            sources = contents.sources.texts.of(model.id)
            files = [file for _, file in sources.modules] if sources else []
            config = [sources.config] if sources and sources.config else []
            for file in (*files, *config):
                found.setdefault(file.path, {})[claim.id] = None
    return {path: list(claims) for path, claims in found.items()}


def numbered_lines(file: SourceFile) -> Markup:
    """Return the lines of a file, each with an anchor; its parts in colour."""
    text = LINE_END.sub("\n", file.text)
    parts = coloured_module(text) if file.path.endswith(".tla") else coloured_config(text)
    lines = coloured_lines(parts)
    return Markup("").join(
        Markup('<span id="L{0}"><a href="#L{0}">{0}</a>{1}\n</span>').format(number, line)
        for number, line in enumerate(lines, 1)
    )


def coloured_lines(parts: Iterator[ColouredText]) -> Iterator[Markup]:
    """Yield the lines of a text that comes in parts; a part may have several lines."""
    line = Markup("")
    for kind, text in parts:
        first, *others = text.split("\n")
        line += coloured(kind, first)
        for other in others:
            yield line
            line = coloured(kind, other)
    # The text behind the last line end is no line if it is empty.
    if line:
        yield line


def coloured(kind: str, text: str) -> Markup:
    """Return a part of a line in the element of its kind."""
    shown = escape(inert(text.expandtabs()))
    return Markup("<{0}>{1}</{0}>").format(kind, shown) if kind and text else shown
