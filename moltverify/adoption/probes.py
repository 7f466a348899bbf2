"""Probes: an invariant that says a state is never reached, made to be violated."""

from __future__ import annotations

import re

from moltverify.adoption.first_runs import FirstRun
from moltverify.adoption.name_hints import probes_by_name
from moltverify.adoption.property_facts import PropertyFacts
from moltverify.tlc.outcome import Violated, ViolationKind

NEVER = re.compile(r"(Never|Not|No|Cannot|Cant|Un)[A-Z_].*|.*_(never|unreached|unreachable)")


def probe_of(run: FirstRun) -> str:
    """Return the invariant of a probe that a run has violated, or nothing."""
    outcome = run.result.outcome
    if not isinstance(outcome, Violated) or outcome.kind is not ViolationKind.INVARIANT:
        return ""
    name = outcome.property or ""
    if name not in {one.name for one in run.config.invariants}:
        return ""
    named = probes_by_name(run.paired.config.stem) or probes_by_name(name) or NEVER.fullmatch(name)
    negated = PropertyFacts(run.paired, run.config).negated(name) is not None
    return name if named or negated else ""
