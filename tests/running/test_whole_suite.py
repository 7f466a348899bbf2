"""Every registered model: warm workers and processes have the same result, state by state.

Nightly, because it runs all models twice, once in cold processes (two and a half minutes on two
cores); test_same_answers.py compares the engines on a model of each kind.
"""

import os
from pathlib import Path
from threading import Event

import pytest

import moltverify
from moltverify.registry.load import load_registry
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine
from moltverify.running.toolchain import Toolchain
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult

pytestmark = [pytest.mark.tlc, pytest.mark.slow, pytest.mark.campaign]

REGISTRY = Path(moltverify.__path__[0]).parent / "specs" / "registry.yaml"


def results(engine: Engine, toolchain: Toolchain, folder: Path) -> list[ModelResult]:
    """Run all models with an engine."""
    models = load_registry(REGISTRY).models
    settings = suite.SuiteSettings(
        toolchain=toolchain,
        folder=folder / engine.value,
        jobs=os.cpu_count() or 1,
        engine=lambda sizes: open_engine(engine, sizes, toolchain),
    )
    return suite.check_models(models, settings, Event(), lambda _: None)


def test_all_outcomes_counts_and_traces_are_the_same(toolchain: Toolchain, tmp_path: Path) -> None:
    warm = results(Engine.WARM, toolchain, tmp_path)
    cold = results(Engine.PROCESS, toolchain, tmp_path)
    assert {result.engine for result in warm} == {"warm"}
    assert {result.engine for result in cold} == {"process"}
    assert [result.note for result in warm if result.note] == []
    for one, other in zip(warm, cold, strict=True):
        assert one.id == other.id
        assert one.outcome == other.outcome, one.id
        assert one.statistics == other.statistics, one.id
        assert one.warnings == other.warnings, one.id
