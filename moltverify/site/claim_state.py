"""What the newest release does about a claim, and since when, in the words of the overview."""

from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct

from moltverify.conformance.affected import ReleaseAnswer, Timeline
from moltverify.conformance.records import Status
from moltverify.releases.package import label_version

# By status: a class of site.css, and a word. What is not here leaves the claim unknown.
WORDS = {
    Status.LAXER: ("laxer", "does not hold"),
    Status.CONFORMS: ("holds", "holds"),
    Status.STRICTER: ("stricter", "holds, stricter"),
    Status.IN_PART: ("part", "agrees in part"),
    Status.NO_COUNTERPART: ("absent", "no counterpart"),
    Status.SYMBOL_MOVED: ("unknown", "not reachable"),
}
OTHER = ("unknown", "unknown")
GOOD = ("holds", "stricter")


class ClaimState(Struct, frozen=True):
    """A claim in the newest release: a class of site.css, a word, and since when it is so."""

    kind: str
    word: str
    since: str

    @property
    def is_good(self) -> bool:
        """Whether the code allows no more than the claim."""
        return self.kind in GOOD

    @property
    def is_laxer(self) -> bool:
        """Whether the code allows more than the claim."""
        return self.kind == "laxer"


NOT_REPLAYED = ClaimState("absent", "not replayed", "")


def claim_state(timeline: Timeline, releases: Sequence[str]) -> ClaimState:
    """Return the state of a claim in the last of the releases."""
    if not timeline:
        return NOT_REPLAYED
    kind, word = state_words(timeline[-1])
    same = list(takewhile(lambda one: state_words(one)[0] == kind, reversed(timeline)))
    return ClaimState(kind, word, since_words(same[-1].label, timeline, releases))


def since_words(first: str, timeline: Timeline, releases: Sequence[str]) -> str:
    """Return since when the newest answer is the same; `first` is the label of its first release.

    A claim whose newest finding is about an earlier release says so, and so does one of which
    nothing is on record just before the first release.
    """
    last = timeline[-1].label
    until = "" if last == releases[-1] else f", as of {label_version(last)}"
    if first == timeline[0].label:
        every = f"in every release on record{until}"
        return every if len(timeline) > 1 else f"as of {label_version(last)}"
    before = releases[releases.index(first) - 1]
    is_exact = any(one.label == before for one in timeline)
    return f"since {label_version(first)}{'' if is_exact else ' at the latest'}{until}"


def state_words(answer: ReleaseAnswer) -> tuple[str, str]:
    """Return a class and a word for what is on record about a release."""
    return WORDS.get(answer.finding.status, OTHER)
