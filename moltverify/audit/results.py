"""Results of an audit, as frozen records with one JSON form."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

FORMAT = 2  # of the JSON form


class FindingKind(Enum):
    """FindingKind of a finding: in which way a part of a suite is no evidence, or is not used."""

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
    NO_STATEMENT = "no-statement"
    NO_GREEN = "no-green"
    NO_FAULT = "no-fault"
    NO_RED = "no-red"
    RED_DIFFERS = "red-differs"
    RED_FAILS_AT_ONCE = "red-fails-at-once"
    RED_NOT_AS_EXPECTED = "red-not-as-expected"
    GREEN_NOT_AS_EXPECTED = "green-not-as-expected"
    REDUCTION_HIDES_VIOLATION = "reduction-hides-violation"
    NO_FLOOR = "no-floor"
    UNUSED_CONSTANT = "unused-constant"
    UNUSED_ASSUMPTION = "unused-assumption"
    UNUSED_DEFINITION = "unused-definition"
    UNUSED_PROPERTY = "unused-property"
    STRAY_FILE = "stray-file"
    UNUSED_ALLOWANCE = "unused-allowance"
    NOT_AUDITED = "not-audited"


class AuditFinding(Struct, frozen=True, kw_only=True):
    """One finding about a claim; `claim` is empty for a finding about the whole suite.

    `subject` is the name of the operator, constant or model. `reason` is the registry's reason to
    allow the finding, or empty. Lines count from 1; line 0 is the whole file.
    """

    claim: str
    kind: FindingKind
    subject: str
    message: str
    file: str = ""
    line: int = 0
    reason: str = ""

    @property
    def key(self) -> str:
        """Kind and subject, `kind:subject`; the registry allows findings by this name."""
        return f"{self.kind.value}:{self.subject}"


class SwitchedOff(Struct, frozen=True):
    """Parts of a model, by name, that constants of its config switch off; that is no finding.

    `claims` are those whose models of the module in `file` have the same parts off.
    """

    claims: tuple[str, ...]
    constants: tuple[str, ...]
    subjects: tuple[str, ...]
    file: str


class MutantStatus(Enum):
    """Outcome of one mutant; docs/mutation.md explains each."""

    KILLED = "killed by a property"
    NOTICED = "noticed by a witness or the count only"
    SURVIVED = "survived"
    UNDECIDED = "not decided in time"
    EQUIVALENT = "equivalent"
    ERRONEOUS = "erroneous"


# An equivalent mutant changes no behaviour and an erroneous one has none, so no property can kill
# either: they say nothing about the properties.
COUNTED = (
    MutantStatus.KILLED,
    MutantStatus.NOTICED,
    MutantStatus.SURVIVED,
    MutantStatus.UNDECIDED,
)


class MutantResult(Struct, frozen=True, kw_only=True):
    """Outcome of one mutant.

    `by` names what detected it: a property, a witness, a count, or TLC's error. `behaviour` has the
    differences between the state graphs, in sentences.
    """

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
    """Outcomes of one claim's mutants.

    `unreached` counts those that did not fit in the budget. `note` says why there are no outcomes.
    """

    mutants: tuple[MutantResult, ...]
    unreached: int = 0
    note: str = ""

    def count(self, *statuses: MutantStatus) -> int:
        """Return the number of mutants that have one of the statuses."""
        return sum(one.status in statuses for one in self.mutants)

    @property
    def ratio(self) -> float | None:
        """Killed mutants per counted mutant, from 0 to 1; None if no mutant counts."""
        counted = self.count(*COUNTED)
        return self.count(MutantStatus.KILLED) / counted if counted else None


class Strength(Struct, frozen=True, kw_only=True):
    """Figures that say how much one claim's models check; None for a count that no run gave.

    `depth` is a number of states.
    """

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
    """Result of one audit; `unchecked` has a sentence for each check that came to no answer.

    `notes` are sentences about files that were left aside.
    """

    format: int = FORMAT
    moltverify: str
    title: str
    findings: tuple[AuditFinding, ...]
    unchecked: tuple[str, ...]
    claims: tuple[Strength, ...]
    seconds: float
    switched_off: tuple[SwitchedOff, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[AuditFinding, ...]:
        """The findings that the registry does not allow."""
        return tuple(one for one in self.findings if not one.reason)
