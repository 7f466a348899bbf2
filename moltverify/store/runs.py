"""Runs on disk: `.moltverify/runs/<id>/`, written atomically, old ones pruned.

A run's folder holds TLC's raw output per model (`models/<model>/output.txt`) and the suite's
result (`results.json`). Nothing is shared between runs, so two at once cannot disturb each other.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.errors import StoreError
from moltverify.suite.results import ModelResult, SuiteResult, suite_from_json, to_json
from moltverify.suite.verdict import Verdict

FOLDER = ".moltverify"
RESULTS = "results.json"
KEPT = 20  # runs
LONG = timedelta(days=7)
STAMP = "%Y%m%d-%H%M%S"


class Brief(Struct, frozen=True):
    """The little of a recorded result that a listing needs."""

    id: str
    verdict: Verdict
    seconds: float


class BriefSuite(Struct, frozen=True):
    """The little of a recorded suite that a listing needs."""

    models: tuple[Brief, ...]
    shard: str = ""


class Store:
    """The recorded runs below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runs = root / "runs"

    def new_run(self) -> Path:
        """Make a folder for one run, named by time; raises StoreError if that cannot be done."""
        folder = self.runs / f"{datetime.now(UTC):{STAMP}}-{unlike_others()}"
        try:
            folder.mkdir(parents=True)
            hide_from_git(self.root)
        except OSError as error:
            raise cannot("make", folder, error) from error
        return folder

    def save(self, folder: Path, result: SuiteResult) -> None:
        """Write a run's result and prune old runs; raises StoreError if it cannot be written."""
        write_atomically(folder / RESULTS, to_json(result))
        self.prune()

    def prune(self) -> None:
        """Remove all but the newest runs; one without a result stays while it may be going on."""
        for folder in [*list(self.finished())[KEPT:], *self.abandoned()]:
            shutil.rmtree(folder, ignore_errors=True)

    def abandoned(self) -> Iterator[Path]:
        """List the folders of runs that began long ago and never came to a result."""
        long_ago = f"{datetime.now(UTC) - LONG:{STAMP}}"
        with suppress(OSError):
            for folder in self.runs.iterdir():
                if folder.name < long_ago and not (folder / RESULTS).exists():
                    yield folder

    def finished(self) -> Iterator[Path]:
        """List the folders of runs that have a result, newest first."""
        with suppress(OSError):
            for folder in sorted(self.runs.iterdir(), reverse=True):
                if (folder / RESULTS).is_file():
                    yield folder

    def latest(self, model_id: str) -> ModelResult | None:
        """Return the newest recorded result of a model, if there is one."""
        for folder in self.finished():
            with suppress(OSError, ValueError):
                suite = suite_from_json((folder / RESULTS).read_bytes())
                for result in suite.models:
                    if result.id == model_id:
                        return result
        return None

    def last_verdicts(self, ids: Collection[str]) -> dict[str, Verdict]:
        """Return these models' newest recorded verdicts; an unreadable run counts as none."""
        return {key: brief.verdict for key, brief in newest_entries(self.briefs(), ids).items()}

    def last_seconds(self, ids: Collection[str]) -> dict[str, float]:
        """Return how long these models took the last time, by the clock.

        Shards count for nothing here: were the first one's durations known to the second, it
        would part the suite in another way.
        """
        whole = (suite for suite in self.briefs() if not suite.shard)
        return {key: brief.seconds for key, brief in newest_entries(whole, ids).items()}

    def briefs(self) -> Iterator[BriefSuite]:
        """Yield the little that a listing needs of each readable run, newest first."""
        for folder in self.finished():
            with suppress(OSError, ValueError):
                yield msgspec.json.decode((folder / RESULTS).read_bytes(), type=BriefSuite)

    def last_suite(self) -> SuiteResult | None:
        """Return the newest readable run, if there is one."""
        for folder in self.finished():
            with suppress(OSError, ValueError):
                return suite_from_json((folder / RESULTS).read_bytes())
        return None

    def suite(self, run_id: str) -> SuiteResult | None:
        """Return a run by its id, if it is recorded and can be read."""
        for folder in self.finished():
            if folder.name == run_id:
                with suppress(OSError, ValueError):
                    return suite_from_json((folder / RESULTS).read_bytes())
        return None


def newest_entries(suites: Iterable[BriefSuite], ids: Collection[str]) -> dict[str, Brief]:
    """Return each model's first entry; no further suite is read once all models have one."""
    found: dict[str, Brief] = {}
    missing = set(ids)
    for suite in suites:
        found |= {brief.id: brief for brief in suite.models if brief.id in missing}
        missing.difference_update(found)
        if not missing:
            break
    return found


def unlike_others() -> str:
    """Return six characters that no other run at the same time will have."""
    # The module for this, secrets, takes 5 ms to import.
    return os.urandom(3).hex()


def hide_from_git(root: Path) -> None:
    """Let git pass over a store, so that nobody need be told to; raises OSError."""
    (root / ".gitignore").write_text("*\n", encoding="utf-8")


def write_atomically(file: Path, content: bytes) -> None:
    """Write a whole file or nothing; raises StoreError if it cannot be written."""
    part = file.with_name(f".{file.name}.{os.getpid()}.{unlike_others()}")
    try:
        try:
            part.write_bytes(content)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise cannot("write", file, error) from error


def cannot(do: str, path: Path, error: OSError) -> StoreError:
    """Return the error that says what could not be done, why, and how to mend it."""
    return StoreError(
        f"cannot {do} {path}: {error.strerror or error}",
        "free space or make the folder writable; --store FOLDER names another",
    )
