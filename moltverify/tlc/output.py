"""The outcome of a run, from TLC's output, exit code and standard error.

A success and a violation both need three kinds of evidence that agree: the message codes, the
closing banner and the exit code. Where they disagree the outcome is a failure.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from moltverify.tlc.codes import (
    INTERRUPTED_STATUSES,
    KILLED_STATUSES,
    Code,
    ExitStatus,
    describe_exit,
)
from moltverify.tlc.coverage import Coverage, read_coverage
from moltverify.tlc.failures import failure, failure_without_message, plain_words
from moltverify.tlc.messages import FRAME_MARK, Message, read_messages
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Searched,
    Statistics,
    Stopped,
    StopReason,
)
from moltverify.tlc.sorted_output import SortedOutput, read_run
from moltverify.tlc.statistics import final_counts, last_progress, read_statistics
from moltverify.tlc.trace_reader import TraceSyntaxError
from moltverify.tlc.violations import ViolationRule, violation, violation_rule


class Reading(Struct, frozen=True):
    """The parsed output of one run; `printed` are the lines of Print and PrintT.

    `version` is TLC's version line, and `coverage` is None unless TLC ran with -coverage.
    """

    outcome: Outcome
    statistics: Statistics = Statistics()
    version: str | None = None
    warnings: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    coverage: Coverage | None = None


def read_output(
    stdout: str | Iterable[str],
    exit_code: int,
    stderr: str = "",
    *,
    stopped: StopReason | None = None,
    searched: Searched | None = None,
) -> Reading:
    """Return the parsed output of a run with option -tool; never raises.

    The output is a text or the lines of a file, whose ends are line feeds only.
    `exit_code` is negative for a signal. `stopped` is the reason if the caller ended the run.
    `searched` is the outcome of a search of random traces that finds nothing; with `seconds`, of
    one that the caller ended. Without it, such a search comes to no conclusion.
    """
    run = read_run(stdout, exit_code, stderr)
    statistics = read_statistics(run.messages)
    if stopped:
        in_time = searched is not None and searched.seconds is not None
        outcome: Outcome = (in_time and _searched(run, searched)) or Stopped(stopped)
    else:
        outcome = _outcome(run, statistics, searched)
    coverage = read_coverage(run.messages)
    return Reading(outcome, statistics, run.version, run.warnings, run.printed, coverage)


def _outcome(run: SortedOutput, statistics: Statistics, searched: Searched | None) -> Outcome:
    # The order matters: each function may assume that the reasons for doubt before it do not apply.
    return (
        _stopped_by_signal(run)
        or _silent(run)
        or _damaged(run)
        or _with_errors(run)
        or _completed_search(run, statistics, searched)
        or _without_success(run)
        or _success(run, statistics)
    )


def _contradiction(message: str) -> Failed:
    return Failed(FailureReason.CONTRADICTION, message)


def _stopped_by_signal(run: SortedOutput) -> Outcome | None:
    if run.is_finished:
        return None
    if run.exit_code in INTERRUPTED_STATUSES:
        return Stopped(StopReason.INTERRUPTED)
    # A crash of the JVM (SIGSEGV, SIGABRT) is not among them: that is a failure.
    if run.exit_code in KILLED_STATUSES:
        return Stopped(StopReason.KILLED)
    return None


def _silent(run: SortedOutput) -> Outcome | None:
    if run.messages or run.is_torn:
        return None
    details = _error_lines(run.stderr) or run.unframed.strip()[:400]
    what = "none of its coded messages" if run.unframed.strip() else "nothing"
    message = f"TLC printed {what} and ended with exit status {run.exit_code}."
    return Failed(FailureReason.NO_OUTPUT, f"{message}\n{details}" if details else message)


def _error_lines(stderr: str) -> str:
    # For a failure before TLC.process(), Java prints a stack trace, often around a framed message.
    start = stderr.find(FRAME_MARK)
    framed = read_messages(stderr[start:]) if start >= 0 else ()
    for part in framed:
        if isinstance(part, Message):
            return plain_words(part)
    lines = [line for line in stderr.split("\n") if line.strip() and not line.startswith("\t")]
    return "\n".join(lines[:5])


def _damaged(run: SortedOutput) -> Outcome | None:
    if not run.is_torn:
        return None
    return Failed(FailureReason.TRUNCATED, "TLC's output is damaged: a message is not closed.")


def _with_errors(run: SortedOutput) -> Outcome | None:
    if not run.errors:
        return None
    first = run.errors[0]
    if rule := violation_rule(first):
        return _violated(rule, first, run)
    found = failure(first, run.messages, run.unframed)
    if run.has(Code.TLC_SUCCESS):
        return _contradiction(f"TLC reports success and also: {found.message}")
    # Also if the output is cut off: a failure needs no further evidence, because it claims nothing.
    return found


def _violated(rule: ViolationRule, message: Message, run: SortedOutput) -> Outcome:
    line = message.text.strip().partition("\n")[0]
    if not run.is_finished:
        return Failed(FailureReason.TRUNCATED, f"The output ends before TLC does, after: {line}")
    # Under -continue TLC prints the success message after violations.
    if run.has(Code.TLC_SUCCESS):
        return _contradiction(f"TLC reports success and also: {line}")
    if len(run.errors) > 1:
        return _contradiction(f"TLC reports {len(run.errors)} errors, the first: {line}")
    # Both messages continue a trace for ever: back to a state, or stuttering.
    is_cyclic = run.has(Code.TLC_BACK_TO_STATE) or run.has(Code.TLC_STATE_PRINT3)
    is_prefix = run.exit_code in rule.prefix_exits and not is_cyclic
    if run.exit_code not in rule.exits and not is_prefix:
        status = f"exit status {run.exit_code} ({describe_exit(run.exit_code)})"
        return _contradiction(f"The {status} does not fit TLC's message: {line}")
    try:
        return violation(rule, message, run.messages, is_prefix)
    except TraceSyntaxError as error:
        return Failed(FailureReason.TRUNCATED, f"The trace is damaged ({error}) after: {line}")


def _completed_search(
    run: SortedOutput, statistics: Statistics, searched: Searched | None
) -> Outcome | None:
    # TLC prints no success for random traces: its counts, the banner and the status stand for it.
    counted = run.has(Code.TLC_PROGRESS_SIMU) and (statistics.generated or 0) > 0
    if not counted or not run.is_finished or run.exit_code != ExitStatus.SUCCESS:
        return None
    return None if searched and searched.traces is None else _searched(run, searched)


def _searched(run: SortedOutput, searched: Searched | None) -> Outcome | None:
    """Return that TLC searched random traces, if it had begun and reported no violation."""
    begun = run.has(Code.TLC_MODE_SIMU) and run.has(Code.TLC_COMPUTING_INIT_PROGRESS)
    return searched if begun and not run.errors and not run.is_torn else None


def _without_success(run: SortedOutput) -> Outcome | None:
    if run.has(Code.TLC_SUCCESS) and run.is_finished:
        return None
    return failure_without_message(run.exit_code, run.is_finished, run.unframed)


def _success(run: SortedOutput, statistics: Statistics) -> Outcome:
    """Return Holds if all counts confirm TLC's success message, which alone is not sufficient."""
    if run.exit_code != ExitStatus.SUCCESS:
        meaning = describe_exit(run.exit_code)
        return _contradiction(f"TLC reports success but exit status {run.exit_code}: {meaning}")
    if not run.has(Code.TLC_MODE_MC):
        message = (
            "Only a breadth-first search counts what it leaves unexplored; this was another mode."
        )
        return Failed(FailureReason.INCOMPLETE, message)
    # TLC reports success for an empty state space: every property holds in no state.
    if statistics.distinct == 0 or statistics.initial_distinct == 0:
        return Failed(FailureReason.NO_INITIAL_STATES, "No state satisfies the initial predicate.")
    final, progress = final_counts(run.messages), last_progress(run.messages)
    if not final or not progress or None in (final.queue, statistics.initial_distinct):
        return Failed(FailureReason.TRUNCATED, "TLC's counts of states are missing.")
    if final.counts != progress.counts:
        return _contradiction("TLC's last two counts of states differ.")
    # TLCSet("exit", TRUE) ends a search early, and TLC reports success.
    if statistics.queue:
        message = f"{statistics.queue} states were left unexplored."
        return Failed(FailureReason.INCOMPLETE, message)
    return Holds()
