"""Campaigns: the order of mutants, which are run within a budget, and what ends them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import MutantResult, MutantStatus
from moltverify.mutation.campaign import (
    Budget,
    MutantTask,
    in_seeded_order,
    mutate,
    order_key,
    run_tasks,
)
from moltverify.mutation.campaign import score as score_of
from moltverify.mutation.mutant_run import MutantRunner
from moltverify.registry.records import Claim
from moltverify.running.engine_selection import LaunchFor
from tests.audit.benches import bench_in
from tests.audit.claims import claim_of
from tests.audit.played import (
    Answer,
    GivenSpec,
    Played,
    endless,
    failing,
    holding,
    stage_in,
    violating,
)
from tests.mutation.parsed import SYSTEM, write_job

STEP = "Step == x' = (IF x < 3 THEN x + 1 ELSE 0) /\\ UNCHANGED mode"
COUNT = 7  # its mutants
ENOUGH = Budget(seconds=100, jobs=1)
NONE = Budget(seconds=0, jobs=2)


def lamp(folder: Path, step: str = STEP, properties: str = "") -> Claim:
    return claim_of(write_job(folder / "specs", f"{SYSTEM}{step}\n{properties}"))


def killing(claim: Claim) -> Answer:
    """Let a claim's model hold and each of its mutants break."""
    original = claim.models[0].job.module.read_text()
    return lambda spec: holding() if spec.files["M.tla"] == original else violating()


def runners(folder: Path) -> list[MutantRunner]:
    """Return the runners of two claims; nothing is run."""
    _, bench = stage_in(folder)
    return [MutantRunner(lamp(folder / name), bench) for name in ("one", "two")]


def names(of: list[MutantRunner], seed: int) -> list[tuple[int, str]]:
    return [(of.index(task.runner), task.mutant.id) for task in in_seeded_order(of, seed)]


def test_every_mutant_comes_once_and_the_claims_alternate(tmp_path: Path) -> None:
    order = names(runners(tmp_path), 0)
    assert [claim for claim, _ in order] == [0, 1] * COUNT
    assert len(set(order)) == 2 * COUNT


def test_claims_with_fewer_mutants_end_before_the_others(tmp_path: Path) -> None:
    _, bench = stage_in(tmp_path)
    few = MutantRunner(lamp(tmp_path / "few", "Step == x' = 1 /\\ mode' = mode"), bench)
    many = MutantRunner(lamp(tmp_path / "many"), bench)
    order = [task.runner for task in in_seeded_order([few, many], 0)]
    assert order[: 2 * len(few.mutants)] == [few, many] * len(few.mutants)
    assert set(order[2 * len(few.mutants) :]) == {many}


def test_the_seed_alone_decides_the_order(tmp_path: Path) -> None:
    both = runners(tmp_path)
    assert names(both, 0) == names(both, 0)
    assert names(both, 0) != names(both, 1)
    assert sorted(names(both, 0)) == sorted(names(both, 1))


def test_a_mutants_place_in_the_order_does_not_depend_on_the_others(tmp_path: Path) -> None:
    _, bench = stage_in(tmp_path)
    plain = MutantRunner(lamp(tmp_path / "plain"), bench)
    more = MutantRunner(lamp(tmp_path / "more", f'{STEP} /\\ mode = "on"'), bench)
    keys = {one.id: order_key(MutantTask(plain, one), 7) for one in plain.mutants}
    others = {one.id: order_key(MutantTask(more, one), 7) for one in more.mutants}
    shared = keys.keys() & others.keys()
    assert len(shared) > 3
    assert {one: keys[one] for one in shared} == {one: others[one] for one in shared}


def test_results_are_in_text_order_whatever_the_order_of_the_runs(tmp_path: Path) -> None:
    claim = lamp(tmp_path)
    _, bench = stage_in(tmp_path, killing(claim))
    shown: list[str] = []
    [score] = mutate([claim], bench, ENOUGH, shown.append).values()
    expected = [one.id for one in MutantRunner(claim, bench).mutants]
    assert [one.id for one in score.mutants] == expected
    assert [line.partition(" ")[0] for line in shown[:-1]] == list(map(str, range(COUNT)))[::-1]
    assert shown[-1] == ""
    tried = [line.partition(": lamp ")[2] for line in shown[:-1]]
    assert sorted(tried) == sorted(expected) != tried


