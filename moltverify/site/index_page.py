"""The first page: what does not hold, and every claim with its state in the newest release."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from markupsafe import Markup
from msgspec import Struct

from moltverify.conformance.affected import drift_reasons
from moltverify.plural import counted
from moltverify.registry.advisory_table import advisory_rows
from moltverify.registry.records import Claim, Role
from moltverify.releases.package import label_version
from moltverify.report.html.page_records import ClaimView
from moltverify.report.html.release_strips import ReleaseStrip
from moltverify.site import addresses
from moltverify.site.claim_state import ClaimState
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.site.site_data import index_data
from moltverify.site.trend_chart import release_counts, trend_chart
from moltverify.suite.verdict import Verdict


class Fact(Struct, frozen=True):
    """A number for the head of the page; `target` is where it leads, if anywhere."""

    kind: str
    number: str
    words: str
    target: str = ""


class ClaimRow(Struct, frozen=True, kw_only=True):
    """A claim of the list; `kinds` are the filters that it fits, `words` what a search finds."""

    id: str
    title: str
    address: PurePosixPath
    kinds: str
    words: str
    model_kind: str
    model_word: str
    reds: str
    state: ClaimState
    strip: ReleaseStrip | None
    advisories: int


class GroupRows(Struct, frozen=True):
    """A group of claims in the list."""

    id: str
    title: str
    rows: tuple[ClaimRow, ...]


class BrokenClaim(Struct, frozen=True, kw_only=True):
    """A claim that does not hold in the newest release, and the reasons on record."""

    title: str
    address: PurePosixPath
    state: ClaimState
    reasons: tuple[str, ...]
    advisories: str


class IndexView(Struct, frozen=True, kw_only=True):
    """All that the first page shows."""

    lead: str
    facts: tuple[Fact, ...]
    attention: tuple[tuple[str, str], ...]
    trend: Markup | None
    broken: tuple[BrokenClaim, ...]
    filters: tuple[tuple[str, str], ...]
    groups: tuple[GroupRows, ...]


def index_files(renderer: SiteRenderer) -> Iterator[SiteFile]:
    """Yield the first page and its data."""
    contents = renderer.contents
    view = index_view(contents)
    yield from renderer.pages("index.html.j2", addresses.INDEX, index_data(contents), view=view)


def index_view(contents: SiteContents) -> IndexView:
    """Return what the first page shows."""
    conformance = contents.page.conformance
    return IndexView(
        lead=lead(contents),
        facts=tuple(facts(contents)),
        attention=tuple(attention(contents)),
        trend=trend_chart(release_counts(conformance.timelines, contents.releases), addresses.INDEX)
        if conformance
        else None,
        broken=tuple(broken_claims(contents)),
        filters=tuple(filters(contents)),
        groups=tuple(group_rows(contents)),
    )


def lead(contents: SiteContents) -> str:
    """Return what the site is about, in two sentences."""
    claims = counted(len(contents.claims), "claim")
    checked = f"{claims}, modelled in TLA+ and checked by TLC: {contents.page.distinct:,} states."
    if not contents.releases:
        return checked
    replayed = f"Steps of the models are replayed on {counted(len(contents.releases), 'release')}"
    return f"{checked} {replayed} of the code; first comes where the code departs."


def facts(contents: SiteContents) -> Iterator[Fact]:
    """Yield the numbers at the head of the page, what does not hold first."""
    states = list(contents.states.values())
    if contents.releases:
        newest = label_version(contents.releases[-1])
        laxer = sum(one.is_laxer for one in states)
        held = sum(one.is_good for one in states)
        does, do = ("claim does", "claim holds") if laxer == 1 else ("claims do", "claims hold")
        yield Fact("laxer" if laxer else "holds", f"{laxer}", f"{does} not hold in {newest}, the newest release on record", "?show=laxer#claims")  # fmt: skip  # noqa: E501
        yield Fact("holds", f"{held}", f"{do} in it, in every call that was replayed", "?show=good#claims")  # fmt: skip  # noqa: E501
        yield Fact("unknown", f"{len(states) - laxer - held}", "cannot be told: no counterpart in the code, or replayed only in part", "?show=open#claims")  # fmt: skip  # noqa: E501
    rows = advisory_rows(contents.registry)
    if rows:
        shaped = sum(bool(row.reds) for row in rows)
        words = "published advisories have the shape of a red model"
        yield Fact("plain", f"{shaped} of {len(rows)}", words, str(addresses.ADVISORIES))
    models = contents.suite.models
    good = sum(one.verdict is Verdict.AS_EXPECTED for one in models)
    kind = "plain" if good == len(models) and not contents.suite.missing else "laxer"
    reds = counted(len(contents.suite.of_role(Role.RED)), "faulty design")
    words = f"models do what is expected, among them {reds} that must break"
    yield Fact(kind, f"{good} of {len(models) + len(contents.suite.missing)}", words)


def attention(contents: SiteContents) -> Iterator[tuple[str, str]]:
    """Yield what is not as expected, with the path of its claim's page."""
    for model in contents.page.attention:
        result = model.result
        address = str(addresses.claim_address(result.claim))
        known = result.claim in contents.states
        words = f"{result.id} is {result.verdict.value}: {result.reason}"
        yield words, address if known else ""
    for name in contents.suite.missing:
        yield f"{name} never ran", ""


