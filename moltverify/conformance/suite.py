"""The loop: models and releases in, findings out.

    for each model: vectors from TLC; for each release: replay, compare, keep the finding

A release that cannot be fetched, or a model that cannot be explored, is a finding too: NOT RUN.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from moltverify.conformance.model_replay import Release, ReplaySettings, ReplayTask, replayed
from moltverify.conformance.npm import UnobtainableError
from moltverify.conformance.packages import release_folder
from moltverify.conformance.records import Conformance, Counterpart, Package
from moltverify.conformance.replay_events import Fetching, ReplayListener
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Model


def conform(
    models: Sequence[Model],
    packages: Sequence[Package],
    settings: ReplaySettings,
    listen: ReplayListener,
) -> tuple[ReplayFinding, ...]:
    """Replay the models against those of the releases that are theirs, model by model."""
    conformance = settings.conformance
    tasks = [
        ReplayTask(model, counterpart_of(model, conformance), settings, listen) for model in models
    ]
    # Before the threads start, so that each release is fetched only once.
    releases = obtained_releases(tasks, packages, settings, listen)

    def findings_of(task: ReplayTask) -> list[ReplayFinding]:
        # The user may have selected some of the releases only.
        own = conformance.releases_of(task.counterpart)
        found = []
        for finding in replayed(task, [releases[one] for one in own if one in releases]):
            listen(finding)
            found.append(finding)
        return found

    with ThreadPoolExecutor(settings.jobs, thread_name_prefix="conform") as pool:
        # map keeps the order of the models, whichever of them ends first.
        return tuple(one for findings in pool.map(findings_of, tasks) for one in findings)


def count_replays(
    models: Sequence[Model], packages: Sequence[Package], conformance: Conformance
) -> int:
    """Return how many findings `conform` will have."""
    return sum(
        one in packages
        for model in models
        for one in conformance.releases_of(counterpart_of(model, conformance))
    )


def counterpart_of(model: Model, conformance: Conformance) -> Counterpart:
    """Return how a model is replayed; an unmentioned claim has neither a program nor a reason."""
    return conformance.of(model.claim) or Counterpart(claim=model.claim)


def obtained_releases(
    tasks: Sequence[ReplayTask],
    packages: Sequence[Package],
    settings: ReplaySettings,
    listen: ReplayListener,
) -> dict[Package, Release]:
    """Return each release; packages are fetched only if a program replays them."""
    programs = [task.counterpart.program for task in tasks]
    needed = any(program and program.release is None for program in programs)
    releases = {}
    for package in packages:
        releases[package] = Release(package)
        if needed and package.integrity:
            listen(Fetching(package.label))
            releases[package] = obtained(package, settings)
    return releases


def obtained(package: Package, settings: ReplaySettings) -> Release:
    """Return a release, from the cache or npm, or with the reason why it could not be obtained."""
    try:
        folder = release_folder(package, settings.conformance.dependencies, settings.cache)
    except UnobtainableError as error:
        return Release(package, reason=str(error))
    return Release(package, folder)
