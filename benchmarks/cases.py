"""The measured cases: plain TLC and moltverify over the same models."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.measure import Case
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.registry.select import select
from moltverify.running.child_environment import java_environment
from moltverify.running.command import PROPERTIES, PrivateFolder, RunPlace, tlc_command
from moltverify.running.long_search import for_long_search
from moltverify.running.staged_files import StagedFiles
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.suite.model_staging import staged_model
from moltverify.tla.dependencies import DependencyReader

MOLTVERIFY = str(Path(sys.executable).with_name("moltverify"))
ACCEPTED = {0, 11, 12, 13}  # TLC's exit codes for success and for violations


class Plain:
    """TLC as its users start it, one Java virtual machine per model."""

    def __init__(self, models: Sequence[Model], toolchain: Toolchain, folder: Path) -> None:
        self.toolchain = toolchain
        self.models = models
        self.folders = [PrivateFolder(folder / str(number)) for number in range(len(models))]
        self.files = [staged_model(model, DependencyReader()) for model in models]
        for private, files in zip(self.folders, self.files, strict=True):
            private.root.mkdir(parents=True)
            private.create()
            files.write(private.spec)

    def run(self, at_a_time: int, *flags: str) -> None:
        """Run all models; `flags` are for Java."""
        with ThreadPoolExecutor(at_a_time) as pool:
            for ended in pool.map(partial(self.run_one, flags), range(len(self.models))):
                assert ended in ACCEPTED, f"plain TLC ended with {ended}"

    def run_one(self, flags: Sequence[str], number: int) -> int:
        """Run one model and return its exit code."""
        options, private = self.models[number].job.options, self.folders[number]
        jars = (self.toolchain.jar.path, *(jar.path for jar in options.class_path))
        # A temporary folder for each: TLC unpacks its modules there, and parallel runs conflict.
        shutil.rmtree(private.states)
        private.states.mkdir()
        command = [
            *(str(self.toolchain.java.path), *flags),
            f"-Djava.io.tmpdir={private.temporary}",
            *("-cp", os.pathsep.join(map(str, jars)), "tlc2.TLC"),
            *("-workers", str(options.workers), "-metadir", str(private.states)),
            *(() if options.deadlock else ("-deadlock",)),
            *("-config", self.files[number].config.name, self.files[number].module.name),
        ]
        return subprocess.run(
            command,
            cwd=private.spec,
            env=java_environment(os.environ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode


def moltverify(*arguments: str, store: Path) -> None:
    """Run moltverify; raises CalledProcessError unless all is as expected."""
    command = [MOLTVERIFY, *arguments, "--store", str(store)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def suite_cases(registry: Path, selectors: Sequence[str], folder: Path) -> list[Case]:
    """Return the cases over the models that the selectors select; all without selectors."""
    toolchain = find_toolchain(None, os.environ)
    models = select(load_registry(registry), selectors)
    plain = Plain(models, toolchain, folder / "suite")
    store = folder / "store"
    run = partial(moltverify, "run", *selectors, "--registry", str(registry), store=store)
    fresh = partial(run, "--no-cache", "-j2")
    pairs, title = "plain TLC, two at a time", f"the suite, {len(models)} models"
    return [
        Case("plain TLC, one after the other", title, partial(plain.run, 1), pairs),
        Case(pairs, title, partial(plain.run, 2)),
        Case("moltverify, processes", title, partial(fresh, "--engine", "process"), pairs),
        Case("moltverify, warm workers", title, partial(fresh, "--engine", "auto"), pairs),
        Case("moltverify, nothing changed", title, run, pairs, prepare=run),
    ]


def one_model_cases(registry: Path, folder: Path) -> list[Case]:
    """Return the cases over one small model alone."""
    toolchain = find_toolchain(None, os.environ)
    only = first_red(registry)
    plain = Plain([only], toolchain, folder / "one")
    run = partial(
        moltverify,
        *("run", only.id, "--registry", str(registry), "--no-cache"),
        store=folder / "store",
    )
    title, name = "one model alone", "one model: plain TLC"
    return [
        Case(name, title, partial(plain.run, 1)),
        Case("one model: moltverify", title, run, name),
        Case("one model: moltverify, warm", title, partial(run, "--engine", "warm"), name),
    ]


def large_cases(folder: Path) -> list[Case]:
    """Return the cases over a model of ten million states."""
    registry = Path(__file__).parent / "specs" / "registry.yaml"
    model = load_registry(registry).claim("grid").models[0]
    plain = Plain([model], find_toolchain(None, os.environ), folder / "large")
    run = partial(
        moltverify,
        *("run", "grid:", "--green", "--registry", str(registry), "--no-cache", "-j1"),
        store=folder / "large-store",
    )
    title, name = "ten million states, two threads", "large: plain TLC, recommended flags"
    collector, heap = "-XX:+UseParallelGC", f"-Xmx{model.job.options.heap}"
    # The difference between this and moltverify is moltverify's own time.
    same = partial(plain.run, 1, collector, *long_flags(model, plain.files[0], plain.toolchain))
    return [
        Case(name, title, partial(plain.run, 1, collector, heap)),
        Case("large: plain TLC, fingerprints off the heap", title, same, name),
        Case("large: moltverify", title, run, name),
    ]


def long_flags(model: Model, files: StagedFiles, toolchain: Toolchain) -> list[str]:
    """Return the flags of Java for a long model, with fingerprints off the heap."""
    place = RunPlace(PrivateFolder(Path()), Path(), {})
    command = for_long_search(
        tlc_command(files, model.job.options, toolchain, place), off_heap=True
    )
    added = [str(one) for one in command.properties if one not in PROPERTIES]
    return [*command.flags, f"-Xmx{command.heap}", *added]


def start_cases(registry: Path) -> list[Case]:
    """Return the cases that start the program and no model."""
    title, name = "start-up", "python -c pass"
    listing = (MOLTVERIFY, "list", "--registry", str(registry))
    return [
        Case(name, title, partial(start, sys.executable, "-c", "pass")),
        Case("moltverify --version", title, partial(start, MOLTVERIFY, "--version"), name),
        Case("moltverify list", title, partial(start, *listing), name),
    ]


def start(*command: str) -> None:
    """Run a command; raises CalledProcessError if it fails."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def first_red(registry: Path) -> Model:
    """Return the suite's first red model."""
    return load_registry(registry).claims[0].reds[0]
