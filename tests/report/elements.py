"""HTML as a tree, read by the standard library, for tests that ask what a page consists of."""

from collections.abc import Iterator
from html.parser import HTMLParser

# https://html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID = {"meta", "link", "img", "input", "br", "hr", "wbr", "base", "source"}
# A browser shows them apart from what is before and after them, with or without a blank between.
BLOCKS = {
    *(
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
    ),
    *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "li"),
    *("main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "title", "tr", "ul"),
}


class Element:
    """An element: its name, its attributes, and what is inside."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.inside: list[Element | str] = []

    def all(self, name: str = "", kind: str = "") -> Iterator["Element"]:
        """Yield the elements below with a name and a class, in the page's order."""
        for one in self.inside:
            if isinstance(one, Element):
                if name in {"", one.name} and (not kind or kind in one.classes):
                    yield one
                yield from one.all(name, kind)

    def one(self, name: str = "", kind: str = "") -> "Element":
        """Return the only such element."""
        (found,) = self.all(name, kind)
        return found

    @property
    def classes(self) -> list[str]:
        """The classes."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All text inside."""
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def words(self) -> str:
        """All text inside, each run of white space as one blank, and one between two blocks."""
        return " ".join(self.spread.split())

    @property
    def spread(self) -> str:
        """All text inside, with a blank before and after each block."""
        inside = "".join(one if isinstance(one, str) else one.spread for one in self.inside)
        return f" {inside} " if self.name in BLOCKS else inside


class Reader(HTMLParser):
    """Builds the tree and insists that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read_html(content: bytes) -> Element:
    """Read a page; fails for one whose elements are not properly nested and closed."""
    reader = Reader()
    reader.feed(content.decode())
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].name}> is never closed"
    return reader.root
