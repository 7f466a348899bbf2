"""Which engine a model gets."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import ToolchainError
from moltverify.registry.records import Model
from moltverify.running.engine_selection import models_to_keep_warm, open_engine
from moltverify.running.long_launch import may_leave_heap
from moltverify.running.model_size import Engine, Sizes
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Java, Toolchain
from tests.running.kinds import children, run


def warm(engine: Engine, models: list[Model], sizes: Sizes, toolchain: Toolchain) -> set[str]:
    small = {model.id for model in models if sizes.is_small(model)}
    return set(models_to_keep_warm(engine, models, small, toolchain))


def test_auto_keeps_the_small_ones_warm(models: list[Model], toolchain: Toolchain) -> None:
    sizes = Sizes({"one": 0.2, "two": 300.0})
    assert warm(Engine.AUTO, models, sizes, toolchain) == {"one", "three", "four"}


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
        assert launch_for(models[1]) is not launch_alone
        run(models[0], toolchain, tmp_path / "long", launch_for(models[0]))
    off_heap = "OffHeapDiskFPSet" in (tmp_path / "long" / "output.txt").read_text()
    assert off_heap == may_leave_heap(toolchain.java)


def test_no_worker_starts_before_a_model_does(models: list[Model], toolchain: Toolchain) -> None:
    with open_engine(Engine.WARM, models, toolchain, Sizes({})):
        assert children() == {}
