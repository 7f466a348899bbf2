"""The findings in a file beside the registry, from which pages are made without the network.

`moltverify conform --record` writes it; without that option a replay names the findings that differ
from it. It holds nothing that differs between machines or days, so that its diff in version control
shows what has changed in the models or the releases.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.errors import UsageError
from moltverify.registry.records import Registry
from moltverify.store.json_records import read_json
from moltverify.store.record_files import write_atomically

NAME = "conformance-record.json"
FORMAT = 1


class Recorded(Struct, frozen=True):
    """The findings on record: claims in the registry's order, for each the releases in theirs."""

    format: int
    findings: tuple[ReplayFinding, ...]

    def of_claim(self, claim: str) -> tuple[ReplayFinding, ...]:
        """Return the findings about a claim."""
        return tuple(finding for finding in self.findings if finding.claim == claim)


def read_recorded(specs: Path) -> Recorded | None:
    """Return the record beside a registry; None if there is none.

    Raises UsageError for a file that cannot be read, or that another version wrote.
    """
    file = specs / NAME
    try:
        recorded = read_json(file.read_bytes(), Recorded)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {file}: {error}", "moltverify conform --record") from error
    if recorded.format != FORMAT:
        raise UsageError(f"{file} has format {recorded.format}, not {FORMAT}", "update moltverify")
    return recorded


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
    findings = tuple(
        kept[claim.id, release]
        for claim in registry.claims
        for release in releases
        # The id of a claim is that of its green.
        if (claim.id, release) in kept
    )
    file = registry.specs / NAME
    content = msgspec.json.encode(Recorded(FORMAT, findings))
    # Indented, so that a diff shows the lines that changed.
    write_atomically(file, msgspec.json.format(content, indent=1) + b"\n")
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


def recordable_findings(found: Iterable[ReplayFinding]) -> list[ReplayFinding]:
    """Return the findings about greens, without those in which nothing was run."""
    # A red has a bug on purpose, so a difference from it says nothing about the release.
    return [one for one in found if one.model == one.claim and one.status is not Status.NOT_RUN]


def finding_key(finding: ReplayFinding) -> tuple[str, str]:
    """Return the model and the release that a finding is about."""
    return finding.model, finding.label


def without_run_details(finding: ReplayFinding) -> ReplayFinding:
    """Return a finding without its duration and without the details of its examples."""
    return replace(
        finding, seconds=0.0, examples=tuple(map(example_without_run_details, finding.examples))
    )


def example_without_run_details(example: VectorDifference) -> VectorDifference:
    """Return an example without the number, the digest and the clock of its vector."""
    # Number and digest can change with other parts of the model, while this call stays the same.
    return replace(example, vector=replace(example.vector, id=0, digest="", clock=0))
