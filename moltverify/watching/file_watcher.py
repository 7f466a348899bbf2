"""Changes in folders, as the system reports them; the extra `watch` brings the package for it."""

from collections.abc import Collection
from pathlib import Path
from threading import Event, Thread

from watchfiles import watch

from moltverify.watching.messages import FilesChanged, Put

# Milliseconds. An editor that writes by renaming makes several changes, and so does one that saves
# several files: a change is passed on once STEP has passed without another.
STEP = 20
DEBOUNCE = 200  # the longest wait for that
REST = 1000  # without a change, how often to look at the folders themselves
PAUSE = 0.5  # seconds before another try, if a folder has just vanished

Identity = tuple[int, int]  # device and inode


class FileWatcher:
    """Puts a message for each change of an entry in some folders, those below them left out.

    The first message after each call of `watch` says that anything may have changed: nobody knows
    what happened before the system was listening.
    """

    def __init__(self, put: Put) -> None:
        self.put = put
        self.identities: dict[Path, Identity] = {}
        self.stop = Event()
        self.thread: Thread | None = None

    def watch(self, folders: Collection[Path]) -> bool:
        """Watch these folders in place of others; return False if they are watched already.

        A folder that was removed and made again is another one.
        """
        found = {folder: one for folder in folders if (one := identity_of(folder))}
        if found == self.identities and not self.stop.is_set():
            return False
        self.close()
        self.identities, self.stop = found, Event()
        arguments = (sorted(map(str, found)), self.stop)
        self.thread = Thread(target=self.listen, args=arguments, name="files", daemon=True)
        self.thread.start()
        return True

    def listen(self, folders: list[str], stop: Event, polling: bool | None = None) -> None:
        """Pass on what happens in the folders until the stop flag is set."""
        first = True
        try:
            # Everything counts, also what other watchers leave out: a spec may lie in `build`.
            for changes in watch(
                *folders,
                watch_filter=None,
                step=STEP,
                debounce=DEBOUNCE,
                rust_timeout=REST,
                yield_on_timeout=True,
                stop_event=stop,
                raise_interrupt=False,
                force_polling=polling,
                recursive=False,
            ):
                self.put(FilesChanged(frozenset(path for _, path in changes), first))
                first = False
        except FileNotFoundError:
            # A folder vanished before the system knew of it: the loop finds out which are left.
            stop.wait(PAUSE)
            stop.set()
            self.put(FilesChanged(anything=True))
        except OSError:
            # Linux limits how many folders a user may watch; polling has no limit.
            if not polling:
                self.listen(folders, stop, polling=True)

    def close(self) -> None:
        """Stop watching."""
        self.stop.set()
        if self.thread:
            self.thread.join()


def identity_of(folder: Path) -> Identity | None:
    """Return what tells a folder from another one of its name; None if it is no folder."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None
