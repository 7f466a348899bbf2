"""The successors of the states of reds' counterexamples: those that are kept, and new ones."""

import os
from pathlib import Path

import click

from moltverify.audit.experiments.experiments import Bench
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import StoppedError, UsageError
from moltverify.registry.records import Registry, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.job import TlcJob
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.successors.find_successors import find_missing, kept_successors
from moltverify.successors.records import TraceSuccessors
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.soundness import checked_toolchain


def successors_of_reds(
    result: SuiteResult, registry: Registry, find: bool
) -> dict[str, TraceSuccessors]:
    """Return the successors that are kept; with `find`, TLC finds those that are not.

    Raises UsageError if TLC is not the one of the run.
    """
    reds = [one for one in result.of_role(Role.RED) if one.trace]
    kept = kept_successors(reds, result.tools.jar, cache_folder(os.environ))
    jobs = {model.id: model.job for model in registry.models}
    missing = [(jobs[one.id], one) for one in reds if one.id not in kept and one.id in jobs]
    if not find or not missing:
        return kept
    toolchain = checked_toolchain(registry.models, RegistryFiles(registry), None, use_notes=True)
    if toolchain.jar.digest != result.tools.jar:
        raise UsageError(
            "the run was made by another tla2tools.jar, which may find other steps",
            "run the models again: moltverify run",
        )
    found = found_now(missing, toolchain)
    unknown = len(missing) - len(found)
    if unknown:
        click.echo(f"note: of {unknown} counterexamples no other steps could be found", err=True)
    return kept | found


def found_now(
    missing: list[tuple[TlcJob, ModelResult]], toolchain: Toolchain
) -> dict[str, TraceSuccessors]:
    """Return what TLC finds now; raises StoppedError if a signal came."""
    with (
        stop_on_signal() as stop,
        private_folder() as folder,
        open_engine(Engine.AUTO, [RunSize.SMALL], toolchain) as launch_for,
    ):
        settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=Path(folder) / "run",
            jobs=default_jobs([job.options for job, _ in missing], None),
        )
        caches = cache_folder(os.environ)
        bench = Bench(settings, launch_for, caches, stop, again=False)
        found = find_missing(missing, toolchain.jar.digest, bench)
        if stop.signal:
            raise StoppedError(stop.signal)
    return found
