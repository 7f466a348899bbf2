"""`moltverify trace --gateway`: copies of a system's state, compared with the claims of a suite."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.registry.records import Registry
from moltverify.report.files.snapshot_formats import snapshot_json
from moltverify.report.files.workflow_commands import json_without_commands
from moltverify.report.terminal.snapshot_text import print_claim_answer, print_sum, print_tables
from moltverify.report.terminal.terminal import make_console
from moltverify.snapshots.claim_events import SnapshotEvents, snapshot_events
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_records import SnapshotSuite
from moltverify.snapshots.snapshot_registry import load_snapshots
from moltverify.tracing.log_check import named_claim
from moltverify.tracing.snapshot_answers import ClaimAnswer, SnapshotReport


def told_events(
    registry: Registry, only: str | None, snapshots: Sequence[Path], ids: IdNames
) -> SnapshotEvents:
    """Return what snapshots tell about all claims, or about one."""
    return snapshot_events(of_claim(load_snapshots(registry), registry, only), snapshots, ids)


def of_claim(suite: SnapshotSuite, registry: Registry, only: str | None) -> SnapshotSuite:
    """Return a suite with one claim's queries, or all; raises UsageError for a claim without."""
    if only is None:
        return suite
    claim = named_claim(registry, only)
    queries = tuple(one for one in suite.claims if one.claim == claim.id)
    if not queries:
        known = ", ".join(one.claim for one in suite.claims)
        raise UsageError(f"{suite.file} has no query for {only}", f"it has those for {known}")
    return replace(suite, claims=queries)


def print_snapshots(
    registry: Registry,
    told: SnapshotEvents,
    answers: Iterable[ClaimAnswer],
    as_json: bool,
    full: bool,
) -> SnapshotReport:
    """Print the answers, each as soon as it is there, and return them."""
    console = None if as_json else make_console(sys.stdout, None, os.environ)
    if console:
        print_tables(console, told.tables)
    found: list[ClaimAnswer] = []
    for answer in answers:
        if console:
            print_claim_answer(console, named_claim(registry, answer.claim), answer, full)
        found.append(answer)
    report = SnapshotReport(told.snapshots, told.tables, tuple(found))
    if console:
        print_sum(console, report)
    else:
        click.echo(json_without_commands(snapshot_json(report, registry)).decode())
    return report
