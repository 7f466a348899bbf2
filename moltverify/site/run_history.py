"""The history of verdicts: an entry for each run, in a JSON file that grows with every site."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from moltverify.errors import UsageError
from moltverify.site.site_contents import SiteContents
from moltverify.store.json_records import indented_json, read_json
from moltverify.store.record_files import write_atomically
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_times import checking_seconds

FORMAT = 1


class ClaimVerdict(Struct, frozen=True):
    """A claim in a run: the worst verdict of its models, and the distinct states of its green."""

    verdict: Verdict
    distinct: int | None


class RunEntry(Struct, frozen=True, kw_only=True):
    """One run: its verdicts, and how many claims hold in the newest release on record.

    `registry` is the digest of the registry and all specs, `seconds` the time of all models.
    """

    run: str
    started: str
    moltverify: str
    tlc: str
    registry: str
    seconds: float
    models: int
    as_expected: int
    missing: int
    newest: str
    holds: int
    laxer: int
    claims: dict[str, ClaimVerdict]


class History(Struct, frozen=True):
    """The file: its format, and its entries, the oldest first."""

    format: int
    runs: tuple[RunEntry, ...]


def run_entry(contents: SiteContents) -> RunEntry:
    """Return the entry of the run that a site shows."""
    suite = contents.suite
    states = contents.states.values()
    return RunEntry(
        run=suite.run,
        started=suite.started,
        moltverify=suite.moltverify,
        tlc=suite.tools.release or "",
        registry=suite.registry,
        seconds=round(checking_seconds(suite), 1),
        models=len(suite.models),
        as_expected=sum(one.verdict is Verdict.AS_EXPECTED for one in suite.models),
        missing=len(suite.missing),
        newest=contents.releases[-1] if contents.releases else "",
        holds=sum(one.is_good for one in states),
        laxer=sum(one.is_laxer for one in states),
        claims={
            view.id: ClaimVerdict(view.verdict, view.distinct) for view in contents.page.claims
        },
    )


def read_history(file: Path) -> tuple[RunEntry, ...]:
    """Return the entries of a file; none if there is no file. Raises UsageError for other files."""
    try:
        history = read_json(file.read_bytes(), History)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} is no history: {error}", "name another file") from error
    if history.format != FORMAT:
        raise UsageError(f"{file} has format {history.format}, not {FORMAT}", "update moltverify")
    return history.runs


def with_entry(runs: Sequence[RunEntry], entry: RunEntry) -> tuple[RunEntry, ...]:
    """Return the entries with one more; it replaces an earlier one about the same run."""
    others = [one for one in runs if one.run != entry.run]
    return tuple(sorted([*others, entry], key=lambda one: one.started))


def write_history(file: Path, runs: Sequence[RunEntry]) -> None:
    """Write the file; raises StoreError."""
    write_atomically(file, history_json(runs))


def history_json(runs: Sequence[RunEntry]) -> bytes:
    """Return the content of the file."""
    return indented_json(History(FORMAT, tuple(runs)))
