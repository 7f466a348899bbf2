"""Run each model once, without any expectation, to see what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from os.path import relpath
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.adoption.jar_choice import jar_that_knows, knows
from moltverify.adoption.records import PairedModel, SkippedFile
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model, Role, YamlPlace
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import RunSize
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.suite.loop import Listen, SuiteSettings, check_models
from moltverify.suite.results import ModelResult
from moltverify.suite.run_options import RunOptions
from moltverify.tla.config import Config
from moltverify.tla.config_keywords import NEWER_KEYWORDS
from moltverify.tla.dependencies import DependencyReader

if TYPE_CHECKING:
    from moltverify.running.engine_selection import LaunchFor


class FirstRun(Struct, frozen=True):
    """A model, the record by which it ran, and what TLC did."""

    paired: PairedModel
    model: Model
    result: ModelResult

    @property
    def config(self) -> Config:
        """The model's config."""
        return self.paired.parsed


def models_for_newer_jar(
    models: Sequence[PairedModel], jar: Jar, at_hand: Sequence[Path] = ()
) -> list[SkippedFile]:
    """Return the models with a keyword or a search that the jar does not know, with the mend.

    A jar `at_hand` that knows it is named, and not run.
    """
    found = list[SkippedFile]()
    for one in models:
        for name, what in newer_needs(one):
            if not knows(jar.path, name):
                jar_there = jar_that_knows(name, at_hand)
                # From here, because the reason becomes a comment in a file that others read.
                other = relpath(jar_there) if jar_there else "JAR"
                found.append(SkippedFile(one.config, f"{what}: --tla2tools {other}"))
                break
    return found


def newer_needs(paired: PairedModel) -> Iterator[tuple[str, str]]:
    """Yield the keywords and options of a model that not every TLC knows, each with a sentence."""
    if paired.search:
        option = paired.search.option
        yield option, f"your files run it with {option}, which needs a newer TLC"
    for keyword in paired.parsed.newer_keywords:
        release = NEWER_KEYWORDS[keyword.name]
        yield keyword.name, f"line {keyword.line} says {keyword.name}, which needs {release}"


def model_to_try(paired: PairedModel, number: int, timeout: float) -> Model:
    """Return the record by which a model runs; nothing is expected of its states."""
    # The number makes ids differ, by which the logs have their folders.
    name = f"{paired.config.stem}-{number}"
    options = TlcOptions(timeout=timeout, deadlock=paired.deadlock, random_search=paired.search)
    job = TlcJob(
        module=paired.module, config=paired.config, options=options, libraries=paired.libraries
    )
    return Model(
        id=name,
        claim=name,
        role=Role.GREEN,
        sentence=name,
        job=job,
        expectation=MustHold(),
        source=YamlPlace(paired.config, 1, 1),
    )


def first_runs(  # noqa: PLR0913 - models, tools, options, the place for logs, and how to follow it
    models: Sequence[PairedModel],
    toolchain: Toolchain,
    options: RunOptions,
    folder: Path,
    stop: Event,
    listen: Listen,
) -> list[FirstRun]:
    """Run each model once within the time limit; those that did not start are left out."""
    timeout = options.timeout or TlcOptions().timeout
    tried = [model_to_try(one, number, timeout) for number, one in enumerate(models, 1)]

    def engine(sizes: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
        return open_engine(options.engine, sizes, toolchain)

    settings = SuiteSettings(
        toolchain=toolchain,
        folder=folder,
        jobs=options.jobs or default_jobs([one.job.options for one in tried], None),
        timeout=timeout,
        engine=engine,
        reader=DependencyReader(),
    )
    results = {one.id: one for one in check_models(tried, settings, stop, listen)}
    pairs = zip(models, tried, strict=True)
    return [
        FirstRun(paired, model, results[model.id]) for paired, model in pairs if model.id in results
    ]
