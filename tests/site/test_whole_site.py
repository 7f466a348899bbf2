"""What holds for every page of a site."""

import re
from collections import Counter
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from tests.report.elements import Element, read_html
from tests.site.made import recorded_site, sample_site

SITES = {"sample": sample_site, "recorded": recorded_site}
DOCTYPE = re.compile(rb"^\s*<!DOCTYPE html>", re.IGNORECASE)
LARGEST = 300_000  # bytes of a page


@cache
def trees(site: str) -> dict[str, Element]:
    """Return the pages of a site, read: each is well-formed."""
    files = SITES[site]()
    return {path: read_html(content) for path, content in files.items() if path[-5:] == ".html"}


def links(tree: Element) -> list[str]:
    """Return all addresses in a page."""
    names = ("href", "src", "action")
    return [one.attributes[name] for one in tree.all() for name in names if name in one.attributes]


def resolved(page: str, address: str) -> str:
    """Return the path of the file that an address on a page leads to."""
    parts: list[str] = list(PurePosixPath(page).parent.parts)
    for part in unquote(address).split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("site", SITES)
def test_every_link_leads_to_a_file_of_the_site_and_to_an_element_there(site: str) -> None:
    files, pages = SITES[site](), trees(site)
    ids = {path: {one.attributes.get("id") for one in tree.all()} for path, tree in pages.items()}
    checked = 0
    for path, tree in pages.items():
        for address in links(tree):
            parts = urlsplit(address)
            if parts.scheme in ("https", "data"):
                continue
            assert not parts.scheme, f"{path}: {address}"
            assert not parts.netloc, f"{path}: {address}"
            target = resolved(path, parts.path) if parts.path else path
            assert target in files, f"{path} links to {address}"
            if parts.fragment and target in ids:
                assert unquote(parts.fragment) in ids[target], f"{path} links to {address}"
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("site", SITES)
def test_ids_are_unique_on_each_page(site: str) -> None:
    for path, tree in trees(site).items():
        ids = Counter(one.attributes["id"] for one in tree.all() if "id" in one.attributes)
        assert [name for name, count in ids.items() if count > 1] == [], path


@pytest.mark.parametrize("site", SITES)
def test_each_page_has_a_title_one_first_heading_and_a_way_to_skip_to_its_content(
    site: str,
) -> None:
    titles = Counter[str]()
    for path, tree in trees(site).items():
        assert len(list(tree.all("h1"))) == 1, path
        assert tree.one("html").attributes["lang"] == "en"
        assert tree.one("a", "skip").attributes["href"] == "#content"
        assert tree.one("main").attributes["id"] == "content"
        titles[tree.one("head").one("title").words] += 1
    assert all(titles)


@pytest.mark.parametrize("site", SITES)
def test_nothing_on_a_page_needs_what_its_policy_forbids(site: str) -> None:
    for path, tree in trees(site).items():
        policies = [
            one.attributes["content"]
            for one in tree.all("meta")
            if one.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1, path
        assert policies[0].startswith("default-src 'none'; style-src 'self'; script-src 'self'")
        for one in tree.all():
            acts = [name for name in one.attributes if name.startswith("on") or name == "style"]
            assert acts == [], f"{path}: {one.name} has {acts}"
        assert list(tree.all("style")) == [], path
        inline = [one for one in tree.all("script") if "src" not in one.attributes]
        assert [one.attributes["type"] for one in inline] in ([], ["application/json"]), path


@pytest.mark.parametrize("site", SITES)
def test_pages_load_nothing_from_another_host(site: str) -> None:
    for path, tree in trees(site).items():
        loaded = [one.attributes["src"] for one in tree.all() if "src" in one.attributes]
        loaded += [one.attributes["href"] for one in tree.all("link")]
        assert [one for one in loaded if urlsplit(one).netloc] == [], path


@pytest.mark.parametrize("site", SITES)
def test_every_page_is_small_enough_for_a_slow_line(site: str) -> None:
    files = SITES[site]()
    large = {path: len(content) for path, content in files.items() if path[-5:] == ".html"}
    assert {path: size for path, size in large.items() if size > LARGEST} == {}


@pytest.mark.parametrize("site", SITES)
def test_every_page_has_its_data_or_its_text_beside_it(site: str) -> None:
    files = SITES[site]()
    for path in trees(site):
        name = PurePosixPath(path)
        if name.parts[0] in ("source", "files") or path == "docs/index.html":
            continue
        suffix = ".md" if name.parts[0] == "docs" else ".json"
        content = files[str(name.with_suffix(suffix))]
        if suffix == ".json":
            assert isinstance(msgspec.json.decode(content), dict)


@pytest.mark.parametrize("site", SITES)
def test_a_page_of_the_navigation_marks_itself(site: str) -> None:
    for path, tree in trees(site).items():
        nav = next(one for one in tree.all("nav") if one.attributes["aria-label"] == "Site")
        marked = [one for one in nav.all("a") if "aria-current" in one.attributes]
        assert len(marked) == 1, path
        is_page = resolved(path, marked[0].attributes["href"]) == path
        assert marked[0].attributes["aria-current"] == ("page" if is_page else "true"), path


@pytest.mark.parametrize("site", SITES)
def test_pages_say_which_document_type_they_are(site: str) -> None:
    for path, content in SITES[site]().items():
        if path.endswith(".html"):
            assert DOCTYPE.match(content), path
