"""The registry of a watch, loaded again when its files change."""

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from moltverify.errors import MoltverifyError
from moltverify.registry.mistakes import MistakesError
from moltverify.registry.select import select
from moltverify.suite.loaded_registries import loaded_files
from moltverify.watching.file_watcher import FileWatcher
from moltverify.watching.watch_request import WatchRequest
from moltverify.watching.watched_models import (
    WatchedModels,
    existing_folders,
    real_places,
)


class Touched(Struct, frozen=True):
    """What a change comes to: the models near it, and those of them whose inputs it changed.

    `loaded` says that the registry was loaded again, and then all models are near.
    """

    near: tuple[str, ...] = ()
    models: frozenset[str] = frozenset()
    loaded: bool = False


class WatchedRegistry:
    """The newest reading of the registry, if it could be read, and the folders to watch for it."""

    def __init__(self, request: WatchRequest, watcher: FileWatcher) -> None:
        self.request, self.watcher = request, watcher
        self.current: WatchedModels | None = None
        # After a refusal anything that changes may mend what was wrong.
        self.is_refused = False
        self.blamed: frozenset[Path] = frozenset()

    def load(self) -> Touched:
        """Load the registry; raises MoltverifyError, and then the last good reading stays.

        A registry that was refused before has all its models touched: their verdicts are shown
        again, now that they count again.
        """
        before = None if self.is_refused else self.current
        self.is_refused = True
        try:
            files = loaded_files(self.request.file, self.request.allow_outside)
            models = select(files.registry, self.request.selectors, self.request.roles)
        except MoltverifyError as error:
            found = error.mistakes if isinstance(error, MistakesError) else ()
            blamed = [self.request.file, *(mistake.source.file for mistake in found)]
            self.blamed = frozenset(real_places(blamed))
            self.watch_folders()
            raise
        self.is_refused, self.blamed = False, frozenset()
        self.current = WatchedModels(files, models, self.request.options.workers)
        self.watch_folders()
        near = tuple(self.current.models)
        touched = near if before is None else self.current.differing(before)
        return Touched(near, frozenset(touched), loaded=True)

    def after(self, paths: Collection[Path], anything: bool) -> Touched:
        """Return what a change at these places touches; raises MoltverifyError as `load`."""
        # A folder that was made again may have other files.
        anything = self.watch_folders() or anything
        if not anything and not paths:
            return Touched()
        if self.current is None or anything or self.is_refused:
            return self.load()
        if not self.current.sources.isdisjoint(paths):
            return self.load()
        near = self.current.near(paths)
        gone = (path for path in paths if not path.exists())
        if any(self.current.is_of(path, near) for path in gone):
            # Loading says which file the registry names that is not there.
            return self.load()
        touched = Touched(tuple(near), frozenset(self.current.touched(near)))
        self.watch_folders()
        return touched

    def watch_folders(self) -> bool:
        """Watch the folders in which a change counts; return False if they were watched already."""
        file = self.request.file
        own = {one.parent for one in (*real_places([file]), *self.blamed)}
        folders = set(existing_folders(own, file.parent))
        if self.current is not None:
            folders |= self.current.folders()
        return self.watcher.watch(folders)
