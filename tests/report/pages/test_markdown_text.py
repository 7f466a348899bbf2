"""Text for Markdown pages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.report.pages.markdown_text import (
    fenced_block,
    md,
    paragraphs,
    sentence,
    span,
    target,
    tidy,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("two\n  lines", "two lines"),
        ("*bold* _it_ `code` ~~no~~", "\\*bold\\* \\_it\\_ \\`code\\` \\~\\~no\\~\\~"),
        ("[a](b)", "\\[a\\](b)"),
        ("<b onclick=x>&amp;", "&lt;b onclick=x&gt;&amp;amp;"),
        ("# no heading | no cell", "\\# no heading \\| no cell"),
        ("back\\slash", "back\\\\slash"),
        ("\x1b[31m", "\\\\x1b\\[31m"),
    ],
)
def test_text_stays_text(text: str, shown: str) -> None:
    assert md(text) == shown


def test_paragraphs_stay_apart() -> None:
    assert paragraphs("one\ntwo\n\n \nthree *x*\n") == "one two\n\nthree \\*x\\*"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "`plain`"),
        ("a`b", "`` a`b ``"),
        ("`` <b>", "``` `` <b> ```"),
        ("two\nlines", "`two lines`"),
        ("\x1b", "`\\x1b`"),
        (" \n", "` `"),
    ],
)
def test_code_in_a_line_stays_in_its_quotes(text: str, shown: str) -> None:
    assert span(text) == shown


@given(st.text())
def test_no_text_ends_its_own_code(text: str) -> None:
    shown = span(text)
    assert "\n" not in shown
    fence = re.match("`+", shown)
    assert fence is not None
    assert re.findall(r"`+", shown).count(fence[0]) == 2
    block = fenced_block(text).split("\n")
    assert block[0] == block[-1]
    assert block[0] not in block[1:-1]


def test_a_block_names_its_language_and_is_inert() -> None:
    assert fenced_block("x == 1  \n\x1b\n", "tla") == "```tla\nx == 1  \n\\x1b\n```"


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("../../specs/Door.tla", "../../specs/Door.tla"),
        ("a b/(c).tla", "a%20b/%28c%29.tla"),
        ("javascript:x", "javascript%3Ax"),
    ],
)
def test_a_path_stays_one_target(path: str, link: str) -> None:
    assert target(path) == link


def test_a_sentence_begins_with_a_capital() -> None:
    assert sentence("violates X") == "Violates X"
    assert sentence("") == ""


def test_a_heading_in_code_is_none() -> None:
    assert tidy("```\n# x\n```\ny\n") == "```\n# x\n```\ny\n"


def test_a_page_has_one_empty_line_around_headings_and_never_two() -> None:
    assert tidy("# A\ntext  \n\n\n\n## B\n```\n# no heading\nx\n\n\ny\n```\n\n") == (
        "# A\n\ntext\n\n## B\n\n```\n# no heading\nx\n\ny\n```\n"
    )
