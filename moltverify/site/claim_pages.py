"""A page for each claim: in plain words first, then releases, counterexamples and modules."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from moltverify.conformance.affected import ReleaseAnswer, Timeline, drift_reasons, runs_of
from moltverify.plural import counted
from moltverify.registry.records import Claim, Role
from moltverify.registry.spec_texts import SourceFile
from moltverify.report.html.page_records import ClaimView, ModelView
from moltverify.report.html.strength_view import StrengthRow
from moltverify.site import addresses
from moltverify.site.claim_state import state_words
from moltverify.site.downloads import Download, claim_downloads
from moltverify.site.index_page import model_word
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.site.site_data import claim_data
from moltverify.suite.verdict import Verdict


class ReleaseSpan(Struct, frozen=True, kw_only=True):
    """Releases that follow one another with the same answer: the first, the last, how many."""

    first: str
    last: str
    first_address: PurePosixPath
    last_address: PurePosixPath
    count: int
    kind: str
    word: str
    reason: str


def claim_files(renderer: SiteRenderer) -> Iterator[SiteFile]:
    """Yield the page of each claim, its data, and its files to download."""
    for claim, view in renderer.contents.views():
        files = list(claim_downloads(claim, renderer.contents))
        yield from claim_page_files(renderer, claim, view, files)
        yield from (one.file for one in files)


def claim_page_files(
    renderer: SiteRenderer, claim: Claim, view: ClaimView, files: Sequence[Download]
) -> tuple[SiteFile, SiteFile]:
    """Return the page of a claim and its data."""
    contents = renderer.contents
    conformance = contents.page.conformance
    timeline = conformance.timelines.get(claim.id, ()) if conformance else ()
    values = {
        "view": view,
        "group": group_title(claim, contents),
        "model_words": model_word(view),
        "evidence": evidence(view),
        "claim_state": contents.states[claim.id],
        "drifts": drift_reasons(timeline[-1:]),
        "strip": conformance.strip_of(claim.id) if conformance else None,
        "runs": list(release_spans(timeline)),
        "stories": conformance.stories_of(claim.id) if conformance else (),
        "has_old_replays": has_old_replays(claim, contents),
        "strength": strength_of(claim, contents),
        "downloads": [(one.words, one.file.path) for one in files if not one.model],
        "models": [(model, model_links(model, files)) for model in view.models],
        "files": source_files(claim, contents),
    }
    return renderer.pages(
        "claim.html.j2",
        addresses.claim_address(claim.id),
        claim_data(claim, contents),
        addresses.INDEX,
        parts=page_parts(view, bool(timeline)),
        **values,
    )


def group_title(claim: Claim, contents: SiteContents) -> str:
    """Return the title of a claim's group."""
    titles = {group.id: group.title for group in contents.registry.groups}
    return titles.get(claim.group) or "Claims"


def evidence(view: ClaimView) -> str:
    """Return what was checked of a claim's models, in a sentence."""
    reds, witnesses = view.of_role(Role.RED), view.of_role(Role.WITNESS)
    states = f"{view.distinct:,} states searched, " if view.distinct else ""
    reached = sum(one.result.verdict is Verdict.AS_EXPECTED for one in witnesses)
    broke = sum(one.result.verdict is Verdict.AS_EXPECTED for one in reds)
    noun = "witness" if len(witnesses) == 1 else "witnesses"
    shown = f"{reached} of {len(witnesses)} {noun} reached, " if witnesses else ""
    if not reds and not witnesses:
        return states and f"{view.distinct:,} states searched."
    return f"{states}{shown}{broke} of {counted(len(reds), 'faulty design')} broken as stated."


def release_spans(timeline: Timeline) -> Iterator[ReleaseSpan]:
    """Yield the releases of a claim by their answer, the newest first."""
    for run in reversed(list(runs_of(timeline))):
        kind, word = state_words(run[0])
        yield ReleaseSpan(
            first=run[0].label,
            last=run[-1].label,
            first_address=addresses.release_address(run[0].label),
            last_address=addresses.release_address(run[-1].label),
            count=len(run),
            kind=kind,
            word=word,
            reason=span_reason(run),
        )


def span_reason(run: Sequence[ReleaseAnswer]) -> str:
    """Return why the code is laxer in some releases, or why that is unknown."""
    drifts = drift_reasons(run)
    finding = run[-1].finding
    return " ".join(drifts) or finding.reason or finding.omits


def has_old_replays(claim: Claim, contents: SiteContents) -> bool:
    """Tell whether a claim's models have changed since one of its replays in the store."""
    view = contents.page.conformance
    row = view.row_of(claim.id) if view else None
    return any(cell.is_old for cell in row.cells if cell) if row else False


def strength_of(claim: Claim, contents: SiteContents) -> StrengthRow | None:
    """Return what the latest audit says about a claim, if there is one."""
    rows = contents.page.strength.rows if contents.page.strength else ()
    return next((row for row in rows if row.claim == claim.id), None)


def model_links(model: ModelView, files: Sequence[Download]) -> list[tuple[str, PurePosixPath]]:
    """Return the names and paths of the files to download of one model."""
    return [(one.words, one.file.path) for one in files if one.model == model.result.id]


def source_files(claim: Claim, contents: SiteContents) -> list[SourceFile]:
    """Return the modules of a claim's models, each once, by path."""
    sources = [contents.sources.texts.of(model.id) for model in claim.models]
    found = {file.path: file for one in sources if one for _, file in one.modules}
    return [found[path] for path in sorted(found)]


def page_parts(view: ClaimView, is_replayed: bool) -> list[tuple[str, str]]:
    """Return the names and fragments of the parts that a claim's page has."""
    has = [
        ("The claim", "claim", True),
        ("Releases", "releases", is_replayed),
        ("Advisories", "advisories", bool(view.claim and view.claim.advisories)),
        ("What breaks it", "reds", bool(view.counterexamples)),
        ("What it allows", "witnesses", bool(view.witnesses)),
        ("Models and downloads", "models", True),
        ("Modules", "modules", True),
    ]
    return [(name, fragment) for name, fragment, exists in has if exists]
