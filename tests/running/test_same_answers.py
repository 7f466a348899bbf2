"""A warm worker and a process have the same result for every kind of model."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import moltverify
from moltverify.registry.load import load_registry
from moltverify.registry.select import select
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.warm_jar import warm_jar
from moltverify.running.warm.worker_pool import WarmPool
from moltverify.tlc.outcome import Failed, FailureReason, Holds, Violated
from tests.nightly import some_nightly
from tests.running.kinds import COUNTER, FAIR, KINDS, Kind, run, said, warm_workers, write

pytestmark = pytest.mark.tlc

SPECS = Path(moltverify.__path__[0]).parent / "specs"


@pytest.fixture(scope="module")
def warm(toolchain: Toolchain) -> Iterator[WarmPool]:
    pool = WarmPool(launch_alone, partial(warm_jar, toolchain.jar))
    yield pool
    pool.close()


# One kind of each sort of answer; test_warm_suite runs models of other sorts in workers too.
ALWAYS = ("holds", "invariant", "lasso", "deadlock", "config error", "evaluation error")


@pytest.mark.parametrize("name", some_nightly(KINDS, ALWAYS))
def test_warm_and_cold_give_the_same(
    name: str, warm: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS[name])
    hot = run(model, toolchain, tmp_path / "hot", warm.launch)
    cold = run(model, toolchain, tmp_path / "cold", launch_alone)
    assert (hot.finished.engine, cold.finished.engine) == ("warm", "process")
    assert hot.finished.note == ""
    assert hot.finished.exit_code == cold.finished.exit_code
    if name == "deep recursion":
        # Where the stack overflows, and so what TLC has printed by then, differs from run to run.
        outcomes = (hot.reading.outcome, cold.reading.outcome)
        assert [isinstance(one, Failed) and one.reason for one in outcomes] == [
            FailureReason.STACK_OVERFLOW,
            FailureReason.STACK_OVERFLOW,
        ]
        return
    assert hot.reading == cold.reading
    assert said(tmp_path / "hot") == said(tmp_path / "cold")


# The audit's tests count coverage in workers as well.
@pytest.mark.nightly
def test_warm_and_cold_count_the_same_when_asked_for_coverage(
    warm: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS["holds"])
    coverage = ("-coverage", "1")
    # The second run of a worker is the first one on renewed classes.
    for number, more in enumerate([coverage, coverage, (), coverage]):
        run(model, toolchain, tmp_path / f"hot{number}", warm.launch, more=more)
        run(model, toolchain, tmp_path / f"cold{number}", launch_alone, more=more)
        assert said(tmp_path / f"hot{number}") == said(tmp_path / f"cold{number}")
    assert ": 5" in said(tmp_path / "hot3")
    assert "2772" not in said(tmp_path / "hot2")


INVARIANT, PROPERTY = "SPECIFICATION Spec\nINVARIANT Inv", "SPECIFICATION Fair\nPROPERTY Ev"
MISTAKES = {
    "a next state": KINDS["evaluation error"],
    "an invariant": Kind(COUNTER + 'Inv == x < "5"', INVARIANT),
    "a liveness property": Kind(FAIR + 'Ev == <>(x = "five")', PROPERTY),
    "a CASE": Kind(COUNTER + "Inv == CASE x = 7 -> TRUE", INVARIANT),
    "a CHOOSE": Kind(COUNTER + "Inv == (CHOOSE y \\in {1} : y = 2) = 3", INVARIANT),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_worker_answers_as_a_process_after_a_model_with_a_mistake(
    mistake: str, warm: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    failing = write(tmp_path / "failing", MISTAKES[mistake])
    run(write(tmp_path / "first", KINDS["holds"]), toolchain, tmp_path / "before", warm.launch)
    before = warm_workers()
    hot = run(failing, toolchain, tmp_path / "failed-hot", warm.launch)
    cold = run(failing, toolchain, tmp_path / "failed-cold", launch_alone)
    assert isinstance(cold.reading.outcome, Failed)
    assert hot.reading == cold.reading
    # In the worker that made the failing run.
    assert warm_workers() == before
    for name in ("holds", "invariant", "lasso"):
        model = write(tmp_path / name, KINDS[name])
        hot = run(model, toolchain, tmp_path / f"hot-{name}", warm.launch)
        cold = run(model, toolchain, tmp_path / f"cold-{name}", launch_alone)
        assert hot.reading == cold.reading
        assert said(tmp_path / f"hot-{name}") == said(tmp_path / f"cold-{name}")
    assert warm_workers() == before


# test_whole_suite does it for every registered model.
@pytest.mark.nightly
@pytest.mark.parametrize("selector", ["pairing-race", "pairing-race:first-use"])
def test_warm_and_cold_give_the_same_for_a_registered_model(
    selector: str, warm: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    registry = load_registry(SPECS / "registry.yaml")
    model = next(one for one in select(registry, [f"{selector}*"]) if one.id == selector)
    hot = run(model.job, toolchain, tmp_path / "hot", warm.launch)
    cold = run(model.job, toolchain, tmp_path / "cold", launch_alone)
    assert isinstance(hot.reading.outcome, Holds | Violated)
    assert hot.reading == cold.reading
    assert said(tmp_path / "hot") == said(tmp_path / "cold")
