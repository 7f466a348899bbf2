"""Instances, rows and results of a sweep, made by hand."""

from collections.abc import Sequence

from moltverify.registry.expectation import Expectation, MustHold
from moltverify.registry.records import Role
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.sweep.ranges import Instance, Setting
from moltverify.sweep.results import InstanceRow, InstanceStatus, ModelSweep
from moltverify.tlc.outcome import Outcome, Statistics

HOLDS, BREAKS = InstanceStatus.HOLDS, InstanceStatus.BREAKS


def at(*sizes: int) -> Instance:
    """Return an instance of constants A, B and so on."""
    return Instance(tuple(Setting(name, size) for name, size in zip("ABC", sizes, strict=False)))


def row(
    instance: Instance, status: InstanceStatus = HOLDS, distinct: int | None = None
) -> InstanceRow:
    """Return the row of an instance."""
    return InstanceRow(
        instance=instance, status=status, text=status.value, distinct=distinct, seconds=1.0
    )


def swept(
    rows: Sequence[InstanceRow], role: Role = Role.GREEN, registered: Instance | None = None
) -> ModelSweep:
    """Return the sweep of one model; it is registered at the size 2."""
    return ModelSweep(
        id="lamp",
        role=role,
        sentence="",
        registered=registered or at(2),
        rows=tuple(rows),
    )


def result(
    outcome: Outcome, expectation: Expectation | None = None, role: Role = Role.GREEN
) -> ModelResult:
    """Return a model's result with an outcome."""
    return ModelResult(
        id="lamp A=1",
        claim="lamp",
        role=role,
        sentence="",
        expectation=expectation or MustHold(),
        outcome=outcome,
        verdict=Verdict.AS_EXPECTED,
        reason="",
        statistics=Statistics(distinct=5, depth=3),
        seconds=1.5,
    )
