"""The page's section on strength: figures of each claim, open findings, surviving mutants."""

from collections.abc import Sequence

from msgspec import Struct

from moltverify.audit.results import AuditFinding, MutantResult, MutantStatus, Strength
from moltverify.registry.records import Registry
from moltverify.report.extra_findings import Audited
from moltverify.report.terminal.audit_text import score_text
from moltverify.store.findings import Dated

# Mutants to look at: an undecided one may survive as well.
LEFT = (MutantStatus.SURVIVED, MutantStatus.UNDECIDED)


class StrengthRow(Struct, frozen=True, kw_only=True):
    """A claim's row: its strength in numbers, its open findings and its surviving mutants."""

    claim: str
    title: str
    strength: Strength
    score: str
    open: tuple[AuditFinding, ...]
    survivors: tuple[MutantResult, ...]
    is_old: bool


class StrengthView(Struct, frozen=True, kw_only=True):
    """All that the page shows of audits; `suite` has the findings about no single claim."""

    rows: tuple[StrengthRow, ...]
    suite: tuple[AuditFinding, ...]
    recorded: str
    is_old: bool


def strength_view(kept: Sequence[Dated[Audited]], registry: Registry) -> StrengthView | None:
    """Return what the page shows of audits, or None if there is nothing on record."""
    known = {one.content.strength.claim: one for one in kept if one.content.strength}
    rows = tuple(
        strength_row(claim.title, known[claim.id], strength)
        for claim in registry.claims
        if claim.id in known and (strength := known[claim.id].content.strength)
    )
    suite = [one.content for one in kept if not one.content.strength]
    # The record may be about claims only that are no longer registered.
    if not rows and not suite:
        return None
    return StrengthView(
        rows=rows,
        suite=tuple(finding for one in suite for finding in one.open),
        recorded=max(one.recorded for one in kept),
        is_old=any(one.is_old for one in kept),
    )


def strength_row(title: str, kept: Dated[Audited], strength: Strength) -> StrengthRow:
    """Return a claim's row."""
    mutants = strength.score.mutants if strength.score else ()
    return StrengthRow(
        claim=strength.claim,
        title=title,
        strength=strength,
        score=score_text(strength.score),
        open=kept.content.open,
        survivors=tuple(one for one in mutants if one.status in LEFT),
        is_old=kept.is_old,
    )
