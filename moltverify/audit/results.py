"""What the audit found out, as frozen records with one JSON form."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

FORMAT = 2  # of the JSON form


class Kind(Enum):
    """What makes a part of a suite hollow."""

    ACTION_NEVER_TAKEN = "action-never-taken"
    NEVER_EVALUATED = "never-evaluated"
    NEVER_TRUE = "never-true"
    NEVER_FALSE = "never-false"
    NO_BEHAVIOUR = "no-behaviour"
    NO_PROPERTY = "no-property"
    CONSTANT_PROPERTY = "constant-property"
    TAUTOLOGY = "tautology"
    ANTECEDENT_NEVER_HOLDS = "antecedent-never-holds"
    NO_WITNESS = "no-witness"
    WITNESS_NOT_REACHED = "witness-not-reached"
    NO_RED = "no-red"
    RED_DIFFERS = "red-differs"
    RED_FAILS_AT_ONCE = "red-fails-at-once"
    RED_NOT_AS_EXPECTED = "red-not-as-expected"
    GREEN_NOT_AS_EXPECTED = "green-not-as-expected"
    NO_FLOOR = "no-floor"
    UNUSED_CONSTANT = "unused-constant"
    UNUSED_ASSUMPTION = "unused-assumption"
    UNUSED_DEFINITION = "unused-definition"
    UNUSED_PROPERTY = "unused-property"
    STRAY_FILE = "stray-file"
    UNUSED_ALLOWANCE = "unused-allowance"
    UNSOUND = "unsound"


class AuditFinding(Struct, frozen=True, kw_only=True):
    """One thing that makes a claim say less than it seems to.

    `subject` is what it is about: an operator, a constant, a model's name. `reason` is why the
    registry allows it, or empty. The line counts from 1; 0 is the whole file.
    """

    claim: str
    kind: Kind
    subject: str
    message: str
    file: str = ""
    line: int = 0
    reason: str = ""

    @property
    def key(self) -> str:
        """The name under which the registry may allow the finding."""
        return f"{self.kind.value}:{self.subject}"


class MutantStatus(Enum):
    """What became of a mutant."""

    KILLED = "killed by a property"
    NOTICED = "noticed by a witness or the count only"
    SURVIVED = "survived"
    UNDECIDED = "not decided in time"
    EQUIVALENT = "equivalent"
    ERRONEOUS = "erroneous"


COUNTED = (MutantStatus.KILLED, MutantStatus.NOTICED, MutantStatus.SURVIVED, MutantStatus.UNDECIDED)


class MutantResult(Struct, frozen=True, kw_only=True):
    """What became of one mutant: by what it was found out, and what it allows or forbids."""

    id: str
    operator: str
    definition: str
    file: str
    line: int
    diff: str
    status: MutantStatus
    by: str = ""
    behaviour: tuple[str, ...] = ()


class Score(Struct, frozen=True):
    """The mutants of one claim and what became of them; `unreached` did not fit in the budget."""

    mutants: tuple[MutantResult, ...]
    unreached: int = 0
    note: str = ""

    def count(self, *statuses: MutantStatus) -> int:
        """Return how many mutants met one of these statuses."""
        return sum(one.status in statuses for one in self.mutants)

    @property
    def ratio(self) -> float | None:
        """The share that a property killed of all that count, or None if none counts."""
        counted = self.count(*COUNTED)
        return self.count(MutantStatus.KILLED) / counted if counted else None


class Strength(Struct, frozen=True, kw_only=True):
    """How much one claim says; depth in states, None where no run told it."""

    claim: str
    distinct: int | None = None
    depth: int | None = None
    actions: int = 0
    actions_taken: int = 0
    properties: int = 0
    reds: int = 0
    witnesses: int = 0
    score: Score | None = None


class AuditResult(Struct, frozen=True, kw_only=True):
    """What one audit found: findings, what could not be checked, and the claims' strength."""

    format: int = FORMAT
    moltverify: str
    title: str
    findings: tuple[AuditFinding, ...]
    unchecked: tuple[str, ...]
    claims: tuple[Strength, ...]
    seconds: float

    @property
    def open(self) -> tuple[AuditFinding, ...]:
        """The findings that the registry does not allow."""
        return tuple(one for one in self.findings if not one.reason)
