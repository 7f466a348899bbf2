"""The loop over models, which returns their results.

    for each model, a few at a time: run it on TLC, judge the outcome, keep the result

A model that fails has a result. A model that could not be started has the result "broken", so that
one bad file does not prevent the results of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from moltverify.registry.records import Model
from moltverify.running.engines import RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict, judge, with_workers
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.outcome import Failed, FailureReason, Statistics
from moltverify.tlc.progress import Progress

if TYPE_CHECKING:
    from concurrent.futures import Future

    from moltverify.running.engine_selection import LaunchFor
    from moltverify.running.run_tlc import TlcTask
    from moltverify.running.tethered_process import Launch

PULSE = 0.5  # seconds between the moments at which Python can run a signal's handler


class Started(Struct, frozen=True):
    """The run of a model began."""

    model: Model


class Progressed(Struct, frozen=True):
    """TLC reported new progress."""

    model: Model
    progress: Progress


class Ended(Struct, frozen=True):
    """A model has its result."""

    model: Model
    result: ModelResult


SuiteEvent: TypeAlias = Started | Progressed | Ended
Listen: TypeAlias = Callable[[SuiteEvent], None]
OpenEngine: TypeAlias = "Callable[[Sequence[RunSize]], AbstractContextManager[LaunchFor]]"


def processes(_: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
    """Open the engine that runs each model in a process of its own."""
    from moltverify.running.tethered_process import launch_alone  # noqa: PLC0415 - see `completed`

    return nullcontext(lambda _: launch_alone)


class SuiteSettings(Struct, frozen=True, kw_only=True):
    """How a suite runs; `timeout` and `workers` override the values of the models.

    `engine` is opened for the models that are not in the cache; of these the longest, by `sizes`,
    starts first. `reader` may have read the models' files already: TLC gets those bytes, so that a
    change of a file during the run has no effect. `folder` belongs to this run.
    """

    toolchain: Toolchain
    folder: Path
    jobs: int
    timeout: float | None = None
    workers: int | None = None
    fail_fast: bool = False
    engine: OpenEngine = processes
    sizes: ModelSizes = ModelSizes()
    cache: VerdictCache | None = None
    reader: DependencyReader = field(default_factory=DependencyReader)


def check(
    models: Sequence[Model], settings: SuiteSettings, stop: Event, listen: Listen
) -> list[ModelResult]:
    """Run the models and return their results in the given order.

    When `stop` is set, active runs are ended, and waiting models have no result. With `fail_fast`,
    after the first verdict that is not as expected, active runs finish and no other starts.
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

    pool = ThreadPoolExecutor(settings.jobs, thread_name_prefix="model")
    sizes = settings.sizes
    with settings.engine([sizes.of(model) for model in waiting]) as launch_for, pool:

        def start(model: Model) -> Future[ModelResult]:
            launch = launch_for(sizes.of(model))
            return pool.submit(check_model, model, settings, launch, stop, listen)

        for model, result in run_all(sizes.longest_first(waiting), settings, stop, start):
            # The reader keeps what it has read: the result belongs to the files as they were then.
            kept = with_inputs(result, model, digests)
            if settings.cache:
                settings.cache.put(kept)
            yield model, kept


def known_result(
    model: Model, cache: VerdictCache | None, digests: InputDigests
) -> ModelResult | None:
    """Return the result that the cache has for a model; none for one with an unreadable file."""
    with suppress(OSError):
        return cache.get(model, digests) if cache else None
    return None


def with_inputs(result: ModelResult, model: Model, digests: InputDigests) -> ModelResult:
    """Return a result that says what the model asked, unless one of its files is unreadable."""
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

    # Not all are submitted to the pool at once, so that `fail_fast` can drop those that wait.
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
            if stop.is_set() or (settings.fail_fast and result.verdict is not Verdict.AS_EXPECTED):
                waiting.clear()
            yield running.pop(future), result


def check_model(
    model: Model, settings: SuiteSettings, launch: Launch, stop: Event, listen: Listen
) -> ModelResult:
    """Run one model and judge its outcome; an error of its files or of Java is a result."""
    from moltverify.running.run_tlc import run_tlc  # noqa: PLC0415 - see `completed`

    listen(Started(model))
    logs = Path(settings.folder.name) / "models" / model.id.replace(":", ".")
    try:
        task = task_of(model, settings, settings.folder.parent / logs, stop, listen)
        run = run_tlc(task, launch)
    except (OSError, ValueError) as error:
        return could_not_run(model, error)
    # Judged by the threads of this run, which `settings` may have changed, not of the registry.
    reading, workers = run.reading, task.options.workers
    expectation = with_workers(model.expectation, workers)
    judgement = judge(expectation, reading.outcome, reading.statistics, run.has_properties)
    return ModelResult(
        id=model.id,
        claim=model.claim,
        role=model.role,
        sentence=model.sentence,
        expectation=model.expectation,
        outcome=reading.outcome,
        verdict=judgement.verdict,
        reason=judgement.reason,
        statistics=reading.statistics,
        seconds=run.finished.seconds,
        tlc=reading.version,
        warnings=reading.warnings,
        logs=str(logs),
        engine=run.finished.engine,
        note=run.finished.note,
        workers=workers,
        has_properties=run.has_properties,
    )


def task_of(
    model: Model, settings: SuiteSettings, logs: Path, stop: Event, listen: Listen
) -> TlcTask:
    """Return a model's run with the suite's settings.

    Raises OSError or ValueError if its files cannot be read.
    """
    from moltverify.running.run_tlc import TlcTask  # noqa: PLC0415 - see `completed`
    from moltverify.suite.model_staging import staged_model  # noqa: PLC0415 - see `completed`

    options = model.job.options
    return TlcTask(
        files=staged_model(model, settings.reader),
        options=replace(
            options,
            timeout=settings.timeout or options.timeout,
            workers=settings.workers or options.workers,
        ),
        toolchain=settings.toolchain,
        logs=logs,
        stop=stop,
        on_progress=when_changed(lambda progress: listen(Progressed(model, progress))),
    )


def when_changed(listener: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Return a function that calls the listener only if progress differs from the last.

    TLC prints progress once a minute, and its output is read several times a second.
    """
    last: Progress | None = None

    def changed(progress: Progress) -> None:
        nonlocal last
        if progress != last:
            last = progress
            listener(progress)

    return changed


def could_not_run(model: Model, error: Exception) -> ModelResult:
    """Return the result of a model that could not be started."""
    what = str(error)
    if isinstance(error, OSError) and error.filename:
        what = f"{error.strerror}: {error.filename}"
    return ModelResult(
        id=model.id,
        claim=model.claim,
        role=model.role,
        sentence=model.sentence,
        expectation=model.expectation,
        outcome=Failed(FailureReason.NO_OUTPUT, what),
        verdict=Verdict.BROKEN,
        reason=f"TLC could not be started: {what}",
        statistics=Statistics(),
        seconds=0.0,
    )
