"""An engine that stays open, with workers in reserve."""

import os
from collections.abc import Iterator

import pytest

from moltverify.running.engines import Engine, RunSize
from moltverify.running.job import RandomSearch, TlcOptions
from moltverify.running.toolchain import Toolchain
from moltverify.watching.held_engine import RESERVE, HeldEngine
from tests.cli.processes import is_running, wait_until
from tests.conftest import java_children

pytestmark = pytest.mark.tlc
OPTIONS = TlcOptions(heap="256m")


@pytest.fixture
def engine(toolchain: Toolchain) -> Iterator[HeldEngine]:
    engine = HeldEngine(Engine.AUTO, toolchain)
    yield engine
    engine.close()


def workers() -> list[int]:
    return java_children(os.getpid(), workers=True)


def test_workers_in_reserve_are_warm_and_end_with_the_engine(engine: HeldEngine) -> None:
    before = set(workers())
    engine.make_reserve(OPTIONS)
    assert [one.result() for one in engine.made] == [True] * RESERVE
    made = set(workers()) - before
    assert len(made) == RESERVE
    engine.close()
    wait_until(lambda: [] if any(map(is_running, made)) else [1])


def test_a_reserve_that_is_there_is_kept(engine: HeldEngine) -> None:
    # Models that are searched at random have workers as others have.
    search = RandomSearch(option="-simulate", traces=1, depth=5, seconds=None)
    for options in (OPTIONS, TlcOptions(heap="256m", random_search=search)):
        engine.make_reserve(options)
        assert [one.result() for one in engine.made] == [True] * RESERVE
        made = set(workers())
    assert set(workers()) == made


def test_a_round_opens_the_engine_that_is_open_and_leaves_it_open(engine: HeldEngine) -> None:
    with engine.for_round([RunSize.SMALL]) as launch_for:
        assert launch_for is engine.launch_for
    assert engine.warm_up(OPTIONS)


def test_an_engine_that_is_closed_early_leaves_no_worker(engine: HeldEngine) -> None:
    before = set(workers())
    engine.make_reserve(OPTIONS)
    engine.close()
    assert set(workers()) <= before


def test_without_workers_each_model_still_has_a_process(toolchain: Toolchain) -> None:
    engine = HeldEngine(Engine.PROCESS, toolchain)
    try:
        assert not engine.warm_up(OPTIONS)
    finally:
        engine.close()
