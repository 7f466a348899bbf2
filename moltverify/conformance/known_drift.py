"""What is known of releases that do not do what a claim says: a sentence for each such drift."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from moltverify.conformance.drift_record import (
    AlikeReleases,
    findings_by_release,
    read_record_file,
)
from moltverify.conformance.records import NAME
from moltverify.registry.records import Claim, Registry
from moltverify.releases.package import Package, label_package, label_version

NO_REASON = "There is a difference, and no reason for it is on record."


def known_drifts(registry: Registry) -> Mapping[str, tuple[str, ...]]:
    """Return sentences about the known drifts of each claim that has one.

    They come from the record of replays beside the registry, or where nothing is recorded from what
    conformance.yaml declares. Raises UsageError or RegistryError if a file cannot be read.
    """
    recorded = read_record_file(registry.specs)
    if recorded is not None:
        claims = recorded.claims
        found = {one.id: recorded_drifts(claims.get(one.id, ())) for one in registry.claims}
    elif (registry.specs / NAME).is_file():
        found = declared_drifts(registry)
    else:
        found = {}
    return {claim: drifts for claim, drifts in found.items() if drifts}


def recorded_drifts(findings: Sequence[AlikeReleases]) -> tuple[str, ...]:
    """Return a sentence for each reason for which releases differ from a claim."""
    if not any(one.finding.examples for one in findings):
        return ()
    pairs = findings_by_release(findings)
    replayed = [Package(label_package(label), label_version(label)) for label, _ in pairs]
    # A finding has one example for each reason.
    having: dict[str, list[Package]] = {}
    for (_, finding), release in zip(pairs, replayed, strict=True):
        for example in finding.examples:
            having.setdefault(example.known or NO_REASON, []).append(release)
    return tuple(drift_sentence(replayed, *one) for one in having.items())


def declared_drifts(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Return the sentences about the drifts that conformance.yaml declares of greens."""
    from moltverify.conformance.registry import load_conformance  # noqa: PLC0415 - slow to import

    conformance = load_conformance(registry)

    def of_claim(claim: Claim) -> Iterator[str]:
        counterpart = conformance.of(claim.id)
        program = counterpart.program if counterpart else None
        # Which packages have a drift, only a record says; a project has one release.
        own = [program.release] if program and program.release else []
        for drift in conformance.drifts:
            # The id of a claim is that of its green.
            if claim.id in drift.models:
                yield drift_sentence(own, drift.reason, own)

    return {claim.id: tuple(of_claim(claim)) for claim in registry.claims}


def drift_sentence(releases: Sequence[Package], reason: str, having: Sequence[Package]) -> str:
    """Return one drift as a sentence that begins with the releases that have it."""
    names = ", ".join(release_ranges(releases, having))
    return f"{names}: {reason}" if names else reason


def release_ranges(releases: Sequence[Package], having: Sequence[Package]) -> Iterator[str]:
    """Yield some of the releases, as ranges where no release between two of them is missing."""
    # Of one package only: versions of two packages are no range.
    runs = groupby(releases, key=lambda one: (one in having, one.name))
    for (has, name), run in runs:
        if has:
            versions = [one.version for one in run]
            ends = versions if len(versions) < 2 else [f"{versions[0]} to {versions[-1]}"]
            yield " ".join(filter(None, (name, *ends)))
