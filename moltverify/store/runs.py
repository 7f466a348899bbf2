"""Runs on disk, `.moltverify/runs/<id>/`: results are written atomically, old runs are removed.

A run's folder has TLC's output for each model (`models/<model>/output.txt`) and the result
(`results.json`). Runs share no file, so two at the same time cannot disturb each other.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from moltverify.store.private_folders import remove_dead
from moltverify.store.record_files import cannot, hide_from_git, random_name, write_atomically

T = TypeVar("T")
FOLDER = ".moltverify"
RESULTS = "results.json"
KEPT = 20  # runs
EARLY = "early-"  # of the names of folders in which Java waits for a run
LONG = timedelta(days=7)  # after that, a run without a result counts as abandoned
STAMP = "%Y%m%d-%H%M%S"  # sorting by name sorts by time, so no file is read to find the newest


class RunFolders:
    """The folders of runs below one folder; callers pass the function that reads a result."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runs = root / "runs"
        # Why results were left out, by file: a reader must not take an older run for the last one.
        self.unreadable: dict[Path, str] = {}

    def new_run(self) -> Path:
        """Make a folder for one run, named by time; raises StoreError if it cannot be made."""
        # The random part separates two runs that begin in the same second.
        folder = self.runs / f"{datetime.now(UTC):{STAMP}}-{random_name()}"
        # A killed run has no result, and its folders of states can have gigabytes.
        for run in self.unfinished():
            remove_dead(run.glob("models/*/tlc-*"))
        with suppress(OSError):
            remove_dead(self.root.glob(f"{EARLY}*"))
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
        """Remove all but the newest runs, and old ones without a result."""
        for folder in [*list(self.finished())[KEPT:], *self.abandoned()]:
            # A later run removes what cannot be removed now.
            shutil.rmtree(folder, ignore_errors=True)

    def unfinished(self) -> Iterator[Path]:
        """Yield the folders of runs that have no result."""
        with suppress(OSError):
            for folder in self.runs.iterdir():
                if not (folder / RESULTS).exists():
                    yield folder

    def abandoned(self) -> Iterator[Path]:
        """Yield the folders of runs that began long ago and have no result."""
        # A name has the time of the start, while a folder's time stamp changes with its content.
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

        Results that cannot be read are left out, and noted in `unreadable`; `read` raises
        ValueError for them.
        """
        for folder in self.finished():
            with self.noted(folder / RESULTS):
                yield read((folder / RESULTS).read_bytes())

    def result(self, run_id: str, read: Callable[[bytes], T]) -> T | None:
        """Return a run's result by the run's id; None if there is none, or it cannot be read."""
        for folder in self.finished():
            # Compared and not joined to a path: an id such as `..` is no run.
            if folder.name == run_id:
                with self.noted(folder / RESULTS):
                    return read((folder / RESULTS).read_bytes())
        return None

    @contextmanager
    def noted(self, file: Path) -> Iterator[None]:
        """Note why a file cannot be read, and raise nothing."""
        try:
            yield
        except OSError as error:
            self.unreadable[file] = error.strerror or str(error)
        except ValueError as error:
            self.unreadable[file] = str(error)
