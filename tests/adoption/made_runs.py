"""First runs made by hand: a small repository is surveyed, and a test says what TLC did."""

from collections.abc import Mapping
from pathlib import Path

from moltverify.adoption.first_runs import FirstRun, model_to_try
from moltverify.adoption.survey import survey_of
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Role
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Outcome, Statistics, Violated, ViolationKind
from moltverify.tlc.trace import Step, Trace
from tests.adoption.trees import write_tree

SIX = Statistics(generated=9, distinct=6)


def first_run(
    root: Path,
    files: Mapping[str, str],
    name: str,
    outcome: Outcome,
    statistics: Statistics = SIX,
    workers: int = 1,
) -> FirstRun:
    """Return the run of the config `name` of a repository, with an outcome of the test's choice."""
    survey = survey_of([write_tree(root, files)], root)
    [paired] = [one for one in survey.pairing.models if one.config.name == name]
    model = model_to_try(paired, 1, 60.0)
    result = ModelResult(
        id=model.id,
        claim=model.claim,
        role=Role.GREEN,
        sentence="",
        expectation=MustHold(),
        outcome=outcome,
        verdict=Verdict.AS_EXPECTED,
        reason="",
        statistics=statistics,
        seconds=0.1,
        workers=workers,
    )
    return FirstRun(paired, model, result)


def violated(
    name: str | None = "OnlyOwner",
    steps: int = 3,
    kind: ViolationKind = ViolationKind.INVARIANT,
) -> Violated:
    """Return a violation with a counterexample of some states."""
    trace = Trace(tuple(Step(number, None, (("n", number),)) for number in range(1, steps + 1)))
    return Violated(kind, name, trace)
