"""The engine that each run gets."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import ToolchainError
from moltverify.running.engine_selection import open_engine, warm_sizes
from moltverify.running.engines import Engine, RunSize
from moltverify.running.java_search import Java
from moltverify.running.long_search import allows_off_heap
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.self_check import WarmJars
from tests.running.kinds import KINDS, children, run, write

SMALL, LONG = RunSize.SMALL, RunSize.LONG


def sizes_in_workers(engine: Engine, sizes: list[RunSize], toolchain: Toolchain) -> set[RunSize]:
    """Return the sizes that run in workers, without a new self-check of the jar."""
    return warm_sizes(engine, sizes, toolchain, WarmJars(toolchain, may_check=False))


def test_auto_keeps_the_small_ones_warm(toolchain: Toolchain) -> None:
    assert sizes_in_workers(Engine.AUTO, [SMALL, LONG, SMALL], toolchain) == {SMALL}


def test_one_small_run_is_not_worth_a_worker(toolchain: Toolchain) -> None:
    assert sizes_in_workers(Engine.AUTO, [SMALL, LONG], toolchain) == set()
    assert sizes_in_workers(Engine.WARM, [SMALL, LONG], toolchain) == {SMALL, LONG}


def test_an_unknown_jar_is_kept_warm_only_after_its_check(toolchain: Toolchain) -> None:
    other = replace(toolchain, jar=replace(toolchain.jar, digest="0" * 64))
    assert sizes_in_workers(Engine.AUTO, [SMALL] * 4, other) == set()
    with pytest.raises(ToolchainError, match="was not compared in workers and in processes"):
        sizes_in_workers(Engine.WARM, [SMALL] * 4, other)


def test_process_keeps_nothing_warm(toolchain: Toolchain) -> None:
    assert sizes_in_workers(Engine.PROCESS, [SMALL] * 4, toolchain) == set()


def test_warm_workers_that_cannot_be_had_are_an_error_only_if_asked_for(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    launcher = tmp_path / "jre" / "bin" / "java"
    launcher.parent.mkdir(parents=True)
    launcher.touch()
    bare = replace(toolchain, java=Java(launcher, "a test"))
    assert sizes_in_workers(Engine.AUTO, [SMALL] * 4, bare) == set()
    with pytest.raises(ToolchainError, match="libjvm"):
        sizes_in_workers(Engine.WARM, [SMALL] * 4, bare)


@pytest.mark.tlc
def test_a_run_known_to_be_long_is_launched_as_such(toolchain: Toolchain, tmp_path: Path) -> None:
    job = write(tmp_path / "spec", KINDS["holds"])
    with open_engine(Engine.AUTO, [LONG, SMALL, SMALL], toolchain) as launch_for:
        assert launch_for(LONG) is not launch_for(SMALL)
        assert launch_for(SMALL) is not launch_alone
        run(job, toolchain, tmp_path / "long", launch_for(LONG))
    off_heap = "OffHeapDiskFPSet" in (tmp_path / "long" / "output.txt").read_text()
    assert off_heap == allows_off_heap(toolchain.java)


def test_no_worker_starts_before_a_run_does(toolchain: Toolchain) -> None:
    with open_engine(Engine.WARM, [SMALL] * 4, toolchain):
        assert children() == {}
