"""Whether a replay can fail: seeded bugs that it must see.

Into a release a bug is planted, and the harness says whether the changed file was loaded. The
answers of any other command are changed on their way: one of each action, to an outcome that the
model does not allow there.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.commands import replay_start
from moltverify.conformance.compare import disallowed_outcomes
from moltverify.conformance.json_values import Json, json_text
from moltverify.conformance.model_replay import header, replayed
from moltverify.conformance.model_vectors import NoVectorsError
from moltverify.conformance.planted_bugs import ReleaseBug
from moltverify.conformance.protocol import CallAnswer
from moltverify.conformance.records import Program, Status, Vector
from moltverify.conformance.replay import NotReplayedError, Replay, replay
from moltverify.conformance.replay_events import ReplayListener
from moltverify.conformance.replay_task import LazyCalls, Release, ReplaySettings, ReplayTask
from moltverify.conformance.results import ReplayFinding
from moltverify.conformance.suite import counterpart_of, obtained_releases
from moltverify.errors import ExitCode
from moltverify.registry.records import Model
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package


class ProofStatus(Enum):
    """What became of a seeded bug; ordered, the last is the worst."""

    SEEN = "SEEN"
    NOT_TRIED = "NOT TRIED"
    MISSED = "MISSED"


class Proof(Struct, frozen=True, kw_only=True):
    """One seeded bug: the claim, the release, what was changed, and whether the replay saw it.

    `reason` says what differed, or why the bug could not be tried.
    """

    claim: str
    release: str
    bug: str
    status: ProofStatus
    reason: str = ""


def proofs(
    models: Sequence[Model],
    settings: ReplaySettings,
    bugs: Mapping[str, Sequence[ReleaseBug]],
    listen: ReplayListener,
) -> Iterator[Proof]:
    """Yield a proof for each seeded bug of each model that a program replays."""
    packages = {one.label: one for one in settings.conformance.packages}
    for model in models:
        task = ReplayTask(model, counterpart_of(model, settings.conformance), settings, listen)
        program = task.counterpart.program
        if program is None:
            continue
        if program.release:
            yield from prove_command(task, program, Release(program.release))
            continue
        own = bugs.get(model.claim, ())
        needed = [packages[one.release] for one in own if one.release in packages]
        releases = obtained_releases([task], needed, settings, listen)
        for bug in own:
            release = releases.get(packages.get(bug.release, Package("", "")))
            yield prove_release(task, release, bug) if release else unregistered(task, bug)
        if not own:
            yield untried(task, "", "no bug is registered", "conformance.yaml plants none")


def unregistered(task: ReplayTask, bug: ReleaseBug) -> Proof:
    """Return the proof for a bug of a release that is not among the packages."""
    return untried(task, bug.release, bug.why, "the release is not registered")


def untried(task: ReplayTask, release: str, bug: str, reason: str) -> Proof:
    """Return the proof for a bug that could not be tried."""
    return Proof(
        claim=task.model.claim,
        release=release,
        bug=bug,
        status=ProofStatus.NOT_TRIED,
        reason=reason,
    )


def proof_code(found: Sequence[Proof]) -> ExitCode:
    """Return the exit code: a missed bug differs; one that was not tried is no verdict."""
    statuses = {one.status for one in found}
    if ProofStatus.MISSED in statuses:
        return ExitCode.DIFFERS
    tried = statuses == {ProofStatus.SEEN}
    return ExitCode.OK if tried else ExitCode.NO_VERDICT


def prove_release(task: ReplayTask, release: Release, bug: ReleaseBug) -> Proof:
    """Plant a bug into a release, and tell whether the replay differs from that without it."""
    [plain] = replayed(task, [release])
    [found] = replayed(with_bug(task, bug), [release])
    told = Proof(claim=task.model.claim, release=bug.release, bug=bug.why, status=ProofStatus.SEEN)
    if plain.status is Status.NOT_RUN or found.status is Status.NOT_RUN:
        reason = found.reason or plain.reason
        return replace(told, status=ProofStatus.NOT_TRIED, reason=reason)
    if differing_part(plain) == differing_part(found):
        return replace(told, status=ProofStatus.MISSED, reason="no call is answered differently")
    return replace(told, reason=f"{found.differing:,} calls differ, {plain.differing:,} without it")


def with_bug(task: ReplayTask, bug: ReleaseBug) -> ReplayTask:
    """Return a task whose release has a bug."""
    return replace(task, settings=replace(task.settings, mutant=bug.planted))


def differing_part(finding: ReplayFinding) -> tuple[object, ...]:
    """Return what a bug changes in a finding."""
    return finding.differing, finding.absent, tuple(map(repr, finding.examples))


def prove_command(task: ReplayTask, program: Program, release: Release) -> Iterator[Proof]:
    """Change one answer of each action of a command, and tell whether the comparison sees it."""
    told = untried(task, release.package.label, "", "")
    try:
        vectors = LazyCalls(task).calls().own
        start = replay_start(program, task.settings.conformance)
        first = header(task, program, release)
        ran = replay(first, vectors, task.settings.stop, start, program.deadline)
    except (NoVectorsError, NotReplayedError, UnobtainableError) as error:
        yield replace(told, bug="an answer is changed", reason=str(error))
        return
    for action, vector in first_answered(vectors, ran).items():
        wrong = wrong_outcome(vector, vectors, ran)
        changed = with_answer(ran, CallAnswer(vector.id, wrong))
        orders = task.counterpart.orders
        seen = {one.vector.id for one in disallowed_outcomes(vectors, changed, (), orders)}
        status = ProofStatus.SEEN if vector.id in seen else ProofStatus.MISSED
        bug = f"{action} answers {json_text(wrong)}"
        yield replace(told, bug=bug, status=status)
    for action in unanswered_actions(vectors, ran):
        yield replace(told, bug=f"{action} answers wrongly", reason="no call of it is answered")


def first_answered(vectors: Sequence[Vector], ran: Replay) -> Mapping[str, Vector]:
    """Return for each action the first call that was answered with one outcome."""
    found: dict[str, Vector] = {}
    for vector in vectors:
        answer = ran.answers.get(vector.id)
        if answer and not answer.absent and not answer.error:
            found.setdefault(vector.action, vector)
    return found


def unanswered_actions(vectors: Sequence[Vector], ran: Replay) -> list[str]:
    """Return the actions of which no call was answered with an outcome."""
    return sorted({one.action for one in vectors} - first_answered(vectors, ran).keys())


def wrong_outcome(vector: Vector, vectors: Sequence[Vector], ran: Replay) -> Json:
    """Return an outcome that the model does not allow for a call: one of another call, if any."""
    allowed = set(map(json_text, vector.allowed))
    for other in vectors:
        answer = ran.answers.get(other.id)
        alike = other.action == vector.action and answer and not answer.absent and not answer.error
        if alike and answer and json_text(answer.outcome) not in allowed:
            return answer.outcome
    return {"changed": vector.allowed[0] if vector.allowed else None}


def with_answer(ran: Replay, answer: CallAnswer) -> Replay:
    """Return a replay in which one call has another answer."""
    return replace(ran, answers={**ran.answers, answer.id: answer})