def test_a_model_that_does_not_hold_has_no_score_and_says_why(tmp_path: Path) -> None:
    _, bench = stage_in(tmp_path, lambda _: failing())
    [score] = mutate([lamp(tmp_path)], bench, ENOUGH, lambda _: None).values()
    assert score.note == "the model itself does not hold"
    assert (score.mutants, score.unreached, score.ratio) == ((), COUNT, None)


def test_what_the_budget_does_not_reach_is_counted(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path)
    [score] = mutate([lamp(tmp_path)], bench, NONE, lambda _: None).values()
    assert (score.mutants, score.unreached, score.ratio) == ((), COUNT, None)
    assert (score.note, stage.specs) == ("", [])


def test_a_mutant_without_end_is_stopped_when_the_budget_is_spent(tmp_path: Path) -> None:
    claim = lamp(tmp_path)
    stage, bench = stage_in(tmp_path, holding(), lambda _: endless())
    budget = Budget(seconds=0.5, jobs=1)
    [score] = mutate([claim], bench, budget, lambda _: None).values()
    assert (len(score.mutants), score.unreached) == (0, COUNT)
    assert len(stage.specs) == 2
    # The user did not wish to stop.
    assert not bench.stop.is_set()


def test_the_users_wish_to_stop_ends_the_run_and_begins_no_other(tmp_path: Path) -> None:
    def stopped(_: GivenSpec) -> Played:
        bench.stop.set()
        return endless()

    stage, bench = stage_in(tmp_path, holding(), stopped)
    [score] = mutate([lamp(tmp_path)], bench, ENOUGH, lambda _: None).values()
    assert (score.mutants, score.unreached) == ((), COUNT)
    assert len(stage.specs) == 2


def test_as_many_tasks_run_at_once_as_there_are_jobs(tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=100)

    class Meeting(MutantRunner):
        """Runs a mutant only together with another one."""

        def result(self, mutant: object) -> MutantResult | None:  # noqa: ARG002 - the runner's
            both.wait()
            return None

    _, bench = stage_in(tmp_path)
    runner = Meeting(lamp(tmp_path), bench)
    tasks = (MutantTask(runner, one) for one in runner.mutants[:4])
    assert len(list(run_tasks(tasks, 2, lambda: False))) == 4


def test_a_task_is_taken_only_when_it_can_begin(tmp_path: Path) -> None:
    claim = lamp(tmp_path)
    _, bench = stage_in(tmp_path, killing(claim))
    runner = MutantRunner(claim, bench)
    taken: list[str] = []

    def tasks() -> Iterator[MutantTask]:
        for one in runner.mutants:
            taken.append(one.id)
            yield MutantTask(runner, one)

    done = run_tasks(tasks(), 1, lambda: len(taken) >= 3)
    assert len(list(done)) == len(taken) == 3


def test_a_score_counts_what_has_no_result(tmp_path: Path) -> None:
    claim = lamp(tmp_path)
    _, bench = stage_in(tmp_path, killing(claim))
    runner = MutantRunner(claim, bench)
    first = runner.result(runner.mutants[0])
    assert first
    score = score_of(runner, {("lamp", runner.mutants[0].id): first})
    assert (score.mutants, score.unreached) == ((first,), COUNT - 1)


def bench_that_knows(folder: Path, launch_for: LaunchFor, claim: Claim) -> tuple[Bench, int]:
    """Return a bench that knows all mutants of a claim, and how many of them are killed."""
    bench = bench_in(folder, launch_for)
    [score] = mutate([claim], bench, ENOUGH, lambda _: None).values()
    assert (len(score.mutants), score.unreached) == (COUNT, 0)
    return bench, score.count(MutantStatus.KILLED)


@pytest.mark.tlc
def test_what_is_known_is_not_run_again_and_a_changed_model_is(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    # TLC wants the step defined before Next.
    system = SYSTEM.replace("Next == Step", f"{STEP}\nNext == Step")
    config = "INIT Init\nNEXT Next\nINVARIANTS TypeOK Safe Less\n"
    job = write_job(tmp_path / "specs", f"{system}Less == x < 4", config)
    claim = claim_of(job)
    bench, killed = bench_that_knows(tmp_path, launch_for, claim)
    (tmp_path / "run").rmdir()
    [score] = mutate([claim], bench, ENOUGH, lambda _: None).values()
    assert score.count(MutantStatus.KILLED) == killed > 1
    # Every run of TLC makes this folder.
    assert not (tmp_path / "run").exists()
    job.module.write_text(job.module.read_text().replace("Less == x < 4", "Less == x < 9"))
    [changed] = mutate([claim], bench, ENOUGH, lambda _: None).values()
    assert changed.count(MutantStatus.KILLED) < killed
