"""Makes rows of the gateway's tables by the published releases' own functions.

`python -m tests.tracing.gateway.make [FOLDER]` writes `rows/`; FOLDER keeps what is fetched, and
may have archives that were fetched before.
"""

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event

from moltverify.conformance.adapter_needs import merged, needs_of
from moltverify.conformance.commands import HARNESS, KEPT, StartedCommand
from moltverify.conformance.protocol import Header
from moltverify.conformance.records import Vector
from moltverify.conformance.replay import Replay, replay
from moltverify.releases.node_runtime import node_for
from moltverify.releases.package import Package
from moltverify.releases.package_lock import read_package_lock
from moltverify.releases.release_folders import ReleaseStore
from tests.tracing.gateway.scenarios import FILES, NOON, SCENARIOS, Step

HERE = Path(__file__).parent
ROWS = HERE / "rows"
SPECS = HERE.parents[2] / "specs"
ADAPTER = HERE / "rows.mjs"
# A release with a database, and one with files.
DATABASE = Package(
    "openclaw",
    "2026.9.6",
    "sha512-Ie0kyQSCVfFqixsgVg39vevUDq01Ch5u3+7Yu5Y3qARczmdAe+lzp8bVnO9925rHiW/+CFp70zfORCyPmCH31g==",
)
OLD = Package(
    "openclaw",
    "2026.1.29",
    "sha512-CVUOAH83BCrlnD56I1JahGVpg0mjp4fjJPdJg9q6Pijn/YdOopsfdInDqSeIEZwGtu/+0w69/uJccY23C9I+vg==",
)
PATIENCE = 120.0  # seconds for one scenario
# The columns whose facts are kept: without payloads, and without what differs in each run.
COLUMNS = {
    "operator_approvals": (
        "approval_id, kind, status, created_at_ms, expires_at_ms, updated_at_ms, decision,"
        " terminal_reason, resolved_at_ms, resolver_kind, resolver_id, consumed_at_ms, consumed_by"
    ),
    "channel_pairing_requests": (
        "channel_key, account_id, request_id, code, created_at, last_seen_at"
    ),
    "channel_pairing_allow_entries": "channel_key, account_id, entry, sort_order, updated_at",
    "channel_ingress_events": (
        "queue_name, event_id, channel_id, account_id, status, received_at, updated_at,"
        " claim_owner, claimed_at, attempts, last_attempt_at, failed_reason, failed_at,"
        " completed_at"
    ),
}


def store(cache: Path, archives: Path | None = None) -> ReleaseStore:
    """Return a store that keeps releases whole, because nobody says what their workers load."""
    return ReleaseStore(
        cache=cache,
        wanted=merged(needs_of([str(ADAPTER)])),
        whole=True,
        lock=read_package_lock(SPECS / "adapters" / "release-packages.json"),
        archives=archives,
    )


def steps_with_saves(scenario: Mapping[str, tuple[Step, ...]], folder: Path) -> Iterator[Step]:
    """Yield the steps of a scenario, with one that saves each snapshot into a folder."""
    for name, steps in scenario.items():
        yield from steps
        yield Step(steps[-1].at, "save", {"to": str(folder / name)})


def vector_of(number: int, step: Step) -> Vector:
    """Return a step as a call of the harness."""
    return Vector(
        id=number,
        claim="",
        model="",
        digest="",
        action=step.action,
        state={},
        arguments=dict(step.arguments),
        clock=NOON + step.at,
        allowed=(),
    )


def make_snapshots(
    releases: ReleaseStore, package: Package, scenario: Mapping[str, tuple[Step, ...]], folder: Path
) -> None:
    """Let a release do what a scenario says, and save its snapshots into a folder.

    Which packages a worker imports is known once they are missed.
    """
    calls = [
        vector_of(number, step) for number, step in enumerate(steps_with_saves(scenario, folder))
    ]
    missed: set[str] = set()
    while True:
        answers = run_calls(releases.release(package), calls).answers
        more = {name for answer in answers.values() for name in answer.packages}
        if more <= missed:
            break
        missed |= more
        releases.add_packages(package, missed)
    for call in calls:
        assert not answers[call.id].error + answers[call.id].absent, (call, answers[call.id])


def run_calls(release: Path, calls: Sequence[Vector]) -> Replay:
    """Make calls to a release under the harness."""
    header = Header(
        model="",
        package=str(release),
        folder="",
        clock=NOON,
        constants={},
        parameters={},
        settings={},
    )
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    asked = json.loads((release / "package.json").read_text("utf-8")).get("engines", {})
    command = (str(node_for(asked.get("node", "")).program), str(HARNESS), str(ADAPTER))
    return replay(header, calls, Event(), StartedCommand(command, kept, HERE), PATIENCE)


def facts(database: Path) -> dict[str, list[dict[str, str | int | None]]]:
    """Return the rows of the tables that are looked at."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in connection.execute(f"SELECT {columns} FROM {table}")]
            for table, columns in COLUMNS.items()
        }


def main() -> None:
    """Write the rows of all scenarios."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        kept = Path(sys.argv[1]) if len(sys.argv) > 1 else folder
        releases = store(kept / "cache", kept)
        ROWS.mkdir(exist_ok=True)
        for scenario in SCENARIOS.values():
            make_snapshots(releases, DATABASE, scenario, folder)
            for name in scenario:
                text = json.dumps(facts(folder / name), indent=1)
                (ROWS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        for scenario in FILES.values():
            make_snapshots(releases, OLD, scenario, folder)
            for name in scenario:
                shutil.copytree(folder / name, ROWS / name, dirs_exist_ok=True)


if __name__ == "__main__":
    main()
