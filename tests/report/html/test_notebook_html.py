"""Fragments for a notebook: everything in them, nothing around them."""

from base64 import b64decode

from moltverify.registry.records import Registry
from moltverify.report.html.notebook_html import model_html, suite_html, trace_html
from moltverify.suite.results import SuiteResult
from tests.report import sample
from tests.report.hostile import hostile_suite


def test_a_suite_has_a_line_for_each_model_and_its_traces_folded() -> None:
    suite = sample.suite()
    html = suite_html(suite)
    assert all(f"<b>{model.id}</b>" in html for model in suite.models)
    assert "<details>" in html
    assert "<details open>" not in html


def test_a_model_shows_its_verdict_and_its_trace_at_once() -> None:
    red = next(model for model in sample.suite().models if model.trace and model.trace.steps)
    html = model_html(red)
    assert "<details open>" in html
    assert html.count("<li") == len(red.trace or ())


def test_a_trace_is_shown_with_phrases_where_there_are_any() -> None:
    red = next(model for model in sample.suite().models if model.trace and model.trace.steps)
    assert red.trace is not None
    assert "It begins" in trace_html(red.trace, {"Init": "It begins"})
    assert "The initial state" in trace_html(red.trace)


def test_a_fragment_has_no_id_no_script_and_no_address() -> None:
    html = suite_html(sample.suite())
    for word in ("id=", "<script", "href", "src=", "url("):
        assert word not in html


def test_a_suite_whose_registry_is_known_is_its_page_in_a_frame_that_reaches_nothing(
    recorded: SuiteResult, registry: Registry, page: bytes
) -> None:
    html = suite_html(recorded, registry)
    assert html.count("<iframe") == 1
    assert 'sandbox="allow-scripts"' in html
    assert b64decode(html.partition("base64,")[2].partition('"')[0]) == page
    assert "<script" not in html


def test_the_style_applies_to_the_fragment_only() -> None:
    style = suite_html(sample.suite()).partition("<style>")[2].partition("</style>")[0]
    rules = [line for line in style.splitlines() if line.strip()]
    assert rules
    assert all(line.startswith(".moltverify") for line in rules)


def test_hostile_text_makes_no_element() -> None:
    tame, wild = suite_html(sample.suite()), suite_html(hostile_suite(sample.suite()))
    assert "<script" not in wild
    for tag in ("<b>", "<details", "<ol"):
        assert wild.count(tag) == tame.count(tag)
