"""Mutants within a budget: the order, what is known already, and when it ends."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Timer

import pytest

from moltverify.audit.results import MutantStatus, Score
from moltverify.mutation.campaign import Budget, in_seeded_order
from moltverify.mutation.mutant_run import MutantRunner
from moltverify.registry.load import load_registry
from tests.audit.claim import bench_in
from tests.conftest import PROJECT, edit
from tests.mutation.trying import ENOUGH, score_of

NONE = Budget(seconds=0, jobs=2)


@pytest.fixture
def trials(project: Path, tmp_path: Path) -> Iterator[list[MutantRunner]]:
    """Two claims' trials, with 32 mutants each; nothing is run."""
    registry = load_registry(project / "specs/registry.yaml")
    with bench_in(tmp_path) as bench:
        yield [MutantRunner(registry.claims[0], bench), MutantRunner(registry.claims[0], bench)]


def names(trials: list[MutantRunner], seed: int) -> list[tuple[int, str]]:
    return [(trials.index(task.runner), task.mutant.id) for task in in_seeded_order(trials, seed)]


def test_every_mutant_has_its_turn_and_the_claims_take_turns(trials: list[MutantRunner]) -> None:
    order = names(trials, 0)
    assert [claim for claim, _ in order] == [0, 1] * 32
    assert len(set(order)) == 64


def test_the_seed_alone_decides_the_order(trials: list[MutantRunner]) -> None:
    assert names(trials, 0) == names(trials, 0)
    assert names(trials, 0) != names(trials, 1)
    assert sorted(names(trials, 0)) == sorted(names(trials, 1))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Score]:
    """A folder in which all mutants of the claim `door` are known, and their score."""
    folder = tmp_path_factory.mktemp("known")
    shutil.copytree(PROJECT / "specs", folder / "specs")
    return folder, score_of(folder / "specs", folder, ENOUGH)


@pytest.mark.tlc
def test_what_is_known_is_not_run_again(known: tuple[Path, Score]) -> None:
    folder, score = known
    (folder / "run").rmdir()
    assert score_of(folder / "specs", folder, ENOUGH) == score
    # Every run of TLC makes this folder.
    assert not (folder / "run").exists()


@pytest.mark.tlc
def test_a_change_of_the_model_makes_its_mutants_run_again(known: tuple[Path, Score]) -> None:
    folder, score = known
    changed = folder.with_name("changed")
    shutil.copytree(folder, changed)
    edit(
        changed / "specs/Door.tla",
        "OnlyWithKey == \\A v \\in inside : HasKey(v)",
        "OnlyWithKey == TRUE",
    )
    other = score_of(changed / "specs", changed, ENOUGH)
    assert other.count(MutantStatus.KILLED) < score.count(MutantStatus.KILLED)


@pytest.mark.tlc
def test_what_the_budget_does_not_reach_is_counted(project: Path, tmp_path: Path) -> None:
    score = score_of(project / "specs", tmp_path, NONE)
    assert (score.mutants, score.unreached, score.ratio) == ((), 32, None)


@pytest.mark.tlc
def test_a_mutant_without_end_does_not_outlast_the_budget(project: Path, tmp_path: Path) -> None:
    # Without the limit, every mutant that drops or changes it counts for ever.
    module = project / "specs/Door.tla"
    edit(module, "VARIABLES door", "VARIABLES knocks, door")
    edit(module, "<<door,", "<<knocks, door,")
    edit(module, "Init == door", "Init == knocks = 0 /\\ door")
    edit(module, "/\\ UNCHANGED inside", "/\\ UNCHANGED <<inside, knocks>>")
    edit(module, "/\\ UNCHANGED door", "/\\ UNCHANGED <<door, knocks>>")
    edit(module, "<<waiting, inside>>", "<<waiting, inside, knocks>>")
    knock = "/\\ knocks < 5 /\\ knocks' = knocks + 1 /\\ UNCHANGED <<door, waiting, inside>>"
    edit(module, "/\\ UNCHANGED vars", knock)
    edit(module, "Next == Shut", "Next == UNCHANGED vars \\/ Shut")
    edit(project / "specs/registry.yaml", "distinct: 6", "distinct: 31")
    began = time.monotonic()
    score = score_of(project / "specs", tmp_path, Budget(seconds=8, jobs=2))
    assert time.monotonic() - began < 8 + 7
    assert len(score.mutants) + score.unreached == 44
    assert score.unreached > 0


@pytest.mark.tlc
def test_the_users_wish_to_stop_ends_it_soon(project: Path, tmp_path: Path) -> None:
    stop = Event()
    timer = Timer(1.0, stop.set)
    timer.start()
    began = time.monotonic()
    score = score_of(project / "specs", tmp_path, ENOUGH, stop)
    timer.join()
    assert time.monotonic() - began < 20
    assert score.unreached > 0
