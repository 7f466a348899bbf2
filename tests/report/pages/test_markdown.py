"""Markdown, rendered by GitHub's own library."""

import re

import cmarkgfm  # type: ignore[import-untyped]  # it has no type information
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from moltverify.report.pages.markdown import one_line_text, plain_text, suite_markdown
from moltverify.report.story.escaping import inert_line
from moltverify.suite.results import SuiteResult
from tests.report import sample

KEEP_HTML = 1 << 17  # CMARK_OPT_UNSAFE: whatever HTML there is comes through


def html(text: str) -> str:
    rendered: str = cmarkgfm.github_flavored_markdown_to_html(text, options=KEEP_HTML)
    return rendered


def page(suite: SuiteResult | None = None) -> str:
    return html(suite_markdown(suite or sample.suite(), sample.registry()))


def test_every_claim_has_a_row() -> None:
    rows = re.findall(r"<tr>\s*<td>(.)</td>\s*<td><code>([a-z]+)</code>", page())
    assert rows == [
        ("✅", "door"),
        ("✅", "lamp"),
        ("❌", "vault"),
        ("💥", "torn"),
        ("❔", "slow"),
        ("✅", "hostile"),
    ]


def test_every_row_has_as_many_cells_as_the_head() -> None:
    rows = page().split("<tr>")[1:]
    assert {len(re.findall("<t[dh]>", row)) for row in rows} == {5}


def test_every_red_has_its_counterexample_folded() -> None:
    folded = re.findall(r"<summary>. <code>(.*?)</code>", page())
    names = [name.replace("<!-- -->", "") for name in folded]
    assert names == ["door:tailgate", "lamp:flicker", "vault", "hostile:loud"]
    assert page().count("<details>") == page().count("</details>") == len(names)
    assert "3  Mallory walks in" in page()


def test_without_traces_the_table_and_the_troubles_stay() -> None:
    short = suite_markdown(sample.suite(), sample.registry(), traces=False)
    assert "<details>" not in short
    assert "AtMostOnce is violated" in short


def test_a_model_that_was_not_run_is_named() -> None:
    text = page(replace(sample.part("door"), missing=("door:tailgate", "lamp")))
    assert "<code>lamp</code> was not run" in text
    assert "2 not run" in text


def test_only_the_tags_that_we_write_are_in_the_page() -> None:
    ours = {"h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li"}
    tags = set(re.findall(r"</?([a-z0-9]+)", page()))
    assert tags <= ours | {"details", "summary", "pre"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page()


HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1)) ![i](u)",
    "https://evil.example www.evil.example mailto:a@b.example a@b.example",
    "@everyone #12 :tada: owner/repo#1",
    "a | b \\| c \\",
    "`code` **bold** _it_ ~~gone~~ $x$ <!-- gone -->",
    "&amp; &#64;",
    "</summary></details>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_shows_as_it_is(text: str) -> None:
    assert shown(f"x {plain_text(text)} y") == f"x {one_line_text(text)} y".replace('"', "&quot;")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_cell(text: str) -> None:
    table = html(f"| a | b |\n| --- | --- |\n| {plain_text(text)} | z |\n")
    cells = [cell.replace("<!-- -->", "") for cell in re.findall(r"<td>(.*?)</td>", table)]
    assert cells == [one_line_text(text).strip().replace('"', "&quot;"), "z"]


def shown(text: str) -> str:
    return html(text).replace("<!-- -->", "").removeprefix("<p>").strip().removesuffix("</p>")


@given(st.text(st.characters(codec="utf-8")))
@settings(deadline=None)
def test_no_text_becomes_more_than_text(text: str) -> None:
    rendered = html(f"x{plain_text(text)}y").replace("<!-- -->", "")
    assert re.fullmatch(r"<p>[^<>]*</p>\s*", rendered)
    assert "\n" not in inert_line(plain_text(text))
