"""Guides in Markdown as pages of the site, with a list of them, and the files that they link to."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from moltverify.file_access import read_text
from moltverify.registry.records import Registry
from moltverify.site import addresses
from moltverify.site.doc_links import DocLinks
from moltverify.site.markdown_html import RenderedDoc, markdown_html
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteFile

# Of the repository, beside the folder of guides.
REPOSITORY_FILES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
LARGEST = 2_000_000  # bytes of a file that a guide links to or shows


def doc_files(renderer: SiteRenderer) -> Iterator[SiteFile]:
    """Yield a page for each guide, its Markdown, the list of guides, and what they link to."""
    folder = renderer.contents.sources.docs
    if folder is None:
        return
    guides = guide_pages(folder.resolve())
    links = DocLinks(guides, source_pages(renderer.contents.registry, renderer), folder.resolve())
    titles: dict[PurePosixPath, str] = {}
    for file, page in guides.items():
        text = read_text(file)
        doc = markdown_html(text, partial(links.link, file, page))
        titles[page] = doc.title or file.stem
        yield doc_page(renderer, page, doc, titles[page])
        yield SiteFile(page.with_suffix(".md"), text.encode("utf-8", "backslashreplace"))
    if addresses.DOCS not in titles:
        yield renderer.page("docs.html.j2", addresses.DOCS, groups=doc_groups(titles))
    yield from copied_files(links)


def guide_pages(folder: Path) -> dict[Path, PurePosixPath]:
    """Return the pages of all guides, by their files."""
    beside = [folder.parent / name for name in REPOSITORY_FILES]
    pages = {
        file: PurePosixPath("docs/repository") / file.with_suffix(".html").name
        for file in beside
        if file.is_file()
    }
    for file in sorted(folder.rglob("*.md")):
        inside = PurePosixPath(file.relative_to(folder).as_posix())
        pages[file] = "docs" / inside.with_suffix(".html")
    return pages


def source_pages(registry: Registry, renderer: SiteRenderer) -> dict[Path, PurePosixPath]:
    """Return the pages of all modules and configs, by their files."""
    specs = registry.specs.resolve()
    return {
        (specs / file.path).resolve(): addresses.source_address(file.path)
        for file in renderer.contents.page.files
    }


def doc_page(renderer: SiteRenderer, page: PurePosixPath, doc: RenderedDoc, title: str) -> SiteFile:
    """Return the page of a guide."""
    return renderer.page(
        "doc.html.j2",
        page,
        addresses.DOCS,
        title=title,
        body=doc.html,
        markdown=page.with_suffix(".md"),
    )


def doc_groups(
    titles: dict[PurePosixPath, str],
) -> list[tuple[str, list[tuple[str, PurePosixPath]]]]:
    """Return the guides by their folders, those of the folder itself first."""
    groups: dict[str, list[tuple[str, PurePosixPath]]] = {}
    for page, title in titles.items():
        name = page.parent.relative_to("docs").as_posix()
        groups.setdefault("Guides" if name == "." else name.capitalize(), []).append((title, page))
    return sorted(groups.items(), key=lambda group: (group[0] != "Guides", group[0]))


def copied_files(links: DocLinks) -> Iterator[SiteFile]:
    """Yield the files that guides show or link to."""
    for file, page in links.copied.items():
        yield SiteFile(page, file.read_bytes())
