"""Results and traces as HTML for a notebook: fragments that need no network and no other file.

A notebook may show several, so a fragment has no ids, and its style applies to itself only. A suite
whose registry is known is the page of its run, with the explorer, in a frame of its own.
"""

from base64 import b64encode
from collections.abc import Mapping

from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.html.page import html_page, template_environment
from moltverify.report.html.page_records import TraceView
from moltverify.report.html.page_view import trace_view
from moltverify.report.story.excerpts import Modules
from moltverify.report.story.story import Story, story_of, story_step
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.tlc.trace import Trace

# A result does not contain its registry, which has the phrases.
NO_PHRASES: Mapping[str, str] = {}


FRAME = """\
<iframe sandbox="allow-scripts" title="moltverify" style="width: 100%; height: 42rem; border: 0" \
src="data:text/html;charset=utf-8;base64,{page}"></iframe>
"""


def suite_html(result: SuiteResult, registry: Registry | None = None) -> str:
    """Return a suite's results: its page in a frame, or without a registry a line per model."""
    if registry is None:
        return rendered([(model, model_trace(model)) for model in result.models])
    sources = read_spec_texts(registry, {model.id for model in result.models})
    # A data URL, because links to fragments lead out of a frame that has its text as `srcdoc`. The
    # sandbox keeps the page's script away from the notebook.
    return FRAME.format(page=b64encode(html_page(result, registry, sources)).decode())


def model_html(result: ModelResult) -> str:
    """Return a model's result with its counterexample."""
    return rendered([(result, model_trace(result))])


def trace_html(trace: Trace, phrases: Mapping[str, str] = NO_PHRASES) -> str:
    """Return a trace's states, each with the action that led to it and what it changed.

    `phrases` are templates by action, as in a registry.
    """
    pairs = zip((None, *trace.steps), trace.steps, strict=False)
    steps = tuple(story_step(step, before, phrases) for before, step in pairs)
    story = Story(steps, then="", moral="", ending=trace.ending)
    # Without files and an empty reader: a trace does not contain its modules' text.
    return rendered([(None, trace_view("", story, (), None, Modules()))])


def model_trace(result: ModelResult) -> TraceView | None:
    """Return a model's counterexample as shown, if it has one."""
    story = story_of(result, NO_PHRASES)
    return trace_view(result.id, story, (), None, Modules()) if story else None


def rendered(parts: list[tuple[ModelResult | None, TraceView | None]]) -> str:
    """Return the fragment for some results with their traces."""
    template = template_environment().get_template("notebook.html.j2")
    return template.render(parts=parts, is_open=len(parts) == 1)
