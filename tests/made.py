"""Results made by hand, for tests that need one and no run of TLC."""

from pathlib import Path

from msgspec.structs import replace

from moltverify.registry.expectation import MustHold, MustViolate
from moltverify.registry.records import Model, Role, YamlPlace
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.suite.other_answers import Agreement, AnswerDifference, OtherAnswer
from moltverify.suite.results import ModelResult, OtherJar, SuiteResult, Tools
from moltverify.suite.verdict import Verdict
from moltverify.tla.values import SetValue
from moltverify.tlc import outcome as tlc
from moltverify.tlc.outcome import Statistics
from moltverify.tlc.trace import Action, Step, Trace

INVARIANT = tlc.ViolationKind.INVARIANT
STEPS = (
    Step(1, None, (("door", "shut"), ("inside", SetValue(())))),
    Step(2, Action("Open"), (("door", "open"), ("inside", SetValue(())))),
    Step(3, Action("Enter"), (("door", "open"), ("inside", SetValue(("thief",))))),
)


def green(
    name: str = "door", verdict: Verdict = Verdict.AS_EXPECTED, reason: str = "holds in 6 states"
) -> ModelResult:
    """Return a green model's result."""
    return ModelResult(
        id=name,
        claim=name,
        role=Role.GREEN,
        sentence="Nobody is inside without the key",
        expectation=MustHold(6),
        outcome=tlc.Holds(),
        verdict=verdict,
        reason=reason,
        statistics=Statistics(distinct=6),
        seconds=0.5,
    )


def red(
    name: str = "door:unlocked",
    verdict: Verdict = Verdict.AS_EXPECTED,
    steps: tuple[Step, ...] = STEPS,
) -> ModelResult:
    """Return a red model's result with a counterexample."""
    return ModelResult(
        id=name,
        claim=name.partition(":")[0],
        role=Role.RED,
        sentence="The door is not locked.",
        expectation=MustViolate("OnlyWithKey", INVARIANT),
        outcome=tlc.Violated(INVARIANT, "OnlyWithKey", Trace(steps)),
        verdict=verdict,
        reason="violates the invariant OnlyWithKey in 3 states",
        statistics=Statistics(distinct=9),
        seconds=0.4,
    )


def suite(*models: ModelResult, missing: tuple[str, ...] = (), run: str = "run") -> SuiteResult:
    """Return a suite's result."""
    return SuiteResult(
        run=run,
        title="A door with a lock",
        started="2026-01-01T00:00:00+00:00",
        seconds=1.0,
        tools=Tools("0" * 64, "TLC 2.15", "/usr/bin/java"),
        models=models,
        missing=missing,
    )


def model(folder: Path, deadlock: bool = True) -> Model:
    """Return a green model whose files are a folder's M.tla and M.cfg."""
    return Model(
        id="door",
        claim="door",
        role=Role.GREEN,
        sentence="Nobody is inside without the key",
        job=TlcJob(
            module=folder / "M.tla",
            config=folder / "M.cfg",
            options=TlcOptions(heap="512m", workers=2, deadlock=deadlock),
        ),
        expectation=MustHold(),
        source=YamlPlace(folder / "registry.yaml", 1, 1),
    )


def part_result(
    part: Model, outcome: tlc.Outcome, statistics: Statistics, seconds: float = 1.0
) -> ModelResult:
    """Return the result of a model's part."""
    return ModelResult(
        id=part.id,
        claim=part.claim,
        role=part.role,
        sentence=part.sentence,
        expectation=part.expectation,
        outcome=outcome,
        verdict=Verdict.AS_EXPECTED,
        reason="",
        statistics=statistics,
        seconds=seconds,
        part=part.part,
    )


def disputed() -> SuiteResult:
    """Return the result of a green model that only TLC 2.19 breaks, and the jars of the run."""
    other = OtherAnswer(
        name="TLC 2.19",
        jar="9" * 64,
        agreement=Agreement.DIFFERS,
        verdict=Verdict.UNEXPECTED,
        reason="expected that the model holds, but the invariant OnlyWithKey is violated",
        differences=(AnswerDifference("verdicts", "holds in 6 distinct states", "violated"),),
        outcome=red().outcome,
    )
    reason = "the verdicts differ: TLC 2.15: holds in 6 distinct states; TLC 2.19: violated"
    green_ = replace(green(verdict=Verdict.DISPUTED, reason=reason), also=(other,))
    tools = replace(suite().tools, also=(OtherJar("9" * 64, "TLC 2.19"),))
    return replace(suite(green_), tools=tools)
