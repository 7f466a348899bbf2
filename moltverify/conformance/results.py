"""What came of replaying models: frozen records with one JSON form."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from moltverify import __version__
from moltverify.conformance.records import Status, VectorDifference
from moltverify.errors import ExitCode

FORMAT = 1
LATEST = "conform"  # the name of the latest findings in the store


class ReplayFinding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a replay says about one model and one release.

    `vectors` were derived and `replayed` answered; `differing` had an outcome that the model does
    not allow, `known` of them on record, and `absent` call what this release does not have. `omits`
    is what of the model has no counterpart at all. `examples` are the simplest difference for each
    reason on record, the new ones first. `stale` are reasons on record that no difference bears
    out any more. `same_as` is the release whose code is the same and was
    replayed in this one's stead.
    """

    claim: str
    model: str
    package: str
    version: str
    status: Status
    reason: str = ""
    vectors: int = 0
    replayed: int = 0
    absent: int = 0
    differing: int = 0
    known: int = 0
    examples: tuple[VectorDifference, ...] = ()
    stale: tuple[str, ...] = ()
    omits: str = ""
    same_as: str = ""
    seconds: float = 0.0

    @property
    def label(self) -> str:
        """The release as npm writes it."""
        return f"{self.package}@{self.version}" if self.version else self.package

    @property
    def new(self) -> int:
        """How many differences are not on record."""
        return self.differing - self.known


class ConformanceResult(Struct, frozen=True, kw_only=True):
    """What came of one invocation; `started` is ISO 8601 in UTC, `seconds` by the clock.

    `otherwise` names each model and release of which something else is on record.
    """

    format: int = FORMAT
    moltverify: str = __version__
    started: str
    seconds: float
    findings: tuple[ReplayFinding, ...]
    otherwise: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """A new drift differs; something not run, or nothing at all, is no verdict."""
        if any(finding.new for finding in self.findings):
            return ExitCode.DIFFERS
        if not self.findings or any(f.status is Status.NOT_RUN for f in self.findings):
            return ExitCode.NO_VERDICT
        return ExitCode.OK


def status_counts(findings: Iterable[ReplayFinding]) -> dict[Status, int]:
    """Count findings by status, leaving out what did not occur."""
    seen = [finding.status for finding in findings]
    return {status: seen.count(status) for status in Status if status in seen}


def replays_to_json(result: ConformanceResult) -> bytes:
    """Return the JSON form."""
    return msgspec.json.encode(result)
