"""Which engine a model gets, and in which order models start."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.engine import capacity
from moltverify.engine.choose import models_to_keep_warm, open_engine
from moltverify.engine.long_launch import may_leave_heap
from moltverify.engine.sizes import Engine, Sizes
from moltverify.errors import ToolchainError
from moltverify.expectation import Holds
from moltverify.registry.records import Model, Options
from moltverify.toolchain import Java, Toolchain
from tests.engine.kinds import KINDS, children, run, write


@pytest.fixture
def models(tmp_path: Path) -> list[Model]:
    """Four models that differ in their names only."""
    return [write(tmp_path, KINDS["holds"], name) for name in ("One", "Two", "Three", "Four")]


def warm(engine: Engine, models: list[Model], sizes: Sizes, toolchain: Toolchain) -> set[str]:
    small = {model.id for model in models if sizes.is_small(model)}
    return set(models_to_keep_warm(engine, models, small, toolchain))


def test_auto_keeps_the_small_ones_warm(models: list[Model], toolchain: Toolchain) -> None:
    sizes = Sizes({"one": 0.2, "two": 300.0})
    assert warm(Engine.AUTO, models, sizes, toolchain) == {"one", "three", "four"}


def test_a_model_of_millions_of_states_is_not_small(models: list[Model]) -> None:
    big = replace(models[0], expectation=Holds(distinct=12_000_000))
    assert not Sizes({}).is_small(big)
    assert Sizes({"one": 3.0}).is_small(big)


def test_a_model_with_a_large_heap_is_not_small(models: list[Model]) -> None:
    assert not Sizes({"one": 0.2}).is_small(replace(models[0], options=Options(heap="8g")))


def test_one_small_model_is_not_worth_a_worker(models: list[Model], toolchain: Toolchain) -> None:
    assert warm(Engine.AUTO, models[:1], Sizes({}), toolchain) == set()
    assert warm(Engine.WARM, models[:1], Sizes({}), toolchain) == {"one"}


def test_an_unknown_jar_is_kept_warm_only_if_asked_for(
    models: list[Model], toolchain: Toolchain
) -> None:
    other = replace(toolchain, jar=replace(toolchain.jar, digest="0" * 64))
    assert warm(Engine.AUTO, models, Sizes({}), other) == set()
    assert len(warm(Engine.WARM, models, Sizes({}), other)) == 4


def test_process_keeps_nothing_warm(models: list[Model], toolchain: Toolchain) -> None:
    assert warm(Engine.PROCESS, models, Sizes({}), toolchain) == set()


def test_warm_workers_that_cannot_be_had_are_an_error_only_if_asked_for(
    models: list[Model], toolchain: Toolchain, tmp_path: Path
) -> None:
    launcher = tmp_path / "jre" / "bin" / "java"
    launcher.parent.mkdir(parents=True)
    launcher.touch()
    bare = replace(toolchain, java=Java(launcher, "a test"))
    assert warm(Engine.AUTO, models, Sizes({}), bare) == set()
    with pytest.raises(ToolchainError, match="libjvm"):
        warm(Engine.WARM, models, Sizes({}), bare)


@pytest.mark.tlc
def test_a_model_known_to_be_long_is_launched_as_such(
    models: list[Model], toolchain: Toolchain, tmp_path: Path
) -> None:
    with open_engine(Engine.AUTO, models, toolchain, Sizes({"one": 99.0})) as launch_for:
        assert launch_for(models[0]) is not launch_for(models[1])
        run(models[0], toolchain, tmp_path / "long", launch_for(models[0]))
    off_heap = "OffHeapDiskFPSet" in (tmp_path / "long" / "output.txt").read_text()
    assert off_heap == may_leave_heap(toolchain.java)


def test_no_worker_starts_before_a_model_does(models: list[Model], toolchain: Toolchain) -> None:
    with open_engine(Engine.WARM, models, toolchain, Sizes({})):
        assert children() == {}


def test_the_longest_start_first_and_the_unknown_before_them(models: list[Model]) -> None:
    ordered = Sizes({"one": 1.0, "two": 9.0, "four": 3.0}).longest_first(models)
    assert [model.id for model in ordered] == ["three", "two", "four", "one"]


def test_jobs_are_bounded_by_cores_and_threads(models: list[Model]) -> None:
    assert capacity.default_jobs(models, None) <= len(os.sched_getaffinity(0))
    assert capacity.default_jobs(models, 10_000) == 1


def test_jobs_are_bounded_by_memory(models: list[Model]) -> None:
    huge = [replace(model, options=Options(heap="100000g")) for model in models]
    assert capacity.default_jobs(huge, None) == 1


def test_a_containers_limits_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text(f"{900 * 2**20}\n")
    (tmp_path / "memory.current").write_text(f"{100 * 2**20}\n")
    monkeypatch.setattr(capacity, "GROUP", tmp_path)
    assert capacity.cores() == min(2, len(os.sched_getaffinity(0)))
    assert capacity.memory() == 800
