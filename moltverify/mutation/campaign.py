"""The mutants of all claims, within a budget: a sample of each claim's first, then the rest."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, zip_longest
from pathlib import Path
from threading import Event

from msgspec import Struct

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import MutantResult, Score
from moltverify.mutation.mutant_run import Trial
from moltverify.mutation.mutants import Mutant
from moltverify.registry.records import Claim
from moltverify.suite.loop import PULSE


class Budget(Struct, frozen=True, kw_only=True):
    """How much may be spent: seconds in all, runs at a time; the seed orders the mutants."""

    seconds: float
    jobs: int
    seed: int = 0


class MutantTask(Struct, frozen=True):
    """One mutant to try."""

    trial: Trial
    mutant: Mutant


def mutate(
    claims: Sequence[Claim],
    bench: Bench,
    budget: Budget,
    tell: Callable[[str], None],
    library: tuple[Path, ...] = (),
) -> dict[str, Score]:
    """Try the mutants of the claims' greens; what the budget does not reach is counted.

    `bench.stop` is the user's wish to stop. Results come in the modules' order, whatever the order
    in which they were tried.
    """
    end, cut_off = time.monotonic() + budget.seconds, Event()

    def is_over() -> bool:
        if bench.stop.is_set() or time.monotonic() > end:
            cut_off.set()
        return cut_off.is_set()

    own = Bench(bench.settings, bench.launch_for, bench.root, cut_off, bench.again)
    trials = [Trial(claim, own, library) for claim in claims]
    left = sum(len(trial.mutants) for trial in trials)
    found: dict[tuple[str, str], MutantResult] = {}
    for task, result in tried(in_seeded_order(trials, budget.seed), budget.jobs, is_over):
        left -= 1
        tell(f"{left:,} mutants left: {task.trial.claim.id} {task.mutant.id}")
        if result is not None:
            found[task.trial.claim.id, task.mutant.id] = result
    tell("")
    return {trial.claim.id: score(trial, found) for trial in trials}


def tried(
    tasks: Iterator[MutantTask], jobs: int, is_over: Callable[[], bool]
) -> Iterator[tuple[MutantTask, MutantResult | None]]:
    """Run the tasks, some at a time, until it is over; yield each with its result if it has one."""
    running: dict[Future[MutantResult | None], MutantTask] = {}
    with ThreadPoolExecutor(jobs, thread_name_prefix="mutant") as pool:
        while True:
            while len(running) < jobs and not is_over() and (task := next(tasks, None)):
                running[pool.submit(task.trial.result, task.mutant)] = task
            if not running:
                return
            is_over()
            for future in wait(running, PULSE, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()


def in_seeded_order(trials: Sequence[Trial], seed: int) -> Iterator[MutantTask]:
    """Yield the mutants in an order that the seed alone decides, the claims by turns."""
    shuffled = [
        sorted(
            (MutantTask(trial, mutant) for mutant in trial.mutants), key=lambda one: lot(one, seed)
        )
        for trial in trials
    ]
    return (task for task in chain.from_iterable(zip_longest(*shuffled)) if task is not None)


def lot(task: MutantTask, seed: int) -> bytes:
    """Return what decides a mutant's turn."""
    return hashlib.sha256(f"{seed} {task.trial.claim.id} {task.mutant.id}".encode()).digest()


def score(trial: Trial, found: dict[tuple[str, str], MutantResult]) -> Score:
    """Return one claim's score."""
    results = [found.get((trial.claim.id, mutant.id)) for mutant in trial.mutants]
    reached = tuple(one for one in results if one is not None)
    return Score(reached, len(results) - len(reached), trial.obstacle)
