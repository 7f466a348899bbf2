"""One model through TLC: stage its files, launch, read what came of it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.file_access import read_text
from moltverify.registry.expectation import MustReach
from moltverify.registry.records import Model
from moltverify.running import process
from moltverify.running.process import Launch
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.suite.verdict import UNREACHED
from moltverify.tla.config import Config, Named, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tlc.outcome import StopReason
from moltverify.tlc.output import Reading, read_output
from moltverify.tlc.progress import Progress, latest_progress

WITNESS_MODULE = "MoltverifyWitness"
PROGRESS_TAIL = 8192  # bytes: more than a progress message, less than a trace
STOP_REASONS = {
    process.End.TIMED_OUT: StopReason.TIMEOUT,
    process.End.STOPPED: StopReason.INTERRUPTED,
}

LaunchFor = Callable[[Model], Launch]


class Job(Struct, frozen=True, kw_only=True):
    """One model to run: with which tools, where its logs go, within how many seconds.

    With `dump`, every reachable state is written to that file; with `graph`, every state and step
    is, and the file's name must end in `.dot`, which TLC appends otherwise. `more` are further
    options of TLC.
    """

    model: Model
    toolchain: Toolchain
    logs: Path
    timeout: float
    workers: int
    stop: Event
    on_progress: Callable[[Progress], None]
    dump: Path | None = None
    graph: Path | None = None
    more: tuple[str, ...] = ()


class TlcRun(Struct, frozen=True):
    """What TLC said, whether the config names anything to check, and how the run ended."""

    reading: Reading
    has_properties: bool
    finished: process.Finished


class Staged(Struct, frozen=True):
    """A module and a config as TLC gets them: names in the folder where TLC starts."""

    module: str
    config: str


def run_model(job: Job, launch: Launch = launch_alone) -> TlcRun:
    """Run one model; raises OSError when its files cannot be staged or Java does not start."""
    job.logs.mkdir(parents=True, exist_ok=True)
    private = Path(tempfile.mkdtemp(prefix="tlc-", dir=job.logs))
    try:
        staged = stage(job.model, private)
        output, errors = job.logs / "output.txt", job.logs / "errors.txt"
        command = process.Command(
            arguments=arguments(job, staged, private),
            folder=private / "spec",
            environment=java_environment(os.environ),
            stdout=output,
            stderr=errors,
        )
        finished = launch(command, job.timeout, job.stop, lambda: tell_progress(job, output))
    finally:
        shutil.rmtree(private, ignore_errors=True)
    reading = read_output(
        read_text(output),
        finished.exit_code,
        read_text(errors),
        stopped=STOP_REASONS.get(finished.end),
    )
    return TlcRun(reading, has_properties(job.model), finished)


def stage(model: Model, private: Path) -> Staged:
    """Copy the module and the config into the private folder.

    TLC 2.15 looks for a config only beside the module, and ignores -DTLA-Library for a module
    that is not in its working directory (tlc2.TLC.main, util.SimpleFilenameToStream). Raises
    ValueError for a folder that this library cannot name.
    """
    library = model.job.module.parent.resolve()
    if os.pathsep in str(library):
        raise ValueError(f"Java cannot find modules in a folder with '{os.pathsep}': {library}")
    for name in ("spec", "tmp", "home", "meta"):
        (private / name).mkdir(mode=0o700)
    spec = private / "spec"
    if isinstance(model.expectation, MustReach):
        return stage_witness(model, model.expectation, spec)
    shutil.copyfile(model.job.module, spec / model.job.module.name)
    shutil.copyfile(model.job.config, spec / model.job.config.name)
    return Staged(model.job.module.name, model.job.config.name)


def stage_witness(model: Model, reaches: MustReach, spec: Path) -> Staged:
    """Write a module whose one invariant says that the witness is never reached."""
    text = witness_module(model.job.module.stem, reaches.state)
    (spec / f"{WITNESS_MODULE}.tla").write_text(text, encoding="utf-8")
    config = witness_config(read_config(read_text(model.job.config)))
    (spec / f"{WITNESS_MODULE}.cfg").write_text(write_config(config), encoding="utf-8")
    return Staged(f"{WITNESS_MODULE}.tla", f"{WITNESS_MODULE}.cfg")


def witness_module(root: str, state: str) -> str:
    """Return the module, for a model's root, whose invariant says that a state is never reached."""
    return f"---- MODULE {WITNESS_MODULE} ----\nEXTENDS {root}\n{UNREACHED} == ~({state})\n====\n"


def witness_config(config: Config) -> Config:
    """Return a model's config with that invariant as the only thing to check."""
    return replace(config, properties=(), invariants=(Named(UNREACHED, 0),))


def has_properties(model: Model) -> bool:
    """Tell whether the model's config names anything to check."""
    config = read_config(read_text(model.job.config))
    return bool(config.invariants or config.properties)


def arguments(job: Job, staged: Staged, private: Path) -> list[str]:
    """Return the command line of one TLC run: a reason beside each option."""
    toolchain, options = job.toolchain, job.model.job.options
    return [
        str(toolchain.java.path),
        *jvm_flags(private, options.heap),
        # Modules that the staged one extends are found where they are.
        f"-DTLA-Library={job.model.job.module.parent.resolve()}",
        "-cp",
        str(toolchain.jar.path),
        "tlc2.TLC",
        "-tool",  # framed messages with codes
        *("-workers", str(job.workers)),
        *("-fp", "0", "-seed", "0"),  # the same counterexample each time
        # Liveness is checked once, at the end: part-way checks depend on the clock.
        *("-lncheck", "final"),
        *("-metadir", str(private / "meta")),  # never in the user's folder
        *(() if options.deadlock else ("-deadlock",)),  # TLC's flag switches the check off
        *(("-dump", str(job.dump)) if job.dump else ()),
        *(("-dump", "dot,actionlabels", str(job.graph)) if job.graph else ()),
        *job.more,
        *("-config", staged.config),
        staged.module,
    ]


def jvm_flags(private: Path, heap: str) -> list[str]:
    """Return the JVM's options: quick to start, private, the same in every country."""
    return [
        "-XX:+UseParallelGC",  # TLC warns about every other collector
        "-XX:TieredStopAtLevel=1",  # small models end before the second compiler pays
        "-XX:-UsePerfData",  # no file in the shared temporary directory
        f"-Xmx{heap}",
        # TLC unpacks its standard modules here; in a shared folder runs race for them, and a
        # file planted by another user would be believed.
        f"-Djava.io.tmpdir={private / 'tmp'}",
        f"-Duser.home={private / 'home'}",
        "-Duser.language=en",
        "-Duser.country=US",
        # Bytes pass through unchanged, so UTF-8 in strings and comments survives TLC 2.15.
        "-Dfile.encoding=ISO-8859-1",
        "-Dstdout.encoding=ISO-8859-1",
        "-Dsun.stdout.encoding=ISO-8859-1",
    ]


def java_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return the child's environment, without the variables that change what a JVM does."""
    ambient = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"}
    kept = {name: value for name, value in current.items() if name not in ambient}
    # In the C locale, which CI often has, Java opens no file whose path is beyond ASCII.
    return {**kept, "LC_ALL": "C.UTF-8"}


def tell_progress(job: Job, output: Path) -> None:
    """Pass on the newest progress that TLC's output shows, if any."""
    with output.open("rb") as content:
        content.seek(max(0, output.stat().st_size - PROGRESS_TAIL))
        progress = latest_progress(content.read().decode("utf-8", "replace"))
    if progress is not None:
        job.on_progress(progress)
