"""The latest findings of commands other than `run`, for reports that show them."""

from msgspec import Struct

from moltverify.audit import results as audit
from moltverify.conformance.results import ReplayFinding
from moltverify.store.findings import Dated
from moltverify.successors.records import TraceSuccessors

AUDIT = "audit"  # the name of the latest findings in the store


class Audited(Struct, frozen=True):
    """What an audit says about a claim, or about the suite if `strength` is None."""

    strength: audit.Strength | None
    findings: tuple[audit.AuditFinding, ...]

    @property
    def open(self) -> tuple[audit.AuditFinding, ...]:
        """The findings that the registry does not allow."""
        return tuple(one for one in self.findings if not one.reason)


class Further(Struct, frozen=True, kw_only=True):
    """The latest findings of replays and audits, each with its date; empty if there are none.

    `recorded` are the findings of replays in the file beside the registry, `successors` those of
    the states of counterexamples, by the models' ids.
    """

    conformance: tuple[Dated[ReplayFinding], ...] = ()
    recorded: tuple[ReplayFinding, ...] = ()
    audit: tuple[Dated[Audited], ...] = ()
    successors: dict[str, TraceSuccessors] = {}
