"""The loop over models, which returns their results.

    for each model, a few at a time: run it on TLC, judge the outcome, keep the result

A model with slices, or with a swarm of random searches, is several models here, which run beside
each other and whose results are put together (`part_gathering`).

A model that fails has a result. A model that could not be started has the result "broken", so that
one bad file does not prevent the results of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.suite.events import Answered, Ended, Listen, Progressed, Started, SuiteEvent
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.part_gathering import PartGathering
from moltverify.suite.results import ModelResult
from moltverify.suite.settings import OpenEngine, SuiteSettings, nothing, processes
from moltverify.suite.verdict_cache import VerdictCache

if TYPE_CHECKING:
    from concurrent.futures import Future

# The settings and events too: every caller of the loop needs them.
__all__ = [
    "Answered",
    "Ended",
    "Listen",
    "OpenEngine",
    "Progressed",
    "Started",
    "SuiteEvent",
    "SuiteSettings",
    "check_models",
    "processes",
]

Run: TypeAlias = tuple[Model, ...]  # the models that one run of TLC answers
Results: TypeAlias = dict[str, ModelResult]
PULSE = 0.5  # seconds between the moments at which Python can run a signal's handler
SOON = 0.05  # seconds within which the first runs have got their files, and wait for TLC


def check_models(
    models: Sequence[Model], settings: SuiteSettings, stop: Event, listen: Listen
) -> list[ModelResult]:
    """Run the models and return their results in the given order.

    When `stop` is set, active runs are ended, and waiting models have no result. After a result
    that is enough, active runs finish and no other starts.
    """
    results: dict[str, ModelResult] = {}
    for model, result in completed(models, settings, stop, listen):
        results[model.id] = result
        listen(Ended(model, result))
    return [results[model.id] for model in models if model.id in results]


def completed(
    models: Sequence[Model], settings: SuiteSettings, stop: Event, listen: Listen
) -> Iterator[tuple[Model, ModelResult]]:
    """Run the parts of models, and yield the models with the results of all their parts."""
    digests = InputDigests(settings.workers, settings.reader)
    gathering = PartGathering(models, stop)
    for part, found in completed_parts(gathering, settings, digests, listen):
        for model, result in gathering.take(part, found):
            # A part has the inputs of a part.
            yield model, result if part is model else with_inputs(result, model, digests)


def completed_parts(
    gathering: PartGathering, settings: SuiteSettings, digests: InputDigests, listen: Listen
) -> Iterator[tuple[Model, ModelResult]]:
    """Yield the results in the cache, then run the other parts and yield their results."""
    waiting: list[Model] = []
    for model in gathering.parts:
        known = known_result(model, settings.cache, digests)
        if known is None:
            waiting.append(model)
        else:
            yield model, known
    # The seeds of a swarm that has found a violation are needless.
    waiting = [model for model in waiting if not gathering.is_needless(model)]
    if not waiting:
        return
    # If all results are cached, these imports would take a third of the time, unused.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see above

    from moltverify.suite.shared_search import check_run, shared_runs  # noqa: PLC0415 - see above

    pool = ThreadPoolExecutor(settings.jobs, thread_name_prefix="model")
    sizes = settings.sizes
    runs = shared_runs(waiting, settings)
    tell = gathering.listener(listen)
    # The pool closes first, which waits for its runs; only then the engine may end its workers.
    with settings.engine([sizes.of_run(run) for run in runs]) as launch_for, pool:

        def start(run: Run) -> Future[Results]:
            launch = launch_for(sizes.of_run(run))
            ends = gathering.stop_of(run[0])
            return pool.submit(check_run, run, settings, launch, ends, tell)

        for model, result in run_all(sizes.longest_first(runs), settings, gathering, start):
            # The reader keeps the bytes that TLC got, whatever happened to the files since.
            kept = with_inputs(result, model, digests)
            # Without inputs a file cannot be read, and `put` keeps nothing.
            if settings.cache and kept.inputs and settings.cache.may_keep(model, digests):
                settings.cache.put(kept)
            yield model, kept


def known_result(
    model: Model, cache: VerdictCache | None, digests: InputDigests
) -> ModelResult | None:
    """Return the result that the cache has for a model; None if one of its files is unreadable."""
    # The run of the model reports the unreadable file.
    with suppress(OSError):
        return cache.get(model, digests) if cache else None
    return None


def with_inputs(result: ModelResult, model: Model, digests: InputDigests) -> ModelResult:
    """Return a result with the digests of the model's inputs, if its files are readable."""
    with suppress(OSError):
        return replace(result, inputs=digests.of(model), files=digests.files(model))
    return result


def run_all(
    runs: Sequence[Run],
    settings: SuiteSettings,
    gathering: PartGathering,
    start: Callable[[Run], Future[Results]],
) -> Iterator[tuple[Model, ModelResult]]:
    """Keep `jobs` runs of TLC active, and yield each model with its result as soon as it is there.

    A model that gets no result from a run for several has a run of its own.
    """
    from concurrent.futures import FIRST_COMPLETED, wait  # noqa: PLC0415 - see `completed`

    # Not all are submitted to the pool at once, so that those that wait can be dropped.
    waiting, is_enough = list(reversed(runs)), gathering.enough(settings.is_enough)
    running: dict[Future[Results], Run] = {}
    pause, meanwhile = SOON, settings.meanwhile
    while waiting or running:
        while waiting and len(running) < settings.jobs:
            run = waiting.pop()
            if not gathering.is_needless(run[0]):
                running[start(run)] = run
        # Python runs signal handlers in the main thread only, and the kernel may deliver a signal
        # to another thread, which does not wake this one.
        done, _ = wait(running, pause, return_when=FIRST_COMPLETED)
        if not done:
            meanwhile()
            pause, meanwhile = PULSE, nothing
        for future in done:
            run, results = running.pop(future), future.result()
            waiting += [(model,) for model in run if model.id not in results]
            if gathering.stop.is_set() or any(map(is_enough, results.values())):
                waiting.clear()
            yield from ((model, results[model.id]) for model in run if model.id in results)
