"""A campaign: the mutants of several claims, run within a budget in a seeded order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, zip_longest
from threading import Event

from msgspec import Struct

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import MutantResult, Score
from moltverify.mutation.mutant_run import MutantRunner
from moltverify.mutation.mutants import Mutant
from moltverify.registry.records import Claim
from moltverify.suite.loop import PULSE


class Budget(Struct, frozen=True, kw_only=True):
    """Limits of a campaign: seconds in all, and runs at a time. The seed orders the mutants."""

    seconds: float
    jobs: int
    seed: int = 0


class MutantTask(Struct, frozen=True):
    """One mutant to run."""

    runner: MutantRunner
    mutant: Mutant


def mutate(
    claims: Sequence[Claim], bench: Bench, budget: Budget, show_progress: Callable[[str], None]
) -> dict[str, Score]:
    """Run the mutants of the claims' greens, and return the scores by claim; none without a green.

    Mutants that the budget does not reach are counted in the score. `bench.stop` ends the campaign
    early. Results are in text order, whatever the order in which the mutants were run.
    """
    end, is_cut_off = time.monotonic() + budget.seconds, Event()

    def is_over() -> bool:
        if bench.stop.is_set() or time.monotonic() > end:
            is_cut_off.set()
        return is_cut_off.is_set()

    # The end of the budget stops the runs of the campaign, and nothing else on the user's bench.
    own = Bench(bench.settings, bench.launch_for, bench.root, is_cut_off, bench.again)
    runners = [MutantRunner(claim, own) for claim in claims if claim.green]
    left = sum(len(runner.mutants) for runner in runners)
    found: dict[tuple[str, str], MutantResult] = {}
    for task, result in run_tasks(in_seeded_order(runners, budget.seed), budget.jobs, is_over):
        left -= 1
        show_progress(f"{left:,} mutants left: {task.runner.claim.id} {task.mutant.id}")
        if result is not None:
            found[task.runner.claim.id, task.mutant.id] = result
    show_progress("")
    return {runner.claim.id: score(runner, found) for runner in runners}


def run_tasks(
    tasks: Iterator[MutantTask], jobs: int, is_over: Callable[[], bool]
) -> Iterator[tuple[MutantTask, MutantResult | None]]:
    """Run `jobs` tasks at a time until `is_over`, and yield each with its result if it has one.

    A task is taken from `tasks` only when it can begin.
    """
    running: dict[Future[MutantResult | None], MutantTask] = {}
    with ThreadPoolExecutor(jobs, thread_name_prefix="mutant") as pool:
        while True:
            while len(running) < jobs and not is_over() and (task := next(tasks, None)):
                running[pool.submit(task.runner.result, task.mutant)] = task
            if not running:
                return
            # Checked once per pulse: it stops a run without end when the budget is spent.
            is_over()
            for future in wait(running, PULSE, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()


def in_seeded_order(runners: Sequence[MutantRunner], seed: int) -> Iterator[MutantTask]:
    """Yield all mutants, those of the claims in turn, in an order that depends on the seed only.

    A budget then reaches a random sample of each claim's mutants, and the same one next time.
    """
    shuffled = [
        sorted(
            (MutantTask(runner, mutant) for mutant in runner.mutants),
            key=lambda task: order_key(task, seed),
        )
        for runner in runners
    ]
    return (task for task in chain.from_iterable(zip_longest(*shuffled)) if task is not None)


def order_key(task: MutantTask, seed: int) -> bytes:
    """Return a mutant's key in its claim's order.

    A digest of names, so that a change of the model that adds a mutant does not reorder the others.
    """
    return hashlib.sha256(f"{seed} {task.runner.claim.id} {task.mutant.id}".encode()).digest()


def score(runner: MutantRunner, found: Mapping[tuple[str, str], MutantResult]) -> Score:
    """Return one claim's score from results by claim and mutant."""
    results = [found.get((runner.claim.id, mutant.id)) for mutant in runner.mutants]
    reached = tuple(one for one in results if one is not None)
    return Score(reached, len(results) - len(reached), runner.obstacle)
