"""Runs of TLC that follow a log, and what they found out."""

from pathlib import Path
from threading import Event
from uuid import uuid4

from msgspec import Struct, field
from msgspec.structs import replace

from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.staged_files import StagedFiles
from moltverify.running.tethered_process import Launch
from moltverify.running.toolchain import Toolchain
from moltverify.tla.value_types import Value
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    first_message_line,
    outcome_text,
)
from moltverify.tlc.output import Reading
from moltverify.tlc.trace import Step, Trace
from moltverify.tracing.follow_module import following_files
from moltverify.tracing.following import AT, GOAL, OWN_VARIABLES, SEGMENT, Following
from moltverify.tracing.log_module import ToldSegments, told_segments
from moltverify.tracing.log_segments import LogSegment


class UndecidedError(Exception):
    """TLC came to no answer about a log; the message says why."""


class Follower(Struct, frozen=True, kw_only=True):
    """What runs need: tools, a folder for TLC's output, seconds for each run, and a stop flag."""

    toolchain: Toolchain
    launch: Launch
    folder: Path
    timeout: float
    stop: Event = field(default_factory=Event)

    def run(self, following: Following, graph: str = "") -> "FollowedRun":
        """Return what TLC finds out; raises UndecidedError, and OSError for unwritable files."""
        reading, logs = self.read(following, following_files(following), graph)
        require_answer(reading.outcome, following, self.timeout)
        outcome = reading.outcome
        trace = outcome.trace if isinstance(outcome, Violated) else None
        return FollowedRun(told_segments(reading.printed), trace, reading.statistics, logs)

    def read(
        self, following: Following, files: StagedFiles, graph: str = ""
    ) -> tuple[Reading, Path]:
        """Return TLC's output for some files with the design's options, and the logs' folder."""
        logs = self.folder / uuid4().hex
        logs.mkdir(parents=True)
        options = following.design.model.job.options
        task = TlcTask(
            files=files,
            options=replace(
                options,
                timeout=self.timeout,
                # One thread, whose registers know what was printed.
                workers=1,
                auto_workers=False,
                random_search=None,
                # A log ends, and so does the behaviour that follows it.
                deadlock=False,
            ),
            toolchain=self.toolchain,
            logs=logs,
            stop=self.stop,
            graph=logs / graph if graph else None,
        )
        return run_task(task, self.launch).reading, logs


class FollowedRun(Struct, frozen=True):
    """What TLC printed about segments, the behaviour to the goal if there is one, and counts."""

    told: ToldSegments
    trace: Trace | None
    statistics: Statistics
    logs: Path


def require_answer(outcome: Outcome, following: Following, timeout: float) -> None:
    """Raise UndecidedError unless TLC came to an answer."""
    match outcome:
        case Stopped(StopReason.TIMEOUT):
            raise UndecidedError(f"TLC did not come to an end in {timeout:g} s; see --timeout")
        case Stopped(reason):
            raise UndecidedError(f"TLC was stopped: {reason.value}")
        # No state of the model is what the log shows at first, which is an answer.
        case Failed(FailureReason.NO_INITIAL_STATES):
            return
        case Failed(reason, message):
            what = f"TLC failed ({reason.value}): {failure_words(message)}"
            raise UndecidedError(failure_place(outcome.trace, following.segments) + what)
        case Holds():
            return
        case Violated(property=name) if following.goal and name == GOAL:
            return
        # Such as an assumption about constants that are taken from the log.
        case _:
            raise UndecidedError(f"TLC refused the model: {outcome_text(outcome)}")


def failure_words(message: str) -> str:
    """Return TLC's message in one line of bounded length."""
    words = " ".join(message.split())
    return words if len(words) <= 300 else f"{first_message_line(message)[:300]}..."


def failure_place(trace: Trace, segments: tuple[LogSegment, ...]) -> str:
    """Return the place of the event that could not be evaluated, if TLC came to one."""
    if not trace.steps:
        return ""
    last = dict(trace.steps[-1].state)
    segment, at = last.get(SEGMENT), last.get(AT)
    if not isinstance(segment, int) or not isinstance(at, int):
        return ""
    events = segments[segment - 1].events
    return f"{events[at].place}: " if at < len(events) else ""


def without_cursor(step: Step) -> Step:
    """Return a step with the variables of the design only."""
    return replace(step, state=tuple(one for one in step.state if one[0] not in OWN_VARIABLES))


def value_of(step: Step, name: str) -> Value | None:
    """Return a variable's value in a step, or None if the step does not have it."""
    return dict(step.state).get(name)
