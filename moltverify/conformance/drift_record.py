"""What was found, in a file beside the registry, so that pages can be made without the network.

`moltverify conform --record` writes it; without that option a replay says where it found something
else. It holds nothing that differs from one machine or day to the next.
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
from moltverify.store.record_files import write_atomically

NAME = "conformance-record.json"
FORMAT = 1


class Recorded(Struct, frozen=True):
    """The findings on record, claim by claim in the registry's order, a release after another."""

    format: int
    findings: tuple[ReplayFinding, ...]

    def of_claim(self, claim: str) -> tuple[ReplayFinding, ...]:
        """Return the findings about a claim."""
        return tuple(finding for finding in self.findings if finding.claim == claim)


def read_recorded(specs: Path) -> Recorded | None:
    """Return what is on record beside a registry, if anything is.

    Raises UsageError for a file that cannot be read.
    """
    file = specs / NAME
    try:
        recorded = msgspec.json.decode(file.read_bytes(), type=Recorded)
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
    """Put findings on record in place of older ones, and forget what is registered no longer.

    `releases` are the labels of all that are registered. Raises StoreError.
    """
    earlier = read_recorded(registry.specs)
    kept = {finding_key(one): one for one in earlier.findings} if earlier else {}
    kept |= {finding_key(one): settled(one) for one in lasting(found)}
    findings = tuple(
        kept[claim.green.id, release]
        for claim in registry.claims
        for release in releases
        if (claim.green.id, release) in kept
    )
    file = registry.specs / NAME
    content = msgspec.json.encode(Recorded(FORMAT, findings))
    write_atomically(file, msgspec.json.format(content, indent=1) + b"\n")
    return file


def otherwise(recorded: Recorded, found: Iterable[ReplayFinding]) -> tuple[str, ...]:
    """Return the model and the release of each finding that differs from what is on record."""
    kept = {finding_key(one): one for one in recorded.findings}
    differing = [one for one in lasting(found) if kept.get(finding_key(one)) != settled(one)]
    return tuple(f"{one.model} and {one.label}" for one in differing)


def lasting(found: Iterable[ReplayFinding]) -> list[ReplayFinding]:
    """Return the findings about greens that say something: not that nothing was run."""
    return [one for one in found if one.model == one.claim and one.status is not Status.NOT_RUN]


def finding_key(finding: ReplayFinding) -> tuple[str, str]:
    """Return what a finding is about."""
    return finding.model, finding.label


def settled(finding: ReplayFinding) -> ReplayFinding:
    """Return a finding without what differs from one machine or day to the next."""
    return replace(finding, seconds=0.0, examples=tuple(map(settled_example, finding.examples)))


def settled_example(example: VectorDifference) -> VectorDifference:
    """Return an example without its place among the vectors, or their digest."""
    return replace(example, vector=replace(example.vector, id=0, digest="", clock=0))
