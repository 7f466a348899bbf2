"""Markdown as HTML: what it becomes, and that nothing in it can act."""

import pytest

from moltverify.site.markdown_html import RenderedDoc, markdown_html
from tests.report.elements import read_html
from tests.report.hostile import ATTACK


def rendered(text: str) -> RenderedDoc:
    return markdown_html(text, lambda target: target)


def test_headings_have_the_ids_that_github_gives_them() -> None:
    doc = rendered("# A `moltverify` page, of 2!\n\n## Keys\n\n## Keys\n")
    assert doc.title == "A moltverify page, of 2!"
    ids = [one.attributes.get("id") for one in read_html(doc.html.encode()).all()]
    assert ids == ["a-moltverify-page-of-2", None, "keys", "keys-1"]


def test_a_table_can_be_scrolled_and_has_no_style_of_its_own() -> None:
    tree = read_html(rendered("| a | b |\n| --- | ---: |\n| 1 | 2 |\n").html.encode())
    assert tree.one("div", "table").attributes["tabindex"] == "0"
    assert all("style" not in one.attributes for one in tree.all())
    assert [one.words for one in tree.all("td", "n")] == ["2"]


def test_comments_are_left_out_and_other_html_is_shown_as_text() -> None:
    tree = read_html(
        rendered("<!-- made by -->\n\n<b onclick=x>loud</b> <!-- end -->\n").html.encode()
    )
    assert tree.words == "<b onclick=x>loud</b>"
    assert list(tree.all("b")) == []


@pytest.mark.parametrize(
    "text",
    [
        ATTACK,
        f"```\n{ATTACK}\n```",
        f"    {ATTACK}",
        f"[x]({ATTACK})",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "[x](a \"onclick='x'\")",
        "<script>hacked=1</script>",
        "<img src=x onerror=hacked=1>",
        f"| a |\n| --- |\n| {ATTACK} |",
    ],
)
def test_hostile_markdown_is_text(text: str) -> None:
    tree = read_html(rendered(text).html.encode())
    assert {one.name for one in tree.all()} <= {
        "p", "pre", "code", "a", "div", "table", "thead", "tbody", "tr", "th", "td", "img", "em",
    }  # fmt: skip
    for one in tree.all():
        assert not [name for name in one.attributes if name.startswith("on")]
        addresses = (one.attributes.get("href", ""), one.attributes.get("src", ""))
        assert not any(address.lower().startswith("javascript") for address in addresses)
    assert "\x1b" not in tree.text
