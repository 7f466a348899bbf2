"""The Python API: the command line's main operations as functions.

    import moltverify as mv

    suite = mv.load("specs")
    result = mv.check(suite, "reset-link")
    result.ok, result["reset-link:reusable"].trace

Errors are those of `moltverify.errors`: the message says what is wrong, and `hint` how to correct
it. A model that fails is a result, not an error.
"""

import os
import warnings
from collections.abc import Collection, Sequence
from pathlib import Path
from threading import Event

from moltverify.errors import UsageError
from moltverify.notebook import RENDERERS
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.registry_search import find_registry, registry_path
from moltverify.registry.select import select
from moltverify.running.engines import Engine
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.pinned_jar import PinnedJar
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.sandbox.limits import SandboxLimits
from moltverify.running.staged_files import read_staged_files
from moltverify.running.toolchain import find_toolchain, further_toolchains
from moltverify.store.private_folders import private_folder
from moltverify.suite.default_store import default_store
from moltverify.suite.loop import Listen
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.run_options import RunOptions
from moltverify.suite.soundness import checked_toolchain
from moltverify.suite.suite_run import SuiteRun, run_suite
from moltverify.tla.dependencies import DependencyReader
from moltverify.tla.jar_modules import library_jars
from moltverify.tlc.output import Reading, read_output
from moltverify.tlc.trace import Trace
from moltverify.tracing.log_check import check_log, log_reader
from moltverify.tracing.trace_answers import TraceReport

Suite = Registry | str | Path
# By run id, because a result does not contain its registry, whose phrases a notebook shows.
REGISTRIES: dict[str, Registry] = {}
KEPT_REGISTRIES = 64  # runs, the newest; a program that checks for ever must not grow

__all__ = [
    "ModelResult",
    "Reading",
    "Registry",
    "Role",
    "SuiteResult",
    "Trace",
    "TraceReport",
    "check",
    "load",
    "read_tlc",
    "run_tlc",
    "validate",
]


def load(path: str | Path | None = None, *, allow_outside: bool = False) -> Registry:
    """Load a registry from a file, its folder, or the text "bundled": that of moltverify itself.

    A Path of that name is a folder. Without a path, specs/registry.yaml is searched from the
    current folder upward. Files outside the repository are read with `allow_outside` only. Raises
    RegistryError, which lists every mistake with its place, and UsageError if nothing is found.
    """
    given = None if path is None else registry_path(path)
    return load_registry(find_registry(given, Path.cwd()), allow_outside)


def check(  # noqa: PLR0913 - an argument per option, all but the first two by name
    suite: Suite,
    *selectors: str,
    roles: Collection[Role] = frozenset(Role),
    jobs: int | None = None,
    engine: str = Engine.AUTO.value,
    timeout: float | None = None,
    workers: int | None = None,
    fail_fast: bool = False,
    cache: bool = True,
    tla2tools: str | Path | None = None,
    also_with: Sequence[str | Path] = (),
    sandbox: bool = False,
    store: str | Path | None = None,
    stop: Event | None = None,
    listen: Listen = lambda _: None,
) -> SuiteResult:
    """Check claims as `moltverify run` does: checked files, warm workers, the cache and a record.

    Selectors are those of the command line; without selectors all claims are checked. `timeout`
    is in seconds. `also_with` are further jars, with whose answers those of the first are compared.
    With `sandbox`, no model runs outside of a sandbox (docs/serve.md). `stop` ends the run when it
    is set. `listen` is called with each event (moltverify.suite.loop), from several threads. A
    result that cannot be recorded is returned with a RuntimeWarning.

    Raises RegistryError, UsageError for a selector that matches no model, and ToolchainError.
    """
    registry = suite if isinstance(suite, Registry) else load(suite)
    models = select(registry, selectors, roles)
    if not models:
        raise UsageError("no model is left to run", "name other roles or selectors")
    files = RegistryFiles(registry)
    # Absolute, because TLC runs in another working directory.
    records = RecordedRuns(Path(store).absolute()) if store else default_store(registry)
    jar = None if tla2tools is None else Path(tla2tools)
    toolchain = checked_toolchain(models, files, jar, use_notes=cache)
    run = SuiteRun(
        files=files,
        models=models,
        toolchain=toolchain,
        also=further_toolchains(toolchain, map(Path, also_with), os.environ),
        store=records,
        options=RunOptions(
            jobs=jobs,
            engine=Engine(engine),
            timeout=timeout,
            workers=workers,
            fail_fast=fail_fast,
            use_cache=cache,
            sandbox=SandboxLimits() if sandbox else None,
        ),
    )
    recorded = run_suite(run, stop or Event(), listen)
    remember(recorded.result, registry)
    # Not an error: it would replace the verdicts, and those are right.
    if recorded.trouble is not None:
        warnings.warn(str(recorded.trouble), RuntimeWarning, stacklevel=2)
    return recorded.result


