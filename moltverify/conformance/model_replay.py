"""One model and each release: replay the vectors, compare the answers, return a finding."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.commands import replay_start
from moltverify.conformance.compare import disallowed_outcomes, on_record, simplest
from moltverify.conformance.judgement import ABSENCES, Evidence, judge_replay
from moltverify.conformance.kept_replays import KeptReplays, replay_key
from moltverify.conformance.model_vectors import (
    NoVectorsError,
    VectorSource,
)
from moltverify.conformance.projection import NOON
from moltverify.conformance.protocol import Header, LoadedFile
from moltverify.conformance.records import (
    Direction,
    Program,
    Status,
)
from moltverify.conformance.red_judgement import judge_red
from moltverify.conformance.replay import NotReplayedError, Replay, replay
from moltverify.conformance.replay_events import Replaying
from moltverify.conformance.replay_task import (
    Calls,
    LazyCalls,
    Release,
    ReplaySettings,
    ReplayTask,
)
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Role
from moltverify.releases.import_closure import package_name
from moltverify.releases.npm import UnobtainableError

NOT_DESCRIBED = "conformance.yaml does not say how this claim is replayed"


class Replayed(Struct, frozen=True):
    """A replay of a model, with the label of the release."""

    label: str
    ran: Replay


def replayed(task: ReplayTask, releases: Sequence[Release]) -> Iterator[ReplayFinding]:
    """Yield the finding of one model for each release."""
    counterpart = task.counterpart
    if not counterpart.program:
        # A claim that the file does not mention may have been forgotten.
        status = Status.NO_COUNTERPART if counterpart.none else Status.NOT_RUN
        for release in releases:
            yield uncounted_finding(task, release, status, counterpart.none or NOT_DESCRIBED)
        return
    if not releases:
        return
    calls = LazyCalls(task)
    # Per model, because a replay has the answers to one model's vectors.
    answered: dict[tuple[LoadedFile, ...], Replayed] = {}
    for release in releases:
        yield one_release(task, counterpart.program, release, calls, answered)


def one_release(
    task: ReplayTask,
    program: Program,
    release: Release,
    calls: LazyCalls,
    answered: dict[tuple[LoadedFile, ...], Replayed],
) -> ReplayFinding:
    """Return the finding for one release, from those that are kept or by a replay."""
    if release.reason:
        return uncounted_finding(task, release, Status.NOT_RUN, release.reason)
    key = key_of_release(task, release, calls)
    kept = KeptReplays(task.settings.explorer.cache)
    package, node = release.package, release.node.version if release.node else ""
    if known := kept.get(key):
        return replace(known, package=package.name, version=package.version, node=node, seconds=0.0)
    try:
        # A key tells equal code without loading it.
        shared = {} if key else answered
        made = calls.calls()
        task.listen(Replaying(task.model.id, package.label))
        finding = fresh_finding(task, program, release, made, shared)
    except NoVectorsError as error:
        return uncounted_finding(task, release, Status.NOT_RUN, str(error))
    # What was not run may run the next time.
    if finding.status is not Status.NOT_RUN and not task.settings.stop.is_set():
        kept.put(key, replace(finding, same_as=""))
    return finding


def key_of_release(task: ReplayTask, release: Release, calls: LazyCalls) -> str:
    """Return the key of a release's finding; empty if it cannot be told."""
    if release.folder is None:
        return ""
    settings = task.settings
    return replay_key(
        task.model.id,
        calls.graphs,
        task.counterpart,
        settings.conformance,
        release.folder,
        settings.mutant,
    )


def fresh_finding(
    task: ReplayTask,
    program: Program,
    release: Release,
    calls: Calls,
    answered: dict[tuple[LoadedFile, ...], Replayed],
) -> ReplayFinding:
    """Replay a model on a release; `answered` has the replays by the files that they loaded."""
    settings, first = task.settings, header(task, program, release)
    try:
        if release.folder:
            settings.store.release(release.package)
        before = settings.store.used(release.package)
        start = replay_start(program, settings.conformance, release.node)
        if answered:
            # A replay without calls only loads the release; many releases do not change the files
            # that a claim uses, and their calls need not be repeated.
            files = replay(first, (), settings.stop, start, program.deadline).hello.files
            if files in answered:
                # The code is the same, but the records about the two releases may differ.
                same = judged(task, release, calls, answered[files].ran)
                return replace(same, same_as=answered[files].label, seconds=0.0)
        ran = replay(first, calls.own, settings.stop, start, program.deadline)
        while release.folder and installed_since(ran, release, settings, before):
            before = settings.store.used(release.package)
            ran = replay(first, calls.own, settings.stop, start, program.deadline)
    except (NotReplayedError, UnobtainableError) as error:
        return uncounted_finding(task, release, Status.NOT_RUN, str(error))
    if ran.hello.unavailable:
        status = ABSENCES[ran.hello.cause]
        return uncounted_finding(task, release, status, ran.hello.unavailable)
    # Without a list of files, two releases cannot be recognised as having the same code.
    if ran.hello.files:
        answered[ran.hello.files] = Replayed(release.package.label, ran)
    return judged(task, release, calls, ran)


