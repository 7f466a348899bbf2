"""The answer about a log as one HTML page without a script and without other files."""

from markupsafe import Markup
from msgspec import Struct

from moltverify.registry.records import Claim
from moltverify.report.html.page import TEMPLATES, source, template_environment
from moltverify.report.html.page_records import TraceView
from moltverify.report.html.page_view import trace_view
from moltverify.report.story.excerpts import Modules
from moltverify.report.story.fit_story import (
    BLOCKED,
    allowed_sentences,
    fit_steps,
    size_words,
    violation_moral,
)
from moltverify.report.story.story import Story
from moltverify.report.story.value_text import shown_value
from moltverify.tlc.trace import Trace
from moltverify.tracing.trace_answers import BlockedPart, FitAnswer, Misfit, TraceReport

# The classes of the page's style.
KINDS = {
    FitAnswer.FITS: "as_expected",
    FitAnswer.DOES_NOT_FIT: "unexpected",
    FitAnswer.VIOLATES: "unexpected",
}


class MisfitView(Struct, frozen=True):
    """A misfit as shown; `trace` is the violation's behaviour, or the prefix that fits."""

    misfit: Misfit
    trace: TraceView
    places: tuple[str, ...]
    blocked: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    allowed: tuple[tuple[str, str], ...]


def fit_page(report: TraceReport, claim: Claim) -> bytes:
    """Return the page of an answer, in UTF-8."""
    return page_without_script(
        "fit.html.j2",
        report=report,
        claim=claim,
        size=size_words(report),
        kind=answer_class(report),
        misfits=misfit_views(claim, report),
    )


def page_without_script(template: str, **values: object) -> bytes:
    """Return a template with values as a page, in UTF-8."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src {source(style)}; base-uri 'none'; form-action 'none'"
    sheet = Markup(style)  # noqa: S704 - a file of the package
    page = template_environment().get_template(template)
    # UTF-8 has no bytes for half of a surrogate pair, and a log may contain one.
    text = page.render(style=sheet, policy=policy, **values)
    return text.encode("utf-8", "backslashreplace")


def answer_class(report: TraceReport) -> str:
    """Return an answer's class in the page's style."""
    return KINDS.get(report.answer, "inconclusive")


def misfit_views(claim: Claim, report: TraceReport) -> list[MisfitView]:
    """Return all misfits as shown."""
    return [misfit_view(claim, one) for one in report.misfits]


def misfit_view(claim: Claim, misfit: Misfit) -> MisfitView:
    """Return a misfit as shown."""
    found = misfit.violation
    behaviour = found.behaviour if found else misfit.prefix
    return MisfitView(
        misfit=misfit,
        trace=behaviour_view(claim, behaviour, violation_moral(found) if found else ""),
        places=found.places if found else misfit.places,
        blocked=tuple(blocked_view(one) for one in misfit.blocked),
        allowed=tuple(allowed_sentences(claim, misfit)),
    )


def behaviour_view(claim: Claim, behaviour: Trace, moral: str) -> TraceView:
    """Return a behaviour as shown."""
    story = Story(fit_steps(claim, behaviour), then="", moral=moral)
    # Without files: TLC's places are those of the module that follows the log.
    return trace_view(claim.id, story, claim.actors, None, Modules())


def blocked_view(part: BlockedPart) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a condition's sentence, and names with values."""
    values = [(one.name, shown_value(one.value)) for one in part.values]
    values += [("the model", shown_value(one)) for one in part.modelled]
    return f"{BLOCKED[part.kind]}: {part.text}", tuple(values)
