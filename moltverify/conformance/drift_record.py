"""The findings in a file beside the registry, from which pages are made without the network.

`moltverify conform --record` writes it; without that option a replay names the findings that differ
from it. It holds nothing that differs between machines or days, so that its diff in version control
shows what has changed in the models or the releases.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.records import Direction, Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.errors import UsageError
from moltverify.registry.records import Registry
from moltverify.releases.package import (
    label_key,
    label_package,
    label_version,
    neighbours,
)
from moltverify.store.json_records import indented_json, read_json
from moltverify.store.record_files import write_atomically

NAME = "conformance-record.json"
FORMAT = 2


class Recorded(Struct, frozen=True):
    """The findings on record: claims in the registry's order, for each the releases in theirs."""

    format: int
    findings: tuple[ReplayFinding, ...]

    def of_claim(self, claim: str) -> tuple[ReplayFinding, ...]:
        """Return the findings about a claim."""
        return tuple(finding for finding in self.findings if finding.claim == claim)

    @property
    def releases(self) -> tuple[str, ...]:
        """The labels of all releases on record, in the order in which they were made."""
        return tuple(sorted({one.label for one in self.findings}, key=label_key))


class AlikeReleases(Struct, frozen=True):
    """Releases of which a claim's finding says the same, and the finding without a release."""

    releases: tuple[str, ...]
    finding: ReplayFinding


class RecordFile(Struct, frozen=True):
    """The form of the file: for each claim its different findings, with their releases."""

    format: int
    claims: dict[str, tuple[AlikeReleases, ...]]


def read_recorded(specs: Path) -> Recorded | None:
    """Return the record beside a registry; None if there is none. Raises UsageError."""
    recorded = read_record_file(specs)
    return None if recorded is None else Recorded(FORMAT, tuple(findings_in_file(recorded)))


def read_record_file(specs: Path) -> RecordFile | None:
    """Return the record beside a registry in the form of its file; None if there is none.

    Raises UsageError for a file that cannot be read, or that another version wrote.
    """
    file = specs / NAME
    try:
        content = file.read_bytes()
        recorded = read_json(content, RecordFile)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {file}: {error}", "moltverify conform --record") from error
    if recorded.format != FORMAT:
        raise UsageError(f"{file} has format {recorded.format}, not {FORMAT}", "update moltverify")
    return recorded


def findings_in_file(recorded: RecordFile) -> Iterator[ReplayFinding]:
    """Yield the findings of a file, for each claim in the order of the releases."""
    for claim, groups in recorded.claims.items():
        for label, finding in findings_by_release(groups):
            package, version = label_package(label), label_version(label)
            about = {"claim": claim, "model": claim, "package": package, "version": version}
            yield replace(finding, **about)


def findings_by_release(groups: Iterable[AlikeReleases]) -> list[tuple[str, ReplayFinding]]:
    """Return the label of each release with its finding, in the order of the releases."""
    pairs = [(label, group.finding) for group in groups for label in group.releases]
    return sorted(pairs, key=lambda pair: label_key(pair[0]))


def alike_releases(findings: Iterable[ReplayFinding]) -> tuple[AlikeReleases, ...]:
    """Return the different findings about one claim, each with its releases."""
    groups: dict[bytes, tuple[ReplayFinding, list[str]]] = {}
    for one in findings:
        bare = replace(one, claim="", model="", package="", version="")
        # By its JSON, because examples have JSON values, which cannot be a part of a key.
        key = msgspec.json.encode(bare, order="deterministic")
        groups.setdefault(key, (bare, []))[1].append(one.label)
    return tuple(AlikeReleases(tuple(labels), bare) for bare, labels in groups.values())


