"""The loop: models and releases in, findings out.

    for each model: vectors from TLC; for each release: replay, compare, keep the finding

A release that cannot be had, or a model that cannot be explored, is a finding too: NOT RUN.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance import compare as judgement
from moltverify.conformance import model_vectors as vectors
from moltverify.conformance import replay
from moltverify.conformance.adapters import ADAPTERS
from moltverify.conformance.npm import UnobtainableError
from moltverify.conformance.packages import release_folder
from moltverify.conformance.projection import NOON
from moltverify.conformance.records import (
    Conformance,
    Counterpart,
    Header,
    LoadedFile,
    Package,
    PlantedBug,
    Program,
    Status,
    Vector,
)
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Model

NOT_DESCRIBED = "conformance.yaml does not say how this claim is replayed"
Listen = Callable[[ReplayFinding], None]


class Release(Struct, frozen=True):
    """A release and how it is started, or the reason why it cannot be.

    `folder` is where a package lies; what a command replays has none.
    """

    package: Package
    start: replay.Start | None
    folder: Path | None = None
    reason: str = ""


class ReplaySettings(Struct, frozen=True, kw_only=True):
    """How models are replayed; `mutant` plants a bug into the implementation."""

    conformance: Conformance
    explorer: vectors.Explorer
    cache: Path
    jobs: int
    stop: Event
    mutant: PlantedBug | None = None
    deadline: float = replay.DEADLINE


class Replayed(Struct, frozen=True):
    """What was replayed of a model: the label of the release, and what it answered."""

    label: str
    ran: replay.Replay


class ReplayTask(Struct, frozen=True):
    """One model to replay, and how."""

    model: Model
    counterpart: Counterpart
    settings: ReplaySettings


def conform(
    models: Sequence[Model], packages: Sequence[Package], settings: ReplaySettings, listen: Listen
) -> tuple[ReplayFinding, ...]:
    """Replay the models against those of the releases that are theirs, model by model."""
    conformance = settings.conformance
    tasks = [
        ReplayTask(model, conformance.of(model.claim) or Counterpart(claim=model.claim), settings)
        for model in models
    ]
    needed = any(task.counterpart.adapter for task in tasks)
    obtainable = {
        package: obtained(package, settings)
        if needed and package.integrity
        else Release(package, None)
        for package in packages
    }

    def findings_of(task: ReplayTask) -> tuple[ReplayFinding, ...]:
        own = conformance.releases_of(task.counterpart)
        program = task.counterpart.program
        releases = [obtainable[package] for package in own if package in obtainable]
        return tuple(
            replayed(task, [of_program(program, task)] if program and releases else releases)
        )

    with ThreadPoolExecutor(settings.jobs, thread_name_prefix="conform") as pool:
        found: list[ReplayFinding] = []
        for findings in pool.map(findings_of, tasks):
            for finding in findings:
                listen(finding)
                found.append(finding)
    return tuple(found)


def obtained(package: Package, settings: ReplaySettings) -> Release:
    """Return a release, fetched if it must be."""
    try:
        return Release(package, replay.harness(), release_folder(package, settings.cache))
    except UnobtainableError as error:
        return Release(package, None, reason=str(error))


def of_program(program: Program, task: ReplayTask) -> Release:
    """Return the release that a command replays, which is started where the registry lies."""
    folder = task.settings.conformance.file.resolve().parent
    return Release(program.release, replay.Start(program.command, os.environ, folder))


def replayed(task: ReplayTask, releases: Sequence[Release]) -> Iterator[ReplayFinding]:
    """Yield what each release's replay of one model says."""
    counterpart = task.counterpart
    if not counterpart.adapter and not counterpart.program:
        status = Status.NO_COUNTERPART if counterpart.none else Status.NOT_RUN
        for release in releases:
            yield uncounted_finding(task, release, status, counterpart.none or NOT_DESCRIBED)
        return
    try:
        made = vectors.vectors_of(
            vectors.VectorSource(task.model, counterpart), task.settings.explorer
        )
    except vectors.NoVectorsError as error:
        for release in releases:
            yield uncounted_finding(task, release, Status.NOT_RUN, str(error))
        return
    seen: dict[tuple[LoadedFile, ...], Replayed] = {}
    for release in releases:
        yield one_release(task, release, made, seen)


def one_release(
    task: ReplayTask,
    release: Release,
    made: Sequence[Vector],
    seen: dict[tuple[LoadedFile, ...], Replayed],
) -> ReplayFinding:
    """Return what one release's replay says; `seen` has what the same code said before."""
    if release.start is None:
        return uncounted_finding(task, release, Status.NOT_RUN, release.reason)
    settings, first = task.settings, header(task, release)
    program = task.counterpart.program
    deadline = program.timeout if program else settings.deadline
    try:
        if seen:
            files = replay.replay(first, (), settings.stop, release.start).hello.files
            if files in seen:
                # The code is the same, but what is on record of the two may differ.
                same = judged(task, release, made, seen[files].ran)
                return replace(same, same_as=seen[files].label, seconds=0.0)
        ran = replay.replay(first, made, settings.stop, release.start, deadline)
    except replay.NotReplayedError as error:
        return uncounted_finding(task, release, Status.NOT_RUN, str(error))
    if ran.hello.unavailable:
        return uncounted_finding(task, release, Status.NO_COUNTERPART, ran.hello.unavailable)
    seen[ran.hello.files] = Replayed(release.package.label, ran)
    return judged(task, release, made, ran)


def header(task: ReplayTask, release: Release) -> Header:
    """Return the first line for a replay."""
    adapter = ADAPTERS.get(task.counterpart.adapter)
    return Header(
        model=task.model.id,
        adapter=adapter.driver if adapter else "",
        package=str(release.folder or ""),
        folder="",
        clock=NOON,
        constants=vectors.VectorSource(task.model, task.counterpart).constants,
        parameters=dict(task.settings.conformance.parameters),
        settings=dict(adapter.settings) if adapter else {},
        mutant=task.settings.mutant,
    )


def judged(
    task: ReplayTask, release: Release, made: Sequence[Vector], ran: replay.Replay
) -> ReplayFinding:
    """Compare a replay with what the model allows."""
    known = judgement.on_record(task.settings.conformance.drifts, task.model.id, release.package)
    found = list(judgement.disallowed_outcomes(made, ran, known))
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
        uncounted_finding(task, release, status, reason),
        vectors=len(made),
        replayed=len(ran.answers) - len(absent),
        absent=len(absent),
        differing=len(found),
        omits=task.counterpart.omits,
        stale=judgement.stale(made, ran, known, found),
        known=sum(bool(one.known) for one in found),
        examples=judgement.simplest(found),
        seconds=ran.seconds,
    )


def uncounted_finding(
    task: ReplayTask, release: Release, status: Status, reason: str
) -> ReplayFinding:
    """Return a finding without counts."""
    return ReplayFinding(
        claim=task.model.claim,
        model=task.model.id,
        package=release.package.name,
        version=release.package.version,
        status=status,
        reason=reason,
    )
