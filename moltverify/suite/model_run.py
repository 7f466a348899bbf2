"""One model: run on TLC and judged. The loop imports this only if a model is to run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.expectation import Expectation, MustHold
from moltverify.registry.part_records import Slice
from moltverify.registry.records import Model
from moltverify.running.job import TlcJob, worker_count
from moltverify.running.run_tlc import TlcRun, TlcTask, names_properties, run_task
from moltverify.running.staged_files import StagedFiles, read_staged_files
from moltverify.running.tethered_process import Launch
from moltverify.suite.advice import counts_text
from moltverify.suite.events import Listen, Progressed, Started
from moltverify.suite.model_staging import staged_model
from moltverify.suite.part_verdict import of_part, part_judgement, slice_outcome
from moltverify.suite.possible_faults import doubts_of, with_reasons
from moltverify.suite.results import ModelResult
from moltverify.suite.run_conditions import RunConditions, run_conditions
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


class PreparedRun(Struct, frozen=True, kw_only=True):
    """A task with what its verdict depends on, and why that is not kept, if it is not.

    `logs` is relative to the folder of all runs.
    """

    task: TlcTask
    depends: RunConditions
    logs: str
    unkept: str
    smoke: bool


def check_model(
    model: Model, settings: SuiteSettings, launch: Launch, stop: Event, listen: Listen
) -> ModelResult:
    """Run one model and judge its outcome; an error of its files or of Java is a result."""
    listen(Started(model))
    try:
        files = staged_model(model, settings.reader)
        prepared = prepared_run(model, files, settings, model.id)
        run = run_task(watched(prepared.task, [model], stop, listen), launch)
    except (OSError, ValueError) as error:
        # ValueError: two files of one name, or a witness whose config cannot be parsed.
        return could_not_run(model, error)
    if isinstance(model.part, Slice):
        # The slice's own invariants are no properties of the model.
        checks = names_properties(read_staged_files(model.job, settings.reader))
        run = replace(run, has_properties=checks)
    return judged_run(model, prepared, run)


def prepared_run(
    model: Model, files: StagedFiles, settings: SuiteSettings, name: str
) -> PreparedRun:
    """Return the run of a model's staged files; its logs are under the name.

    Raises OSError for a module that cannot be read.
    """
    logs = Path(settings.folder.name) / settings.logs / name.replace(":", ".")
    task = task_of(model, files, settings, settings.folder.parent / logs)
    depends = run_conditions(model.job, task.options, settings.toolchain.jar)
    return PreparedRun(
        task=replace(task, options=depends.options),
        depends=depends,
        logs=str(logs),
        unkept=why_not_kept(model.job, settings),
        smoke=settings.smoke,
    )


def judged_run(model: Model, prepared: PreparedRun, run: TlcRun) -> ModelResult:
    """Return the result of a model's run."""
    # Judged by the threads of this run, which `settings` may have changed, not of the registry.
    reading, workers = run.reading, prepared.task.options.workers
    depends = prepared.depends
    expectation = with_workers(model.expectation, workers)
    outcome = slice_outcome(model.part, outcome_for(expectation, reading.outcome))
    faults = with_reasons(model, depends.relevant_to(outcome))
    alone = part_judgement(model.part, expectation, outcome, reading.statistics)
    judgement = alone or judge(
        expectation,
        outcome,
        reading.statistics,
        run.has_properties,
        prepared.task.options.timeout,
        depends.conditions,
        doubts_of(faults),
    )
    judgement = of_part(judgement, model.part)
    reason = judgement.reason
    if prepared.smoke and outcome == Stopped(StopReason.TIMEOUT):
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
        logs=prepared.logs,
        engine=run.finished.engine,
        note="; ".join(filter(None, [run.finished.note, depends.note, prepared.unkept])),
        workers=workers,
        has_properties=run.has_properties,
        conditions=depends.conditions,
        faults=faults,
        part=model.part,
    )


def why_not_kept(job: TlcJob, settings: SuiteSettings) -> str:
    """Return why the verdict on a job is never kept, or an empty text."""
    module = unstated_reader(job, settings.reader, settings.toolchain.jar.path)
    return NOT_KEPT.format(module=module) if module else ""


def task_of(model: Model, files: StagedFiles, settings: SuiteSettings, logs: Path) -> TlcTask:
    """Return a model's run with the suite's settings."""
    options = model.job.options
    return TlcTask(
        files=files,
        options=replace(
            options,
            timeout=settings.timeout or options.timeout,
            workers=worker_count(options, settings.workers),
        ),
        toolchain=settings.toolchain,
        logs=logs,
    )


def watched(task: TlcTask, models: Sequence[Model], stop: Event, listen: Listen) -> TlcTask:
    """Return a task that `stop` ends, and whose progress is that of the models."""

    def tell(progress: Progress) -> None:
        for model in models:
            listen(Progressed(model, progress))

    return replace(task, stop=stop, on_progress=when_changed(tell))


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
        part=model.part,
    )