def write_recorded(
    registry: Registry, found: Iterable[ReplayFinding], releases: Sequence[str]
) -> Path:
    """Replace the findings on record that are about the same models and releases.

    Findings about claims and releases that are no longer registered are removed; `releases` are the
    labels of the registered ones. Raises StoreError.
    """
    earlier = read_recorded(registry.specs)
    kept = {finding_key(one): one for one in earlier.findings} if earlier else {}
    # Only a part of the claims or releases may have been replayed; other findings stay.
    kept |= {finding_key(one): without_run_details(one) for one in recordable_findings(found)}
    claims = {
        # The id of a claim is that of its green.
        claim.id: alike_releases(kept[claim.id, one] for one in releases if (claim.id, one) in kept)
        for claim in registry.claims
    }
    file = registry.specs / NAME
    recorded = RecordFile(FORMAT, {k: v for k, v in claims.items() if v})
    # Indented, so that a diff shows the lines that changed.
    write_atomically(file, indented_json(recorded))
    return file


def differing_from_record(recorded: Recorded, found: Iterable[ReplayFinding]) -> tuple[str, ...]:
    """Return "MODEL and RELEASE" for each finding that differs from the record."""
    kept = {finding_key(one): one for one in recorded.findings}
    differing = [
        one
        for one in recordable_findings(found)
        if kept.get(finding_key(one)) != without_run_details(one)
    ]
    return tuple(f"{one.model} and {one.label}" for one in differing)


def came_back(recorded: Recorded, found: Iterable[ReplayFinding]) -> tuple[str, ...]:
    """Return "MODEL and RELEASE: REASON" for each known laxer difference that had gone.

    A reason on record makes a difference known. It does not where the record says that the release,
    or its recorded neighbours before and after, do not have it.
    """
    return tuple(
        f"{one.model} and {one.label}: {example.known}"
        for one in recordable_findings(found)
        for example in one.examples
        if example.known and example.direction is Direction.LAXER
        if not is_expected(recorded, one, example.known)
    )


def newly_laxer(before: Recorded | None, found: Iterable[ReplayFinding]) -> tuple[str, ...]:
    """Return "CLAIM is newly laxer in RELEASE: REASON" for what an earlier record did not have.

    A release that was on record is no news, nor is a difference that its neighbours have too.
    """
    recorded = before or Recorded(FORMAT, ())
    known = {finding_key(one) for one in recorded.findings}
    return tuple(
        f"{one.claim} is newly laxer in {one.label}: {example.known or 'no reason is on record'}"
        for one in recordable_findings(found)
        for example in one.examples
        if example.direction is Direction.LAXER and finding_key(one) not in known
        if not example.known or not is_expected(recorded, one, example.known)
    )


def is_expected(recorded: Recorded, finding: ReplayFinding, reason: str) -> bool:
    """Tell whether the record, as far as it goes, lets a difference be expected of a release."""
    # Releases in which no call was made say nothing.
    told = [one for one in recorded.of_claim(finding.claim) if one.replayed]
    same = [one for one in told if one.label == finding.label]
    older, newer = neighbours(told, finding.label, lambda one: one.label)
    near = same or [*older, *newer]
    return not near or any(reason in reasons_of(one) for one in near)


def reasons_of(finding: ReplayFinding) -> set[str]:
    """Return the reasons of the known differences in a finding."""
    return {one.known for one in finding.examples if one.known}


def recordable_findings(found: Iterable[ReplayFinding]) -> list[ReplayFinding]:
    """Return the findings about greens, without those in which nothing was run."""
    # A red has a bug on purpose, so a difference from it says nothing about the release.
    return [one for one in found if one.model == one.claim and one.status is not Status.NOT_RUN]


def finding_key(finding: ReplayFinding) -> tuple[str, str]:
    """Return the model and the release that a finding is about."""
    return finding.model, finding.label


def without_run_details(finding: ReplayFinding) -> ReplayFinding:
    """Return a finding without what depends on the run: duration, Node, details of examples."""
    examples = tuple(map(example_without_run_details, finding.examples))
    return replace(finding, seconds=0.0, node="", same_as="", examples=examples)


def example_without_run_details(example: VectorDifference) -> VectorDifference:
    """Return an example without the number, the digest and the clock of its vector."""
    # Number and digest can change with other parts of the model, while this call stays the same.
    return replace(example, vector=replace(example.vector, id=0, digest="", clock=0))