def installed_since(
    ran: Replay, release: Release, settings: ReplaySettings, before: frozenset[str]
) -> bool:
    """Install what the code used and missed, and tell whether some of it is there now.

    What the code uses, only a replay shows; with it, the calls are made again. Another thread may
    have installed it meanwhile, so `before` are the packages that were there when this one began.
    """
    answers = ran.answers.values()
    missed = {*ran.hello.packages, *(name for one in answers for name in one.packages)}
    settings.store.add_packages(release.package, missed)
    later = settings.store.used(release.package) - before
    return bool(later & set(map(package_name, missed)))


def header(task: ReplayTask, program: Program, release: Release) -> Header:
    """Return the first line for a replay, without the folder, which `replay` adds."""
    conformance = task.settings.conformance
    return Header(
        model=task.model.id,
        package=str(release.folder or ""),
        folder="",
        clock=NOON,
        constants=VectorSource(task.model, task.counterpart, conformance).constants,
        parameters=dict(conformance.parameters),
        settings=dict(program.settings),
        mutant=task.settings.mutant,
    )


def judged(task: ReplayTask, release: Release, calls: Calls, ran: Replay) -> ReplayFinding:
    """Compare a replay with the outcomes that the model allows, and judge it."""
    if task.model.role is Role.RED:
        return judged_red(task, release, calls, ran)
    vectors = calls.own
    known = on_record(task.settings.conformance.drifts, task.model.id)
    differences = list(disallowed_outcomes(vectors, ran, known, task.counterpart.orders))
    evidence = Evidence(
        vectors=vectors,
        replay=ran,
        differences=differences,
        deterministic=task.counterpart.deterministic,
        omits=task.counterpart.omits,
    )
    judgement = judge_replay(evidence)
    return replace(
        uncounted_finding(task, release, judgement.status, judgement.reason),
        vectors=len(vectors),
        replayed=len(ran.answers) - len(evidence.absent),
        absent=len(evidence.absent),
        differing=len(differences),
        omits=task.counterpart.omits,
        known=sum(bool(one.known) for one in differences),
        laxer=sum(one.direction is Direction.LAXER for one in differences),
        new_laxer=sum(one.direction is Direction.LAXER and not one.known for one in differences),
        examples=simplest(differences),
        seconds=ran.seconds,
    )


def judged_red(task: ReplayTask, release: Release, calls: Calls, ran: Replay) -> ReplayFinding:
    """Compare a replay with the outcomes of the red and of its green."""
    known = on_record(task.settings.conformance.drifts, task.model.id)
    deterministic = task.counterpart.deterministic
    judgement = judge_red(calls.own, calls.green, ran, known, deterministic)
    absent = sum(bool(one.absent) for one in ran.answers.values())
    return replace(
        uncounted_finding(task, release, judgement.status, judgement.reason),
        vectors=len(calls.own),
        replayed=len(ran.answers) - absent,
        absent=absent,
        differing=len(judgement.faulty),
        omits=task.counterpart.omits,
        known=sum(bool(one.known) for one in judgement.faulty),
        examples=simplest(judgement.faulty),
        seconds=ran.seconds,
    )


def uncounted_finding(
    task: ReplayTask, release: Release, status: Status, reason: str
) -> ReplayFinding:
    """Return a finding without counts; about a red that was not replayed, CANNOT TELL."""
    # Of a red, each of these statuses means that nothing was replayed.
    if task.model.role is Role.RED and status in {Status.NOT_RUN, *ABSENCES.values()}:
        status = Status.CANNOT_TELL
    return ReplayFinding(
        claim=task.model.claim,
        model=task.model.id,
        package=release.package.name,
        version=release.package.version,
        node=release.node.version if release.node else "",
        status=status,
        reason=reason,
    )
