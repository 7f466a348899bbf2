"""All advisories of a registry, each with the claims about it and the reds of its shape."""

from msgspec import Struct

from moltverify.errors import MoltverifyError
from moltverify.registry.records import Advisory, Claim, Model, Registry

# Pages of the public databases, by the beginning of the ids in them.
DATABASES = {
    "GHSA-": "https://github.com/advisories/",
    "CVE-": "https://www.cve.org/CVERecord?id=",
}


class AdvisoryRow(Struct, frozen=True):
    """An advisory, the claims that list it, and those of their reds whose fault has its shape."""

    advisory: Advisory
    claims: tuple[Claim, ...]
    reds: tuple[Model, ...]


def advisory_rows(registry: Registry) -> list[AdvisoryRow]:
    """Return a row for each advisory: those of claims in their order, then the uncovered ones.

    Claims may list the same advisory; the row has what the first of them says about it.
    """
    claims = registry.claims
    listed = {one.id: one for claim in reversed(claims) for one in reversed(claim.advisories)}
    rows = [row_of(advisory, claims) for advisory in reversed(listed.values())]
    return rows + [AdvisoryRow(one, (), ()) for one in registry.uncovered if one.id not in listed]


def row_of(advisory: Advisory, claims: tuple[Claim, ...]) -> AdvisoryRow:
    """Return the row of an advisory that at least one claim lists."""
    about = [claim for claim in claims if any(one.id == advisory.id for one in claim.advisories)]
    reds = [red for claim in about for red in claim.reds_shaped_like(advisory)]
    return AdvisoryRow(advisory, tuple(about), tuple(reds))


def claims_about(registry: Registry, name: str) -> set[str]:
    """Return the ids of the claims that list an advisory, by its id or an alias in any case.

    Raises MoltverifyError for one that is listed as not covered: nothing can be told of it.
    """
    for one in registry.uncovered:
        if goes_by(one, name):
            raise MoltverifyError(f"no claim is about {one.id}, {one.title}: {one.reason}")
    return {
        claim.id for claim in registry.claims if any(goes_by(one, name) for one in claim.advisories)
    }


def goes_by(advisory: Advisory, name: str) -> bool:
    """Tell whether a name is an advisory's id or one of its aliases, in any case."""
    return name.upper() in {each.upper() for each in (advisory.id, *advisory.aliases)}


def advisory_url(name: str) -> str:
    """Return the page of an advisory in its public database; empty if its id is of none."""
    begins = [database for prefix, database in DATABASES.items() if name.startswith(prefix)]
    return begins[0] + name if begins else ""
