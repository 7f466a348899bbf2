"""The loop: models and releases in, findings out.

    for each model: vectors from TLC; for each release: replay, compare, keep the finding

A release that cannot be had, or a model that cannot be explored, is a finding too: NOT RUN.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance import judgement, replay, vectors
from moltverify.conformance.adapters import ADAPTERS
from moltverify.conformance.npm import UnobtainableError
from moltverify.conformance.packages import release_folder
from moltverify.conformance.records import (
    Conformance,
    Counterpart,
    Header,
    LoadedFile,
    Mutant,
    Package,
    Status,
    Vector,
)
from moltverify.conformance.results import Finding
from moltverify.conformance.transitions import NOON
from moltverify.registry.records import Model

NOT_DESCRIBED = "conformance.yaml does not say how this claim is replayed"
Listen = Callable[[Finding], None]


class Release(Struct, frozen=True):
    """A release and its folder, or the reason why there is none."""

    package: Package
    folder: Path | None
    reason: str = ""


class Settings(Struct, frozen=True, kw_only=True):
    """How models are replayed; `mutant` plants a bug into the implementation."""

    conformance: Conformance
    explorer: vectors.Explorer
    cache: Path
    jobs: int
    stop: Event
    mutant: Mutant | None = None
    deadline: float = replay.DEADLINE


class Task(Struct, frozen=True):
    """One model to replay, and how."""

    model: Model
    counterpart: Counterpart
    settings: Settings


def conform(
    models: Sequence[Model], packages: Sequence[Package], settings: Settings, listen: Listen
) -> tuple[Finding, ...]:
    """Replay the models against the releases; return the findings model by model."""
    described = {one.claim: one for one in settings.conformance.counterparts}
    tasks = [
        Task(model, described.get(model.claim) or Counterpart(claim=model.claim), settings)
        for model in models
    ]
    needed = any(task.counterpart.adapter for task in tasks)
    releases = [
        obtained(package, settings) if needed else Release(package, None) for package in packages
    ]
    with ThreadPoolExecutor(settings.jobs, thread_name_prefix="conform") as pool:
        found: list[Finding] = []
        for findings in pool.map(lambda task: tuple(replayed(task, releases)), tasks):
            for finding in findings:
                listen(finding)
                found.append(finding)
    return tuple(found)


def obtained(package: Package, settings: Settings) -> Release:
    """Return a release, fetched if it must be."""
    try:
        return Release(package, release_folder(package, settings.cache))
    except UnobtainableError as error:
        return Release(package, None, str(error))


def replayed(task: Task, releases: Sequence[Release]) -> Iterator[Finding]:
    """Yield what each release's replay of one model says."""
    counterpart = task.counterpart
    if not counterpart.adapter:
        status = Status.NO_COUNTERPART if counterpart.none else Status.NOT_RUN
        for release in releases:
            yield finding(task, release, status, counterpart.none or NOT_DESCRIBED)
        return
    try:
        made = vectors.vectors_of(vectors.Source(task.model, counterpart), task.settings.explorer)
    except vectors.NoVectorsError as error:
        for release in releases:
            yield finding(task, release, Status.NOT_RUN, str(error))
        return
    seen: dict[tuple[LoadedFile, ...], Finding] = {}
    for release in releases:
        yield one_release(task, release, made, seen)


def one_release(
    task: Task,
    release: Release,
    made: Sequence[Vector],
    seen: dict[tuple[LoadedFile, ...], Finding],
) -> Finding:
    """Return what one release's replay says; `seen` has what the same code said before."""
    if release.folder is None:
        return finding(task, release, Status.NOT_RUN, release.reason)
    try:
        files = (
            replay.replay(header(task, release), (), task.settings.stop).hello.files if seen else ()
        )
        if files in seen:
            return same_code(seen[files], release)
        ran = replay.replay(
            header(task, release), made, task.settings.stop, deadline=task.settings.deadline
        )
    except (replay.NotReplayedError, UnobtainableError) as error:
        return finding(task, release, Status.NOT_RUN, str(error))
    if ran.hello.unavailable:
        return finding(task, release, Status.NO_COUNTERPART, ran.hello.unavailable)
    result = judged(task, release, made, ran)
    seen[ran.hello.files] = result
    return result


def same_code(earlier: Finding, release: Release) -> Finding:
    """Return the finding of a release whose loaded files are those of another."""
    package = release.package
    return replace(
        earlier,
        package=package.name,
        version=package.version,
        same_as=earlier.same_as or earlier.label,
        seconds=0.0,
    )


def header(task: Task, release: Release) -> Header:
    """Return the first line for a replay."""
    adapter = ADAPTERS[task.counterpart.adapter]
    return Header(
        adapter=adapter.driver,
        package=str(release.folder),
        folder="",
        clock=NOON,
        constants=vectors.Source(task.model, task.counterpart).constants,
        parameters=dict(task.settings.conformance.parameters),
        settings=dict(adapter.settings),
        mutant=task.settings.mutant,
    )


def judged(task: Task, release: Release, made: Sequence[Vector], ran: replay.Replay) -> Finding:
    """Compare a replay with what the model allows."""
    known = judgement.on_record(task.settings.conformance.drifts, task.model.id, release.package)
    found = list(judgement.differences(made, ran, known))
    status, reason = Status.CONFORMS, ""
    if ran.ended or not made:
        status, reason = Status.NOT_RUN, ran.ended or "no step of the model is a call"
    several = [one for one in made if len(one.allowed) > 1]
    if task.counterpart.deterministic and several:
        status, reason = Status.NOT_RUN, f"{len(several)} calls have several outcomes in the model"
    absent = [one.absent for one in ran.answers.values() if one.absent]
    if absent and not reason:
        reason = "; ".join(dict.fromkeys(absent))
        status = Status.NO_COUNTERPART if len(absent) == len(made) else status
    if found:
        status = Status.DRIFT
    return replace(
        finding(task, release, status, reason),
        vectors=len(made),
        replayed=len(ran.answers) - len(absent),
        absent=len(absent),
        differing=len(found),
        omits=task.counterpart.omits,
        known=sum(bool(one.known) for one in found),
        examples=judgement.simplest(found),
        seconds=ran.seconds,
    )


def finding(task: Task, release: Release, status: Status, reason: str) -> Finding:
    """Return a finding without counts."""
    return Finding(
        claim=task.model.claim,
        model=task.model.id,
        package=release.package.name,
        version=release.package.version,
        status=status,
        reason=reason,
    )
