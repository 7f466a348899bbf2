"""Badges: the state of the suite and of each claim as JSON in the form of shields.io endpoints.

The form is that of shields.io (https://shields.io/badges/endpoint-badge): `schemaVersion`, `label`,
`message`, `color` and `isError`.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec
from msgspec import Struct

from moltverify.report.html.page_records import ClaimView
from moltverify.site.addresses import safe_name
from moltverify.site.index_page import model_word
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.suite.verdict import Verdict

COLOURS = {
    Verdict.AS_EXPECTED: "brightgreen",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.DISPUTED: "orange",
    Verdict.UNEXPECTED: "red",
    Verdict.BROKEN: "red",
}


class Badge(Struct, frozen=True, rename="camel", kw_only=True):
    """One badge."""

    schema_version: int = 1
    label: str
    message: str
    color: str
    is_error: bool


def badge_files(contents: SiteContents) -> Iterator[SiteFile]:
    """Yield a badge for the suite, one for the newest release, and two for each claim."""
    suite = contents.suite
    good = sum(one.verdict is Verdict.AS_EXPECTED for one in suite.models)
    total = len(suite.models) + len(suite.missing)
    yield badge_file("suite", badge("models", f"{good} of {total} as expected", suite.verdict))
    laxer = sum(one.is_laxer for one in contents.states.values())
    if contents.releases:
        worst = Verdict.UNEXPECTED if laxer else Verdict.AS_EXPECTED
        message = f"{laxer} of {len(contents.states)} claims do not hold"
        yield badge_file("newest-release", badge(contents.releases[-1], message, worst))
    for view in contents.page.claims:
        yield badge_file(f"claim-{view.id}", badge(view.id, model_word(view), view.verdict))
        if view.id in contents.states and contents.releases:
            yield badge_file(f"code-{view.id}", code_badge(view, contents))


def code_badge(view: ClaimView, contents: SiteContents) -> Badge:
    """Return the badge about a claim in the newest release."""
    state = contents.states[view.id]
    verdict = Verdict.UNEXPECTED if state.is_laxer else Verdict.INCONCLUSIVE
    verdict = Verdict.AS_EXPECTED if state.is_good else verdict
    return badge(f"{view.id} in {contents.releases[-1]}", state.word, verdict)


def badge(label: str, message: str, verdict: Verdict) -> Badge:
    """Return a badge in the colour of a verdict."""
    return Badge(
        label=label,
        message=message,
        color=COLOURS[verdict],
        is_error=verdict is not Verdict.AS_EXPECTED,
    )


def badge_file(name: str, content: Badge) -> SiteFile:
    """Return the file of a badge."""
    path = PurePosixPath("badges") / f"{safe_name(name)}.json"
    return SiteFile(path, msgspec.json.encode(content) + b"\n")
