"""What `moltverify conform` does with what it found: store, record, news, screen."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click
from msgspec import Struct

from moltverify.cli.conform_releases import all_releases
from moltverify.conformance import results
from moltverify.conformance.drift_record import (
    came_back,
    differing_from_record,
    newly_laxer,
    read_recorded,
    recordable_findings,
    write_recorded,
)
from moltverify.conformance.replay_task import ReplaySettings
from moltverify.conformance.results import LATEST, ConformanceResult, ReplayFinding
from moltverify.registry.digest import ClaimDigests
from moltverify.registry.records import Registry
from moltverify.releases.package_lock import write_package_lock
from moltverify.report.pages.markdown_text import md
from moltverify.report.terminal.conformance_text import print_conformance
from moltverify.report.terminal.terminal import make_console
from moltverify.store.findings import Found, Latest
from moltverify.store.record_files import write_atomically


class ReplayOutput(Struct, frozen=True):
    """Where findings go: the store of the registry, its record and its news if asked for."""

    registry: Registry
    store: Path
    as_json: bool = False
    record: bool = False
    news: Path | None = None


def write_findings(
    output: ReplayOutput,
    findings: Sequence[ReplayFinding],
    started: datetime,
    settings: ReplaySettings,
) -> None:
    """Keep the findings, and write the news and the record; after an interruption, neither."""
    registry, conformance = output.registry, settings.conformance
    if output.record and conformance.dependencies:
        # After an interruption too: what is pinned is not resolved again.
        write_package_lock(conformance.dependencies, settings.store.lock)
    # Findings of an interrupted replay would replace those of complete ones.
    if settings.stop.is_set():
        return
    keep_replays(Latest(output.store, LATEST, ClaimDigests(registry).of), findings, started)
    if output.news:
        write_news(output.news, newly_laxer(read_recorded(registry.specs), findings))
    if output.record:
        labels = [release.label for release in all_releases(conformance)]
        file = write_recorded(registry, findings, labels)
        # With --json, standard output has nothing but JSON.
        click.echo(f"wrote {file}", err=output.as_json)


def compared_result(
    registry: Registry, findings: tuple[ReplayFinding, ...], started: datetime, seconds: float
) -> ConformanceResult:
    """Return the result of a replay, compared with the record as it is now."""
    recorded = read_recorded(registry.specs)
    return ConformanceResult(
        started=started.isoformat(timespec="seconds"),
        seconds=seconds,
        findings=findings,
        otherwise=differing_from_record(recorded, findings) if recorded else (),
        came_back=came_back(recorded, findings) if recorded else (),
    )


def print_replays(result: ConformanceResult, as_json: bool) -> None:
    """Print the result, as JSON or as text."""
    if as_json:
        click.echo(results.replays_to_json(result))
    else:
        print_conformance(make_console(sys.stdout, None, os.environ), result)


def keep_replays(latest: Latest, findings: Iterable[ReplayFinding], started: datetime) -> None:
    """Keep the findings for reports; one in which nothing was run does not replace another."""
    found = [
        Found(f"{one.model}@{one.label}", one.claim, one) for one in recordable_findings(findings)
    ]
    latest.keep(found, started.isoformat(timespec="seconds"))


def write_news(file: Path, lines: Iterable[str]) -> None:
    """Write lines as a Markdown list; an empty file if there are none. Raises StoreError."""
    content = "".join(f"- {md(line)}\n" for line in lines)
    write_atomically(file, content.encode())
