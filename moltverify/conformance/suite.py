"""The loop: models and releases in, findings out.

    for each model: vectors from TLC; for each release: replay, compare, keep the finding

A release that cannot be fetched, or a model that cannot be explored, is a finding too: NOT RUN.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from moltverify.conformance.adapter_needs import is_replayed_on_packages, set_needs
from moltverify.conformance.bisection import bisect
from moltverify.conformance.model_replay import replayed
from moltverify.conformance.records import Conformance, Counterpart
from moltverify.conformance.replay_events import Fetching, ReplayListener
from moltverify.conformance.replay_task import Release, ReplaySettings, ReplayTask
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Model
from moltverify.releases.node_runtime import node_for
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package
from moltverify.releases.release_code import read_manifest
from moltverify.releases.release_folders import ReleaseStore


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
        found = []
        for finding in replayed(task, own_releases(task, releases)):
            listen(finding)
            found.append(finding)
        return found

    with ThreadPoolExecutor(settings.jobs, thread_name_prefix="conform") as pool:
        # map keeps the order of the models, whichever of them ends first.
        return tuple(one for findings in pool.map(findings_of, tasks) for one in findings)


def bisected(
    models: Sequence[Model],
    packages: Sequence[Package],
    settings: ReplaySettings,
    listen: ReplayListener,
) -> tuple[ReplayFinding, ...]:
    """Replay each model against as few of the releases as show where its result changes."""
    found: list[ReplayFinding] = []
    for model in models:
        own = settings.conformance.releases_of(counterpart_of(model, settings.conformance))
        # Only the registry's packages have a history; a project's own release is one.
        chosen = packages if own == settings.conformance.packages else own

        def replay(package: Package, model: Model = model) -> ReplayFinding:
            (finding,) = conform([model], [package], settings, listen)
            return finding

        found += bisect(chosen, replay).values()
    return tuple(found)


def count_replays(
    models: Sequence[Model], packages: Sequence[Package], conformance: Conformance
) -> int:
    """Return how many findings `conform` will have."""
    return sum(
        is_replayed_against(package, counterpart_of(model, conformance), conformance)
        for model in models
        for package in packages
    )


def own_releases(task: ReplayTask, releases: Mapping[Package, Release]) -> list[Release]:
    """Return the releases that a model is replayed against."""
    counterpart, conformance = task.counterpart, task.settings.conformance
    return [
        one
        for package, one in releases.items()
        if is_replayed_against(package, counterpart, conformance)
    ]


def is_replayed_against(
    package: Package, counterpart: Counterpart, conformance: Conformance
) -> bool:
    """Tell whether a claim is replayed against a release: its program's own one, or any package."""
    program = counterpart.program
    if program and program.release:
        return package == program.release
    # Other claims' programs may have releases of their own, which are no packages.
    return bool(package.integrity) or package in conformance.packages


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
    releases = {package: Release(package) for package in packages}
    if not any(is_replayed_on_packages(task.counterpart) for task in tasks):
        return releases
    try:
        set_needs(settings.store, settings.conformance)
    except UnobtainableError as error:
        return {one: Release(one, reason=str(error)) for one in packages}
    fetched = [one for one in packages if one.integrity]
    with ThreadPoolExecutor(settings.jobs, thread_name_prefix="fetch") as pool:
        # Without their packages, of which a release needs none if all of its findings are kept.
        list(pool.map(lambda one: prepared(one, settings, listen), fetched))
    for package in fetched:
        listen(Fetching(package.label))
        stopped = Release(package, reason="interrupted")
        releases[package] = stopped if settings.stop.is_set() else obtained(package, settings.store)
    return releases


def prepared(package: Package, settings: ReplaySettings, listen: ReplayListener) -> None:
    """Fetch and unpack a release; what goes wrong, its finding will say."""
    # Ninety releases take minutes, and an interruption must not wait for them.
    if settings.stop.is_set():
        return
    listen(Fetching(package.label))
    with suppress(UnobtainableError):
        settings.store.code(package)


def obtained(package: Package, store: ReleaseStore) -> Release:
    """Return a release, from the cache or npm, or with the reason why it could not be obtained."""
    try:
        folder = store.code(package)
        node = node_for(read_manifest(folder).engines.get("node", ""))
    except UnobtainableError as error:
        return Release(package, reason=str(error))
    return Release(package, folder, node=node)
