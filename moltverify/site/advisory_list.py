"""The page of published advisories: which claim is about each, and which red has its shape."""

from collections.abc import Iterator

from msgspec import Struct

from moltverify.registry.advisory_table import AdvisoryRow, advisory_rows
from moltverify.site import addresses
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteFile


class AdvisoryData(Struct, frozen=True, kw_only=True):
    """An advisory, the ids of the claims about it and of the reds of its shape."""

    id: str
    title: str
    aliases: tuple[str, ...]
    fixed: str
    claims: tuple[str, ...]
    reds: tuple[str, ...]
    reason: str


class AdvisoryList(Struct, frozen=True):
    """The data of the page of advisories."""

    advisories: tuple[AdvisoryData, ...]


def advisory_files(renderer: SiteRenderer) -> Iterator[SiteFile]:
    """Yield the page of advisories and its data; none without advisories."""
    rows = advisory_rows(renderer.contents.registry)
    if not rows:
        return
    covered = [row for row in rows if row.claims]
    known = {claim.id for claim in renderer.contents.claims}
    yield from renderer.pages(
        "advisories.html.j2",
        addresses.ADVISORIES,
        AdvisoryList(tuple(map(advisory_data, rows))),
        covered=covered,
        uncovered=[row.advisory for row in rows if not row.claims],
        shaped=sum(bool(row.reds) for row in covered),
        claim_addresses={one: addresses.claim_address(one) for one in known},
    )


def advisory_data(row: AdvisoryRow) -> AdvisoryData:
    """Return an advisory's row as data."""
    one = row.advisory
    return AdvisoryData(
        id=one.id,
        title=one.title,
        aliases=one.aliases,
        fixed=one.fixed,
        claims=tuple(claim.id for claim in row.claims),
        reds=tuple(red.id for red in row.reds),
        reason=one.reason,
    )
