"""Runs for one model, and runs for several witnesses of one claim.

A run for several looks for all their states in one search, and each witness has the result of a run
of its own: the same trace and the same counts. A witness that it does not find gets a run of its
own; so do all of them if the run does not end well, because of a timeout, for example, or of a
state in which TLC cannot evaluate one of them.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from moltverify.file_access import open_text
from moltverify.registry.expectation import UNREACHED, MustReach
from moltverify.registry.records import Model
from moltverify.running.job import TlcJob, worker_count
from moltverify.running.process import Finished
from moltverify.running.run_tlc import TlcRun, launch_task
from moltverify.running.staged_files import MODULE, StagedFiles, read_staged_files
from moltverify.running.tethered_process import Launch
from moltverify.suite.events import Listen, Started
from moltverify.suite.model_run import PreparedRun, check_model, judged_run, prepared_run, watched
from moltverify.suite.results import ModelResult
from moltverify.suite.run_conditions import reduction_kinds
from moltverify.suite.settings import SuiteSettings
from moltverify.suite.shared_staging import GO_ON, NOTES_USE, with_witnesses
from moltverify.tla.config import read_config
from moltverify.tla.jar_modules import jar_texts
from moltverify.tla.module_text import blanked
from moltverify.tlc.found_witnesses import FoundWitness, FoundWitnesses, read_found_witnesses
from moltverify.tlc.output import Reading

# By these a model could print a mark, or use a register, of its own.
EFFECTS = re.compile(r"\b(Print|PrintT|TLCSet|TLCGet)\b|Moltverify")
WORD = re.compile(r"(?<!\\)\b\w+")  # but not \in
STRING = re.compile(r'"(\w+)"')


def shared_runs(models: Sequence[Model], settings: SuiteSettings) -> list[tuple[Model, ...]]:
    """Return the models by runs, in the order of their first ones."""
    runs: dict[tuple[str, TlcJob | None], list[Model]] = {}
    for model in models:
        key = (model.claim, model.job) if may_share(model, settings) else (model.id, None)
        runs.setdefault(key, []).append(model)
    return [tuple(run) for run in runs.values()]


def may_share(model: Model, settings: SuiteSettings) -> bool:
    """Tell whether one run may look for a model's state and for others, as far as options say."""
    options, wanted = model.job.options, model.expectation
    # With several threads each has registers of its own, and the first state depends on timing.
    one_thread = worker_count(options, settings.workers) == 1 and options.random_search is None
    known = settings.toolchain.jar.shares_searches and not options.class_path
    # A smoke run ends what it starts early, and then nothing counts but errors.
    is_state = isinstance(wanted, MustReach) and wanted.has_module and not settings.smoke
    return is_state and one_thread and known


def check_run(
    models: Sequence[Model], settings: SuiteSettings, launch: Launch, stop: Event, listen: Listen
) -> dict[str, ModelResult]:
    """Run the models that one run is for; return the results by id, of several not always all."""
    if len(models) == 1:
        return {models[0].id: check_model(models[0], settings, launch, stop, listen)}
    try:
        return check_together(models, settings, launch, stop, listen)
    except (OSError, ValueError):
        # The run of each reports what of its files cannot be read.
        return {}


def check_together(
    models: Sequence[Model], settings: SuiteSettings, launch: Launch, stop: Event, listen: Listen
) -> dict[str, ModelResult]:
    """Look for the states of several witnesses in one search; return the results of those found.

    Raises OSError or ValueError if their files cannot be read.
    """
    first, states = models[0], [state_of(model) for model in models]
    files = read_staged_files(first.job, settings.reader)
    if may_differ(first.job, files, states, settings.toolchain.jar.path):
        return {}
    for model in models:
        listen(Started(model))
    # A plus is in no id.
    name = f"{first.id}+{len(models) - 1}"
    prepared = prepared_run(first, with_witnesses(files, states), settings, name)
    task = replace(watched(prepared.task, models, stop, listen), more=(GO_ON,))
    ran = launch_task(task, launch)
    with open_text(ran.output) as lines:
        found = read_found_witnesses(lines, ran.finished.exit_code, ran.errors(), UNREACHED)
    # None of a TLC that is not the jar's, like a run for one.
    if found is None or found.version != task.toolchain.jar.banner:
        return {}
    return {
        model.id: found_result(models, number, prepared, found, ran.finished)
        for number, model in enumerate(models)
        if number in found.found
    }


def state_of(model: Model) -> str:
    """Return the predicate of a witness."""
    assert isinstance(model.expectation, MustReach)
    return model.expectation.state


def may_differ(job: TlcJob, files: StagedFiles, states: Sequence[str], jar: Path) -> bool:
    """Tell whether a search for all the states could differ from one for each.

    Raises ValueError for a config that cannot be read.
    """
    modules = (files.module, *files.others)
    # A reduced search, or one with keywords that TLC 2.15 does not have, was not compared.
    reduced = reduction_kinds(job) or read_config(files.config.text).newer_keywords
    replaced = any(f"{name}{MODULE}" == one.name for one in modules for name in NOTES_USE)
    texts = [one.text for one in modules]
    has_effects = any(map(EFFECTS.search, (*states, *texts)))
    return bool(reduced) or replaced or has_effects or orders_strings(states, texts, jar)


def orders_strings(states: Sequence[str], texts: Sequence[str], jar: Path) -> bool:
    """Tell whether what is added to a model may change the order in which TLC visits states.

    TLC goes through a set of strings in the order in which it first met them, as strings or names.
    It reads the predicates of witnesses before a model's modules, and all names before strings.
    """
    standard = (blanked(jar_texts(jar).get(name, "")) for name in NOTES_USE)
    words = {word for text in (*states, *standard) for word in WORD.findall(text)}
    strings = {string for text in texts for string in STRING.findall(text)}
    return any('"' in state for state in states) or not words.isdisjoint(strings)


def found_result(
    models: Sequence[Model],
    number: int,
    prepared: PreparedRun,
    found: FoundWitnesses,
    finished: Finished,
) -> ModelResult:
    """Return the result of one of the witnesses that a run was for."""
    one: FoundWitness = found.found[number]
    reading = Reading(one.violated, one.statistics, found.version, found.warnings)
    share = replace(finished, seconds=finished.seconds / len(models))
    result = judged_run(models[number], prepared, TlcRun(reading, share, has_properties=True))
    others = (model.id for at, model in enumerate(models) if at != number)
    return replace(result, shared_with=tuple(others))
