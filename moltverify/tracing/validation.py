"""Trace validation from beginning to end: logs to an answer."""

import time
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.plural import counted
from moltverify.registry.records import Claim, Model
from moltverify.registry.trace_records import TraceMapping
from moltverify.tla.dependencies import DependencyReader
from moltverify.tracing.event_log import EventLog, UnreadableLogError
from moltverify.tracing.follow_run import Follower, UndecidedError
from moltverify.tracing.followed_design import followed_design
from moltverify.tracing.following import Following
from moltverify.tracing.log_coverage import counted_states, coverage_rows
from moltverify.tracing.log_follow import follow_all
from moltverify.tracing.log_proof import log_proof
from moltverify.tracing.log_segments import LogSegment, log_segments
from moltverify.tracing.misfits import MisfitSearch
from moltverify.tracing.trace_answers import FitAnswer, Misfit, TraceReport

ReadLog: TypeAlias = Callable[[TraceMapping], EventLog]


class Validation(Struct, frozen=True, kw_only=True):
    """A claim, a function that reads the log to compare it with, and what TLC runs with."""

    claim: Claim
    green: Model
    mapping: TraceMapping
    read: ReadLog
    follower: Follower
    reader: DependencyReader
    jobs: int = 1
    seeds: int = 0


def validation(  # noqa: PLR0913 - an argument per part of a validation
    claim: Claim,
    read: ReadLog,
    follower: Follower,
    reader: DependencyReader,
    jobs: int = 1,
    seeds: int = 0,
) -> Validation:
    """Return the validation of a log; raises UsageError for a claim that has no mapping.

    With `seeds`, as many logs with one fault each are tried if the log fits.
    """
    if claim.trace is None or claim.green is None:
        raise UsageError(
            f"{claim.id} does not say what the events of a log are",
            "give the claim the key 'trace' (docs/trace.md)",
        )
    return Validation(
        claim=claim,
        green=claim.green,
        mapping=claim.trace,
        read=read,
        follower=follower,
        reader=reader,
        jobs=jobs,
        seeds=seeds,
    )


def answer_about_log(asked: Validation) -> TraceReport:
    """Return the answer about logs. Raises UsageError, and OSError for a log that is not there."""
    begun = time.monotonic()
    report = TraceReport(
        claim=asked.claim.id,
        title=asked.claim.title,
        answer=FitAnswer.UNREADABLE,
        reason="",
        jar=asked.follower.toolchain.jar.digest,
        release=asked.follower.toolchain.jar.known_as,
    )
    try:
        log = asked.read(asked.mapping)
        segments = log_segments(log.events, asked.mapping)
    except UnreadableLogError as error:
        return replace(report, reason=str(error))
    report = with_counts(report, log, segments)
    if not log.events:
        return replace(report, answer=FitAnswer.EMPTY, reason=empty_reason(log))
    try:
        report = answered(asked, segments, report)
    except UndecidedError as error:
        report = replace(report, answer=FitAnswer.UNDECIDED, reason=str(error))
    return replace(report, seconds=time.monotonic() - begun)


def with_counts(report: TraceReport, log: EventLog, segments: Sequence[LogSegment]) -> TraceReport:
    """Return a report with the size of the log."""
    return replace(
        report,
        logs=log.files,
        events=len(log.events),
        ignored=log.ignored,
        segments=sum(len(one.keys) for one in segments),
        distinct=len(segments),
    )


def empty_reason(log: EventLog) -> str:
    """Return why there is nothing to compare."""
    ignored = counted(log.ignored, "line")
    return f"the log has no event; {ignored} ignored" if log.ignored else "the log has no event"


def answered(
    asked: Validation, segments: tuple[LogSegment, ...], report: TraceReport
) -> TraceReport:
    """Return the report with TLC's answer; raises UndecidedError."""
    states = counted_states(asked.claim, asked.mapping)
    design = followed_design(asked.green, asked.reader)
    following = Following(
        design=design,
        mapping=asked.mapping,
        segments=segments,
        counted=tuple((one.predicate, one.most) for one in states),
    )
    followed = follow_all(following, asked.follower, asked.jobs)
    report = replace(
        report,
        fitting=sum(len(one.keys) for one in followed.counts),
        coverage=coverage_rows(asked.mapping, states, followed.counts),
        unjudged=design.unjudged,
        states=followed.states,
    )
    if followed.others:
        search = MisfitSearch(asked.claim, following, asked.follower, asked.reader)
        found = search.misfits(followed.others)
        report = replace(report, unfollowed=found.unfollowed)
        return misfit_report(report, found.misfits)
    report = covered_report(report)
    if asked.seeds:
        fitting = tuple(followed.counts)
        proof = log_proof(following, fitting, asked.follower, asked.jobs, asked.seeds)
        report = replace(report, proof=proof)
    return report


def covered_report(report: TraceReport) -> TraceReport:
    """Return the report on a log that fits: it fits, or it is too thin to show anything."""
    thin = [row for row in report.coverage if row.is_thin]
    if thin:
        seldom = ", ".join(f"{row.name} {row.occurred} of {row.at_least}" for row in thin)
        reason = f"all events fit, but the log has too little of: {seldom}"
        return replace(report, answer=FitAnswer.THIN, reason=reason)
    what = f"all {counted(report.events, 'event')} fit"
    many = f" in {counted(report.segments, 'segment')}" if report.segments > 1 else ""
    return replace(report, answer=FitAnswer.FITS, reason=what + many)


def misfit_report(report: TraceReport, misfits: tuple[Misfit, ...]) -> TraceReport:
    """Return the report on a log that does not fit the green, or that a design explains."""
    first = misfits[0]
    where = f"the event at {first.place} does not fit"
    if report.segments > 1:
        bad = report.segments - report.fitting
        share = f"{bad:,} of {counted(report.segments, 'segment')} do not fit"
        where = f"{share}; in the first, {where}"
    answer, reason = FitAnswer.DOES_NOT_FIT, where
    if (found := first.violation) is not None:
        answer = FitAnswer.VIOLATES
        reason = f"{where}; {found.model} has this behaviour, and it breaks {found.property}"
    return replace(report, answer=answer, reason=reason, misfits=misfits)
