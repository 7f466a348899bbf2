"""Every registered model: workers of Dask and local engines have the same result."""

import os
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

import moltverify
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.running.chosen_engine import open_chosen
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.engines import Engine
from moltverify.running.toolchain import Toolchain
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from tests.running.dask.clusters import scheduler

pytestmark = [pytest.mark.tlc, pytest.mark.slow]

REGISTRY = Path(moltverify.__path__[0]).parent / "specs" / "registry.yaml"
FEW = ("pairing-idempotency", "delivered-once")
HERE = ClusterChoice()


def results(
    engine: Engine,
    models: tuple[Model, ...],
    toolchain: Toolchain,
    folder: Path,
    choice: ClusterChoice = HERE,
) -> list[ModelResult]:
    """Run models with an engine."""
    jobs = os.cpu_count() or 1
    settings = suite.SuiteSettings(
        toolchain=toolchain,
        folder=folder / engine.value,
        jobs=jobs,
        engine=lambda sizes: open_chosen(engine, sizes, toolchain, choice, jobs),
    )
    return suite.check_models(models, settings, Event(), lambda _: None)


def comparable(result: ModelResult) -> ModelResult:
    """Return a result without what differs between two runs: times, engine and folder."""
    return replace(result, seconds=0.0, engine="", logs="", inputs="")


def assert_equal(local: list[ModelResult], there: list[ModelResult]) -> None:
    """Assert that results are equal, and that Dask's were made there at the first attempt."""
    assert {(one.engine, one.note) for one in there} == {("dask", "")}
    for one, other in zip(local, there, strict=True):
        assert comparable(one) == comparable(other), one.id


def test_results_of_two_claims_are_the_same(toolchain: Toolchain, tmp_path: Path) -> None:
    models = tuple(one for one in load_registry(REGISTRY).models if one.claim in FEW)
    local = results(Engine.AUTO, models, toolchain, tmp_path)
    assert_equal(local, results(Engine.DASK, models, toolchain, tmp_path))


@pytest.mark.campaign
def test_all_results_are_the_same_on_a_cluster_with_tls(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    models = load_registry(REGISTRY).models
    with scheduler(tmp_path / "cluster") as cluster, cluster.workers(2):
        there = results(Engine.DASK, models, toolchain, tmp_path, cluster.choice)
    assert_equal(results(Engine.AUTO, models, toolchain, tmp_path), there)
