"""Runs on disk: `.moltverify/runs/<id>/`, written atomically, old ones pruned.

A run's folder holds TLC's raw output per model (`models/<model>/output.txt`) and what came of it
(`results.json`). Nothing is shared between runs, so two at once cannot disturb each other.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from moltverify.store.record_files import cannot, hide_from_git, random_name, write_atomically

T = TypeVar("T")
FOLDER = ".moltverify"
RESULTS = "results.json"
KEPT = 20  # runs
LONG = timedelta(days=7)
STAMP = "%Y%m%d-%H%M%S"


class RunFolders:
    """The folders of runs below one folder; whoever asks says how a result is read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runs = root / "runs"

    def new_run(self) -> Path:
        """Make a folder for one run, named by time; raises StoreError if that cannot be done."""
        folder = self.runs / f"{datetime.now(UTC):{STAMP}}-{random_name()}"
        try:
            folder.mkdir(parents=True)
            hide_from_git(self.root)
        except OSError as error:
            raise cannot("make", folder, error) from error
        return folder

    def write_result(self, folder: Path, result: bytes) -> None:
        """Write a run's result and prune old runs; raises StoreError if it cannot be written."""
        write_atomically(folder / RESULTS, result)
        self.prune()

    def prune(self) -> None:
        """Remove all but the newest runs; one without a result stays while it may be going on."""
        for folder in [*list(self.finished())[KEPT:], *self.abandoned()]:
            shutil.rmtree(folder, ignore_errors=True)

    def abandoned(self) -> Iterator[Path]:
        """Yield the folders of runs that began long ago and never came to a result."""
        long_ago = f"{datetime.now(UTC) - LONG:{STAMP}}"
        with suppress(OSError):
            for folder in self.runs.iterdir():
                if folder.name < long_ago and not (folder / RESULTS).exists():
                    yield folder

    def finished(self) -> Iterator[Path]:
        """Yield the folders of runs that have a result, newest first."""
        with suppress(OSError):
            for folder in sorted(self.runs.iterdir(), reverse=True):
                if (folder / RESULTS).is_file():
                    yield folder

    def results(self, read: Callable[[bytes], T]) -> Iterator[T]:
        """Yield the results of finished runs, newest first.

        Those that cannot be read are left out; `read` raises ValueError for them.
        """
        for folder in self.finished():
            with suppress(OSError, ValueError):
                yield read((folder / RESULTS).read_bytes())

    def result(self, run_id: str, read: Callable[[bytes], T]) -> T | None:
        """Return a run's result by the run's id; None if there is none, or it cannot be read."""
        for folder in self.finished():
            if folder.name == run_id:
                with suppress(OSError, ValueError):
                    return read((folder / RESULTS).read_bytes())
        return None
