"""What holds in the newest release on record, for the first lines of reports."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from moltverify.conformance.affected import Answer, Timeline, judge_release, timeline_of
from moltverify.conformance.results import ReplayFinding
from moltverify.plural import counted
from moltverify.registry.records import Claim, Registry
from moltverify.releases.package import label_key
from moltverify.report.extra_findings import Further
from moltverify.store.findings import Dated
from moltverify.suite.results import SuiteResult
from moltverify.suite.verdict import Verdict

# An unknown answer is neither good nor bad.
VERDICTS = {
    Answer.HOLDS: Verdict.AS_EXPECTED,
    Answer.STRICTER: Verdict.AS_EXPECTED,
    Answer.UNKNOWN: Verdict.INCONCLUSIVE,
    Answer.LAXER: Verdict.UNEXPECTED,
}
# The findings by claim, and then by release.
Found = Mapping[str, Mapping[str, Dated[ReplayFinding]]]


class NewestAnswer(Struct, frozen=True):
    """Whether a claim holds in the newest release."""

    claim: str
    title: str
    answer: Answer

    @property
    def verdict(self) -> Verdict:
        """The verdict in whose colour the answer is shown."""
        return VERDICTS[self.answer]


class NewestRelease(Struct, frozen=True):
    """What holds in the newest release on record."""

    release: str
    answers: tuple[NewestAnswer, ...]

    @property
    def laxer(self) -> tuple[NewestAnswer, ...]:
        """The claims than which the code is laxer."""
        return tuple(one for one in self.answers if one.answer is Answer.LAXER)

    @property
    def verdict(self) -> Verdict:
        """The verdict in whose colour the sentence is shown: that of the worst answer."""
        return max(one.verdict for one in self.answers)

    @property
    def words(self) -> str:
        """How many claims hold, as a sentence without its end."""
        unknown = sum(one.answer is Answer.UNKNOWN for one in self.answers)
        held = len(self.answers) - unknown - len(self.laxer)
        does = "does" if len(self.laxer) == 1 else "do"
        counts = f"{len(self.laxer)} of {counted(len(self.answers), 'claim')} {does} not hold"
        release = f"In {self.release}, the newest release on record"
        return f"{release}, {counts} ({unknown} unknown, {held} known to hold)"

    def of(self, claim: str) -> NewestAnswer | None:
        """Return the answer about a claim, if it is registered."""
        return next((one for one in self.answers if one.claim == claim), None)


def newest_release(
    further: Further, registry: Registry, checked: Collection[str]
) -> NewestRelease | None:
    """Return what holds in the newest release; None if nothing is on record.

    `checked` are the claims that the run is about.
    """
    found = findings_by_claim(further.conformance, further.recorded, checked)
    timelines = timelines_by_claim(found, registry)
    labels = {one.label for timeline in timelines.values() for one in timeline}
    if not labels:
        return None
    asked = [one for one in registry.claims if one.id in timelines or one.id in checked]
    return answers_in(asked, timelines, max(labels, key=label_key))


def findings_by_claim(
    kept: Sequence[Dated[ReplayFinding]],
    recorded: Sequence[ReplayFinding],
    checked: Collection[str],
) -> Found:
    """Return the findings to show by claim and release; those in the store replace others."""
    found: dict[str, dict[str, Dated[ReplayFinding]]] = {}
    from_record = (Dated(one, "", False) for one in recorded if one.claim in checked)
    for one in (*from_record, *kept):
        found.setdefault(one.content.claim, {})[one.content.label] = one
    return found


def timelines_by_claim(found: Found, registry: Registry) -> dict[str, Timeline]:
    """Return the findings about each registered claim, the oldest release first."""
    # A finding may be about a claim that is no longer registered.
    return {
        claim.id: timeline_of(one.content for one in found[claim.id].values())
        for claim in registry.claims
        if claim.id in found
    }


def answers_in(
    claims: Sequence[Claim], timelines: Mapping[str, Timeline], release: str
) -> NewestRelease:
    """Return what holds in a release, for each claim."""
    answers = (
        NewestAnswer(
            claim.id,
            claim.title,
            judge_release(claim.id, timelines.get(claim.id, ()), release).answer,
        )
        for claim in claims
    )
    return NewestRelease(release, tuple(answers))


def shown_verdict(suite: SuiteResult, newest: NewestRelease | None) -> Verdict:
    """Return the verdict in a report's title: not a good one if the newest release is laxer."""
    laxer = newest is not None and bool(newest.laxer)
    return max(suite.verdict, Verdict.UNEXPECTED) if laxer else suite.verdict
