"""One model: run on TLC and judged. The loop imports this only if a model is to run."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from moltverify.registry.expectation import Expectation, MustHold
from moltverify.registry.records import Model
from moltverify.running.job import TlcJob, worker_count
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.tethered_process import Launch
from moltverify.suite.advice import counts_text
from moltverify.suite.events import Listen, Progressed, Started
from moltverify.suite.model_staging import staged_model
from moltverify.suite.possible_faults import doubts_of, with_reasons
from moltverify.suite.results import ModelResult
from moltverify.suite.run_conditions import run_conditions
from moltverify.suite.settings import SuiteSettings
from moltverify.suite.unstated_inputs import NOT_KEPT, unstated_reader
from moltverify.suite.verdict import Verdict, judge, with_workers
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
)
from moltverify.tlc.progress import Progress


def check_model(
    model: Model, settings: SuiteSettings, launch: Launch, stop: Event, listen: Listen
) -> ModelResult:
    """Run one model and judge its outcome; an error of its files or of Java is a result."""
    listen(Started(model))
    logs = Path(settings.folder.name) / settings.logs / model.id.replace(":", ".")
    try:
        task = task_of(model, settings, settings.folder.parent / logs, stop, listen)
        depends = run_conditions(model.job, task.options, settings.toolchain.jar)
        unkept = why_not_kept(model.job, settings)
        run = run_task(replace(task, options=depends.options), launch)
    except (OSError, ValueError) as error:
        # ValueError: two files of one name, or a witness whose config cannot be parsed.
        return could_not_run(model, error)
    # Judged by the threads of this run, which `settings` may have changed, not of the registry.
    reading, workers = run.reading, depends.options.workers
    expectation = with_workers(model.expectation, workers)
    outcome = outcome_for(expectation, reading.outcome)
    faults = with_reasons(model, depends.relevant_to(outcome))
    judgement = judge(
        expectation,
        outcome,
        reading.statistics,
        run.has_properties,
        task.options.timeout,
        depends.conditions,
        doubts_of(faults),
    )
    reason = judgement.reason
    if settings.smoke and outcome == Stopped(StopReason.TIMEOUT):
        # Without the advice on more time, which nobody wants here.
        reason = f"ended early; {counts_text(reading.statistics)}"
    return ModelResult(
        id=model.id,
        claim=model.claim,
        role=model.role,
        sentence=model.sentence,
        expectation=model.expectation,
        outcome=outcome,
        verdict=judgement.verdict,
        reason=reason,
        statistics=reading.statistics,
        seconds=run.finished.seconds,
        tlc=reading.version,
        warnings=reading.warnings,
        logs=str(logs),
        engine=run.finished.engine,
        note="; ".join(filter(None, [run.finished.note, depends.note, unkept])),
        workers=workers,
        has_properties=run.has_properties,
        conditions=depends.conditions,
        faults=faults,
    )


def why_not_kept(job: TlcJob, settings: SuiteSettings) -> str:
    """Return why the verdict on a job is never kept, or an empty text."""
    module = unstated_reader(job, settings.reader, settings.toolchain.jar.path)
    return NOT_KEPT.format(module=module) if module else ""


def task_of(
    model: Model, settings: SuiteSettings, logs: Path, stop: Event, listen: Listen
) -> TlcTask:
    """Return a model's run with the suite's settings.

    Raises OSError or ValueError if its files cannot be read.
    """
    options = model.job.options
    return TlcTask(
        files=staged_model(model, settings.reader),
        options=replace(
            options,
            timeout=settings.timeout or options.timeout,
            workers=worker_count(options, settings.workers),
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
    # Without a lock: only the thread that waits for TLC reads the output of one run.
    last: Progress | None = None

    def changed(progress: Progress) -> None:
        nonlocal last
        if progress != last:
            last = progress
            listener(progress)

    return changed


def outcome_for(expectation: Expectation, outcome: Outcome) -> Outcome:
    """Return what TLC's outcome is for an expectation: a constant model without states holds.

    TLC reports success then, which for a model with a behaviour is a failure: every property holds
    in no state. The check of the registry refuses a constant model whose config has a behaviour.
    """
    stateless = isinstance(expectation, MustHold) and expectation.constant
    if stateless and isinstance(outcome, Failed):
        return Holds() if outcome.reason is FailureReason.NO_INITIAL_STATES else outcome
    return outcome


def could_not_run(model: Model, error: Exception) -> ModelResult:
    """Return the result of a model that could not be started."""
    what = str(error)
    # The text of an OSError starts with its number, such as [Errno 2].
    if isinstance(error, OSError) and error.filename:
        what = f"{error.strerror}: {error.filename}"
    failed = Failed(FailureReason.NO_OUTPUT, what)
    return without_run(model, failed, f"TLC could not be started: {what}")


def without_run(model: Model, failed: Failed, reason: str) -> ModelResult:
    """Return the result of a model that did not run, with the failure and its sentence."""
    return ModelResult(
        id=model.id,
        claim=model.claim,
        role=model.role,
        sentence=model.sentence,
        expectation=model.expectation,
        outcome=failed,
        verdict=Verdict.BROKEN,
        reason=reason,
        statistics=Statistics(),
        seconds=0.0,
    )
