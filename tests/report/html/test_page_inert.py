"""The page cannot act: nothing in it runs, is fetched, or comes from what is hostile."""

import base64
import hashlib
import re

from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.html.page import html_page
from moltverify.suite.results import SuiteResult
from tests.report.elements import Element, read_html
from tests.report.hostile import (
    ATTACK,
    hostile_registry,
    hostile_sources,
    hostile_suite,
    is_lossless,
)


def test_the_policy_admits_nothing_but_the_pages_own_style_and_script(tree: Element) -> None:
    (policy,) = [
        one.attributes["content"]
        for one in tree.all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for kind in ("style", "script"):
        digest = hashlib.sha256(tree.one(kind).text.encode()).digest()
        assert rules.pop(f"{kind}-src") == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def test_the_page_names_nothing_to_fetch(tree: Element) -> None:
    for one in tree.all():
        assert not {"src", "srcset", "style", "action"} & set(one.attributes)
        assert not [name for name in one.attributes if name.startswith("on")]
    assert "url(" not in tree.one("style").text
    assert "@import" not in tree.one("style").text


def test_hostile_text_makes_no_element_and_keeps_no_control_character(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    suite = hostile_suite(recorded)
    assert is_lossless(suite)
    content = html_page(suite, hostile_registry(registry), hostile_sources(sources))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e]", content.decode())
    tree = read_html(content)
    assert not list(tree.all("img"))
    assert len(list(tree.all("script"))) == len(list(tree.all("style"))) == 1
    assert "hacked" not in tree.one("script").text
    for one in tree.all():
        assert not [name for name in one.attributes if name.startswith("on")]
    assert tree.one("title").text.startswith(f"? {ATTACK[:40]}")
