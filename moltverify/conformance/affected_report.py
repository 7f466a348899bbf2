"""The answers of `moltverify affected` as records with one JSON form."""

from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec
from msgspec import Struct

from moltverify import __version__
from moltverify.conformance.affected import (
    Answer,
    ClaimJudgement,
    Timeline,
    is_open,
    judge_release,
    runs_of,
)
from moltverify.errors import ExitCode, UsageError
from moltverify.registry.records import Advisory, Claim
from moltverify.releases.package import label_package, label_version, neighbours

FORMAT = 1


class AdvisoryState(Struct, frozen=True):
    """An advisory of a claim; `open` if it is fixed only in a later release than the judged one."""

    id: str
    title: str
    aliases: tuple[str, ...]
    fixed: str
    open: bool


class AffectedClaim(Struct, frozen=True):
    """A claim's title, its judgement, and its advisories."""

    title: str
    judgement: ClaimJudgement
    advisories: tuple[AdvisoryState, ...]

    @property
    def is_open(self) -> bool:
        """Whether one of its advisories is fixed only later."""
        return any(one.open for one in self.advisories)


class JudgedRelease(Struct, frozen=True, kw_only=True):
    """A release and the claims in it, the worst first.

    `folder` is where it is installed, if it was found there; `recorded` tells whether it is on
    record, and `neighbours` are the releases on record beside it if it is not.
    """

    release: str
    folder: str = ""
    recorded: bool
    neighbours: tuple[str, ...] = ()
    claims: tuple[AffectedClaim, ...]

    def of(self, answer: Answer) -> tuple[AffectedClaim, ...]:
        """Return the claims with one answer."""
        return tuple(one for one in self.claims if one.judgement.answer is answer)


class ReleaseRun(Struct, frozen=True):
    """Releases that follow one another with the same status about a claim."""

    answer: Answer
    status: str
    releases: tuple[str, ...]


class AffectedReport(Struct, frozen=True, kw_only=True):
    """All answers of one invocation, by the record of a registry; `releases` are those on it.

    `timelines` has the releases of each claim where no release was asked for; the one that is
    judged is the newest then.
    """

    format: int = FORMAT
    moltverify: str = __version__
    registry: str
    releases: tuple[str, ...]
    judged: tuple[JudgedRelease, ...]
    timelines: dict[str, tuple[ReleaseRun, ...]] = {}

    @property
    def exit_code(self) -> ExitCode:
        """0 only if all that was asked for is known to hold."""
        claims = [claim for release in self.judged for claim in release.claims]
        answers = {claim.judgement.answer for claim in claims}
        if Answer.LAXER in answers:
            return ExitCode.DIFFERS
        # An advisory that is fixed later may be about more than the claim says.
        if not claims or Answer.UNKNOWN in answers or any(one.is_open for one in claims):
            return ExitCode.NO_VERDICT
        return ExitCode.OK


def judged_release(
    label: str,
    claims: Iterable[Claim],
    timelines: dict[str, Timeline],
    labels: Sequence[str],
    folder: str = "",
) -> JudgedRelease:
    """Return what is known of a release; `labels` are all on record, the oldest first."""
    is_recorded = label in labels
    judged = [affected_claim(claim, timelines.get(claim.id, ()), label) for claim in claims]
    return JudgedRelease(
        release=label,
        folder=folder,
        recorded=is_recorded,
        neighbours=() if is_recorded else tuple(chain(*neighbours(labels, label, str))),
        claims=tuple(sorted(judged, key=badness, reverse=True)),
    )


def affected_claim(claim: Claim, timeline: Timeline, label: str) -> AffectedClaim:
    """Return a claim's judgement for a release, with its advisories."""
    states = tuple(advisory_state(one, label) for one in claim.advisories)
    return AffectedClaim(claim.title, judge_release(claim.id, timeline, label), states)


def advisory_state(advisory: Advisory, label: str) -> AdvisoryState:
    """Return an advisory as it concerns a release."""
    return AdvisoryState(
        advisory.id, advisory.title, advisory.aliases, advisory.fixed, is_open(advisory, label)
    )


def badness(claim: AffectedClaim) -> tuple[int, int]:
    """Return a key by which claims sort: by their answer, then by their open advisories."""
    return list(Answer).index(claim.judgement.answer), sum(one.open for one in claim.advisories)


def release_runs(timeline: Timeline) -> tuple[ReleaseRun, ...]:
    """Return a claim's releases by their status, in time."""
    return tuple(
        ReleaseRun(run[0].answer, run[0].finding.status.value, tuple(one.label for one in run))
        for run in runs_of(timeline)
    )


def resolved_release(text: str, labels: Sequence[str]) -> str:
    """Return the label of a version or a release that a user names.

    Raises UsageError for what is no version, and for a version that several packages have.
    """
    name, _, version = text.rpartition("@")
    version = version.removeprefix("v").partition("+")[0]
    if not version[:1].isdecimal():
        raise UsageError(
            f"{text!r} is not a version such as {label_version(labels[-1])}",
            "tags such as latest are names of the index, which is not asked",
        )
    packages = dict.fromkeys(map(label_package, labels))
    if name and name not in packages:
        raise UsageError(
            f"no release of {name} is on record", f"there are those of {', '.join(packages)}"
        )
    same = [one for one in labels if label_version(one) == version]
    same = [one for one in same if not name or label_package(one) == name]
    if len(same) > 1:
        raise UsageError(f"several packages have {version}", f"name one: {' or '.join(same)}")
    # The package may have been renamed; a version belongs to the name of its time.
    nearest = next(chain(*neighbours(labels, version, str)))
    return same[0] if same else f"{name or label_package(nearest)}@{version}"


def affected_to_json(report: AffectedReport) -> bytes:
    """Return the JSON form."""
    return msgspec.json.encode(report)
