"""A sweep: a config per instance, run as one suite."""

import threading
from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim
from moltverify.running.toolchain import Toolchain
from moltverify.suite.settings import SuiteSettings
from moltverify.sweep.ranges import read_ranges
from moltverify.sweep.results import InstanceStatus
from moltverify.sweep.run_sweep import (
    Sweep,
    any_size_expectation,
    prepare,
    run_sweep,
    run_was_interrupted,
)
from moltverify.tla.config import read_config
from moltverify.tla.values import SetValue
from moltverify.tlc.outcome import Holds, Stopped, StopReason, ViolationKind


@pytest.fixture
def claim(project: Path) -> Claim:
    return load_registry(project / "specs" / "registry.yaml").claim("door")


def prepared(claim: Claim, folder: Path, *ranges: str) -> Sweep:
    return prepare(claim, claim.models, read_ranges(ranges), folder)


def test_every_model_gets_a_config_for_each_instance(claim: Claim, tmp_path: Path) -> None:
    sweep = prepared(claim, tmp_path / "configs", "Visitors=1,3")
    sizes = []
    for model in sweep.models:
        config = read_config(model.job.config.read_text())
        [visitors] = [one.value for one in config.constants if one.name == "Visitors"]
        assert isinstance(visitors, SetValue)
        sizes.append(len(visitors.members))
    assert sizes == [1, 1, 1, 3, 3, 3]


def test_each_instance_has_an_id_of_its_own_and_the_registered_module(
    claim: Claim, tmp_path: Path
) -> None:
    models = prepared(claim, tmp_path / "configs", "Visitors=1..2").models
    assert len({model.id for model in models}) == len(models) == 6
    assert {model.job.module for model in models} == {one.job.module for one in claim.models}


def test_the_registered_config_stays_as_it_is(claim: Claim, tmp_path: Path) -> None:
    before = claim.green.job.config.read_bytes()
    prepared(claim, tmp_path / "configs", "Visitors=4")
    assert claim.green.job.config.read_bytes() == before


def test_a_constant_without_a_size_is_refused_before_anything_is_written(
    claim: Claim, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="Windows"):
        prepared(claim, tmp_path / "configs", "Windows=1..2")
    assert not (tmp_path / "configs").exists()


def test_counts_lengths_and_routes_are_of_the_registered_size_only() -> None:
    kind = ViolationKind.INVARIANT
    assert any_size_expectation(MustHold(6)) == MustHold()
    assert any_size_expectation(MustViolate("P", kind, 3, ("A", "B"))) == MustViolate("P", kind)
    assert any_size_expectation(MustReach("Full")) == MustReach("Full")


def test_a_timeout_is_a_result_and_an_interruption_is_not() -> None:
    assert run_was_interrupted(Stopped(StopReason.INTERRUPTED))
    assert run_was_interrupted(Stopped(StopReason.KILLED))
    assert not run_was_interrupted(Stopped(StopReason.TIMEOUT))
    assert not run_was_interrupted(Holds())


@pytest.mark.tlc
def test_the_rows_come_in_the_order_of_the_sizes(
    claim: Claim, tmp_path: Path, toolchain: Toolchain
) -> None:
    sweep = prepared(claim, tmp_path / "configs", "Visitors=1..2")
    settings = SuiteSettings(toolchain=toolchain, folder=tmp_path / "run", jobs=2)
    result = run_sweep(sweep, settings, threading.Event(), lambda _: None)
    green, _, red = result.models
    assert [row.status for row in green.rows] == [InstanceStatus.HOLDS] * 2
    assert [row.status for row in red.rows] == [InstanceStatus.HOLDS, InstanceStatus.BREAKS]
    assert green.rows[1].growth is not None
    assert green.rows[1].registered
    assert not result.interrupted


def test_what_was_not_run_is_missing(claim: Claim, tmp_path: Path, toolchain: Toolchain) -> None:
    stop = threading.Event()
    stop.set()
    sweep = prepared(claim, tmp_path / "configs", "Visitors=1..2")
    settings = SuiteSettings(toolchain=toolchain, folder=tmp_path / "run", jobs=1)
    result = run_sweep(sweep, settings, stop, lambda _: None)
    assert result.interrupted
    assert all(len(model.missing) + len(model.rows) == 2 for model in result.models)
    assert any(model.missing for model in result.models)