def remember(result: SuiteResult, registry: Registry) -> None:
    """Keep the registry of a run for its result's HTML form, and forget that of an old run."""
    REGISTRIES[result.run] = registry
    while len(REGISTRIES) > KEPT_REGISTRIES:
        # A dict has the order in which its keys came.
        del REGISTRIES[next(iter(REGISTRIES))]


def run_tlc(  # noqa: PLR0913 - an argument per option, all but the first two by name
    module: str | Path,
    config: str | Path | None = None,
    *,
    timeout: float = 60.0,
    workers: int = 1,
    heap: str = "1g",
    deadlock: bool = True,
    libraries: Sequence[str | Path] = (),
    data: Sequence[str | Path] = (),
    more: Sequence[str] = (),
    tla2tools: str | Path | None = None,
    logs: str | Path | None = None,
) -> Reading:
    """Run TLC on a module and return its parsed output; no registry is needed.

    The default config has the module's name and the suffix .cfg. `timeout` is in seconds, `heap`
    in Java's notation. Dependencies are also searched in `libraries`, folders and jars; the classes
    in a jar run with your rights. `data` are files that the module's operators read. `more` are
    additional options of TLC, `logs` a folder that keeps its output. Raises OSError for a file that
    cannot be read, and ToolchainError.
    """
    searched = tuple(map(Path, libraries))
    job = TlcJob(
        module=Path(module),
        config=Path(config) if config else Path(module).with_suffix(".cfg"),
        options=TlcOptions(
            timeout=timeout,
            workers=workers,
            heap=heap,
            deadlock=deadlock,
            class_path=tuple(map(PinnedJar, library_jars(searched))),
        ),
        libraries=searched,
        data=tuple(map(Path, data)),
    )
    files = read_staged_files(job, DependencyReader())
    toolchain = find_toolchain(None if tla2tools is None else Path(tla2tools), os.environ)
    # TLC's output goes to files, which without `logs` are removed as soon as they are parsed.
    with private_folder() as folder:
        task = TlcTask(
            files=files,
            options=job.options,
            toolchain=toolchain,
            logs=Path(logs or folder),
            more=tuple(more),
        )
        return run_task(task).reading


def validate(  # noqa: PLR0913 - an argument per option, all but the first three by name
    suite: Suite,
    claim: str,
    *logs: str | Path,
    jobs: int | None = None,
    engine: str = Engine.AUTO.value,
    timeout: float | None = None,
    cache: bool = True,
    tla2tools: str | Path | None = None,
    seeds: int = 0,
) -> TraceReport:
    """Compare a log, in one or more files, with a claim's green, as `moltverify trace` does.

    `timeout` is in seconds for each run of TLC, and `seeds` the number of logs with a seeded fault
    to try. Raises as `check`, and UsageError for no log.
    """
    registry = suite if isinstance(suite, Registry) else load(suite)
    options = RunOptions(jobs=jobs, engine=Engine(engine), timeout=timeout, use_cache=cache)
    read = log_reader([str(one) for one in logs])
    return check_log(registry, claim, read, options, tla2tools, Event(), seeds)


def read_tlc(text: str, exit_code: int, stderr: str = "") -> Reading:
    """Return the parsed output of a run of TLC with option -tool; never raises.

    The exit code is that of the process, or the negative number of the signal that ended it.
    """
    return read_output(text, exit_code, stderr)


def show_suite(result: SuiteResult) -> str:
    """Return a suite's result as HTML for a notebook."""
    from moltverify.report.html.notebook_html import suite_html  # noqa: PLC0415 - only notebooks

    return suite_html(result, REGISTRIES.get(result.run))


def show_model(result: ModelResult) -> str:
    """Return a model's result as HTML for a notebook."""
    from moltverify.report.html.notebook_html import model_html  # noqa: PLC0415 - only notebooks

    return model_html(result)


def show_trace(trace: Trace) -> str:
    """Return a trace as HTML for a notebook."""
    from moltverify.report.html.notebook_html import trace_html  # noqa: PLC0415 - only notebooks

    return trace_html(trace)


# Registered here, because records must not import the room of reports.
RENDERERS.update({SuiteResult: show_suite, ModelResult: show_model, Trace: show_trace})
