"""`moltverify trace --gateway`: copies of a system's state, compared with the claims of a suite."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from msgspec.structs import replace
from rich.console import Console

from moltverify.cli.tracing_tools import TracingTools
from moltverify.errors import UsageError
from moltverify.registry.records import Claim, Registry
from moltverify.report.terminal.snapshot_text import print_claim_answer, print_sum, print_tables
from moltverify.report.terminal.terminal import make_console
from moltverify.snapshots.claim_events import SnapshotEvents, snapshot_events
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_records import ClaimEvents, SnapshotSuite
from moltverify.snapshots.snapshot_registry import load_snapshots
from moltverify.tracing.snapshot_answers import ClaimAnswer, SnapshotReport, claim_answers
from moltverify.tracing.trace_answers import TraceReport
from moltverify.tracing.validate import validate, validation


def told_events(
    registry: Registry, only: Claim | None, snapshots: Sequence[Path], ids: IdNames
) -> SnapshotEvents:
    """Return what snapshots tell about all claims, or about one."""
    return snapshot_events(of_claim(load_snapshots(registry), only), snapshots, ids)


def compare_snapshots(
    registry: Registry, told: SnapshotEvents, tools: TracingTools, as_json: bool, full: bool
) -> int:
    """Compare what snapshots tell with the claims' models, and return the exit code."""
    claims = {one.id: one for one in registry.claims}
    console = None if as_json else make_console(sys.stdout, None, os.environ)
    if console:
        print_tables(console, told.tables)
    report = SnapshotReport(told.tables, tuple(printed_answers(told, claims, tools, console, full)))
    if console:
        print_sum(console, report)
    else:
        click.echo(msgspec.json.encode(report))
    return tools.exit_code(report.exit_code)


def printed_answers(
    told: SnapshotEvents,
    claims: dict[str, Claim],
    tools: TracingTools,
    console: Console | None,
    full: bool,
) -> list[ClaimAnswer]:
    """Return the answer about each claim, and print it as soon as it is there."""

    def compare(claim: Claim, events: ClaimEvents) -> TraceReport:
        asked = validation(claim, (), tools.follower, tools.reader, tools.jobs)
        return validate(replace(asked, given=events.events))

    answers = []
    for answer in claim_answers(told, claims, compare):
        if console:
            print_claim_answer(console, claims[answer.claim], answer, full)
        answers.append(answer)
        if tools.stop.signal:
            break
    return answers


def of_claim(suite: SnapshotSuite, only: Claim | None) -> SnapshotSuite:
    """Return a suite with one claim's queries, or all; raises UsageError for a claim without."""
    if only is None:
        return suite
    queries = tuple(one for one in suite.claims if one.claim == only.id)
    if not queries:
        known = ", ".join(one.claim for one in suite.claims)
        raise UsageError(f"{suite.file} has no query for {only.id}", f"it has those for {known}")
    return replace(suite, claims=queries)
