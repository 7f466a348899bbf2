"""Records of what further TLCs answer about a model, beside the TLC that the verdict is from."""

from enum import Enum

from msgspec import Struct

from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Outcome, Statistics


class Agreement(Enum):
    """What a further TLC says of the first one's answer."""

    SAME = "same"
    DIFFERS = "differs"
    # One of the two has no answer, for example because it cannot parse a module.
    CANNOT_TELL = "cannot tell"


class AnswerDifference(Struct, frozen=True):
    """What two TLCs answer differently, such as `distinct states`, and both values in words."""

    what: str
    first: str
    other: str


class OtherAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer of a further TLC about a model, compared with the first one's.

    `name` is that of the TLC and `jar` the SHA-256 of its jar. `verdict` and `reason` are those of
    this TLC alone. `outcome`, with its trace, is there if it differs from the first one's.
    `omitted` says what of two equal verdicts cannot be compared. `without` are the known faults by
    which the first one's answer could be false, and which this TLC, with the same answer, does not
    have. `logs` is relative to the folder of all runs.
    """

    name: str
    jar: str
    agreement: Agreement
    verdict: Verdict
    reason: str
    statistics: Statistics = Statistics()
    differences: tuple[AnswerDifference, ...] = ()
    omitted: str = ""
    outcome: Outcome | None = None
    without: tuple[str, ...] = ()
    tlc: str | None = None
    seconds: float = 0.0
    workers: int = 1
    logs: str = ""
    cached: bool = False
