"""The loop over models, which returns their results.

    for each model, a few at a time: run it on TLC, judge the outcome, keep the result

A model that fails has a result. A model that could not be started has the result "broken", so that
one bad file does not prevent the results of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.suite.events import Answered, Ended, Listen, Progressed, Started, SuiteEvent
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.results import ModelResult
from moltverify.suite.settings import OpenEngine, SuiteSettings, processes
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

PULSE = 0.5  # seconds between the moments at which Python can run a signal's handler


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
    """Yield the results in the cache, then run the other models and yield their results."""
    digests = InputDigests(settings.workers, settings.reader)
    waiting: list[Model] = []
    for model in models:
        known = known_result(model, settings.cache, digests)
        if known is None:
            waiting.append(model)
        else:
            yield model, known
    if not waiting:
        return
    # If all results are cached, these imports would take a third of the time, unused.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see above

    from moltverify.suite.model_run import check_model  # noqa: PLC0415 - see above

    pool = ThreadPoolExecutor(settings.jobs, thread_name_prefix="model")
    sizes = settings.sizes
    # The pool closes first, which waits for its runs; only then the engine may end its workers.
    with settings.engine([sizes.of(model) for model in waiting]) as launch_for, pool:

        def start(model: Model) -> Future[ModelResult]:
            launch = launch_for(sizes.of(model))
            return pool.submit(check_model, model, settings, launch, stop, listen)

        for model, result in run_all(sizes.longest_first(waiting), settings, stop, start):
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
    models: Sequence[Model],
    settings: SuiteSettings,
    stop: Event,
    start: Callable[[Model], Future[ModelResult]],
) -> Iterator[tuple[Model, ModelResult]]:
    """Keep `jobs` models running, and yield each with its result as soon as it is complete."""
    from concurrent.futures import FIRST_COMPLETED, wait  # noqa: PLC0415 - see `completed`

    # Not all are submitted to the pool at once, so that those that wait can be dropped.
    waiting = list(reversed(models))
    running: dict[Future[ModelResult], Model] = {}
    while waiting or running:
        while waiting and len(running) < settings.jobs:
            model = waiting.pop()
            running[start(model)] = model
        # Python runs signal handlers in the main thread only, and the kernel may deliver a signal
        # to another thread, which does not wake this one.
        done, _ = wait(running, PULSE, return_when=FIRST_COMPLETED)
        for future in done:
            result = future.result()
            if stop.is_set() or settings.is_enough(result):
                waiting.clear()
            yield running.pop(future), result
