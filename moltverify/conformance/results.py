"""The results of replays: frozen records with one JSON form."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from moltverify import __version__
from moltverify.conformance.records import Status, VectorDifference
from moltverify.errors import ExitCode

FORMAT = 2
NO_VERDICT = frozenset({Status.NOT_RUN, Status.CANNOT_TELL, Status.COULD_NOT_LOAD})
LATEST = "conform"  # the name of the latest findings in the store


class ReplayFinding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a replay says about one model and one release.

    `vectors` were derived and `replayed` answered; `differing` had an outcome that the model does
    not allow, `known` of them on record; `laxer` of them allow more than the model, `new_laxer` of
    these without a reason on record. `absent` call what this release does not have. `omits` is the
    part of the model that has no counterpart. `examples` are the simplest difference for
    each reason on record, new ones first.
    `same_as` is a release with the same code, whose replay is the result of this one too. `node` is
    the version of Node that the release ran on.

    About a red, `differing` calls show its fault.
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
    laxer: int = 0
    new_laxer: int = 0
    examples: tuple[VectorDifference, ...] = ()
    omits: str = ""
    same_as: str = ""
    node: str = ""
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
    """The result of one invocation; `started` is ISO 8601 in UTC, `seconds` wall-clock time.

    `otherwise` names each model and release whose finding differs from the record, `came_back` each
    known laxer difference that had gone.
    """

    format: int = FORMAT
    moltverify: str = __version__
    started: str
    seconds: float
    findings: tuple[ReplayFinding, ...]
    otherwise: tuple[str, ...] = ()
    came_back: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """A new laxer drift or a red's fault differs; what was not run or told is no verdict."""
        # First: a difference is certain, whatever was not run.
        faults = (one.new for one in self.findings if one.status is Status.HAS_FAULT)
        if self.came_back or any(one.new_laxer for one in self.findings) or any(faults):
            return ExitCode.DIFFERS
        if not self.findings or any(one.status in NO_VERDICT for one in self.findings):
            return ExitCode.NO_VERDICT
        return ExitCode.OK


def status_counts(findings: Iterable[ReplayFinding]) -> dict[Status, int]:
    """Return the number of findings by status, without statuses that do not occur."""
    seen = [finding.status for finding in findings]
    return {status: seen.count(status) for status in Status if status in seen}


def replays_to_json(result: ConformanceResult) -> bytes:
    """Return the JSON form."""
    return msgspec.json.encode(result)