def broken_claims(contents: SiteContents) -> Iterator[BrokenClaim]:
    """Yield the claims that do not hold in the newest release."""
    view = contents.page.conformance
    for claim in contents.claims:
        state = contents.states[claim.id]
        if view and state.is_laxer:
            yield BrokenClaim(
                title=claim.title,
                address=addresses.claim_address(claim.id),
                state=state,
                reasons=drift_reasons(view.timelines[claim.id][-1:]),
                advisories=advisory_count(claim),
            )


def advisory_count(claim: Claim) -> str:
    """Return how many advisories a claim has, in words; empty if none."""
    number = len(claim.advisories)
    return f"{number} {'advisory' if number == 1 else 'advisories'}" if number else ""


def filters(contents: SiteContents) -> Iterator[tuple[str, str]]:
    """Yield the filters of the list, each with its words, without those that fit no claim."""
    yield "all", f"All {len(contents.claims)}"
    kinds = [kinds_of(claim, contents) for claim in contents.claims]
    for key, words in (
        ("laxer", "Does not hold"),
        ("good", "Holds"),
        ("open", "Unknown"),
        ("advisories", "With advisories"),
        ("attention", "Not as expected"),
    ):
        number = sum(key in one for one in kinds)
        if number:
            yield key, f"{words} ({number})"


def kinds_of(claim: Claim, contents: SiteContents) -> tuple[str, ...]:
    """Return the filters that a claim fits."""
    state = contents.states[claim.id]
    in_code = "laxer" if state.is_laxer else "good" if state.is_good else "open"
    results = contents.results_of(claim.id)
    wrong = any(one.verdict is not Verdict.AS_EXPECTED for one in results)
    found = (
        (in_code, bool(contents.releases)),
        ("advisories", bool(claim.advisories)),
        ("attention", wrong),
    )
    return tuple(name for name, applies in found if applies)


def group_rows(contents: SiteContents) -> Iterator[GroupRows]:
    """Yield the groups that have claims in the run."""
    for group in contents.page.groups:
        views = [(view.claim, view) for view in group.claims if view.claim]
        if views:
            rows = tuple(list_row(claim, view, contents) for claim, view in views)
            yield GroupRows(views[0][0].group, group.title, rows)


def list_row(claim: Claim, view: ClaimView, contents: SiteContents) -> ClaimRow:
    """Return a claim's row."""
    is_good = view.verdict is Verdict.AS_EXPECTED
    reds = [one.result for one in view.of_role(Role.RED)]
    broke = sum(one.verdict is Verdict.AS_EXPECTED for one in reds)
    conformance = contents.page.conformance
    return ClaimRow(
        id=claim.id,
        title=claim.title,
        address=addresses.claim_address(claim.id),
        kinds=" ".join(kinds_of(claim, contents)),
        words=words_of_claim(claim),
        model_kind="holds" if is_good else "laxer",
        model_word=model_word(view),
        reds=f"{broke} of {counted(len(reds), 'fault')} found",
        state=contents.states[claim.id],
        strip=conformance.strip_of(claim.id) if conformance else None,
        advisories=len(claim.advisories),
    )


def model_word(view: ClaimView) -> str:
    """Return what came of a claim's models, in a word or two."""
    if view.verdict is not Verdict.AS_EXPECTED:
        return str(view.verdict.value)
    return "holds" if view.of_role(Role.GREEN) else "breaks as stated"


def words_of_claim(claim: Claim) -> str:
    """Return the text in which a search for a claim looks, in lower case."""
    advisories = (text for one in claim.advisories for text in (one.id, one.title, *one.aliases))
    reds = (text for red in claim.reds for text in (red.name, red.sentence))
    own = [claim.id, claim.title, claim.statement]
    parts = [*own, *claim.claimed, *claim.claimed.values(), *advisories, *reds]
    return " ".join(" ".join(parts).lower().split())
