"""The loop of a watch: from changed files and keys to rounds, and from rounds to verdicts.

One thread runs the loop and has all the state. The others, which listen to the system and the
keyboard and run the models, only put messages into its queue.
"""

import queue
from collections.abc import Collection
from pathlib import Path
from threading import Event

from moltverify.errors import MoltverifyError
from moltverify.registry.mistakes import MistakesError
from moltverify.watching.file_watcher import FileWatcher
from moltverify.watching.messages import (
    FilesChanged,
    Key,
    KeyPressed,
    Message,
    RoundNews,
    RoundOver,
)
from moltverify.watching.round_desk import RoundDesk
from moltverify.watching.watch_events import Cause, Refused, Tell, Watching
from moltverify.watching.watch_request import WatchRequest
from moltverify.watching.watched_models import real_places
from moltverify.watching.watched_registry import Touched, WatchedRegistry

PULSE = 0.2  # seconds between looks at the stop flag, which a signal sets without a message


class WatchSession:
    """A watch from its start to its end; `tell` is called by the thread of the loop only."""

    def __init__(self, request: WatchRequest, tell: Tell) -> None:
        self.tell = tell
        self.inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.watcher = FileWatcher(self.inbox.put)
        self.registry = WatchedRegistry(request, self.watcher)
        self.desk = RoundDesk(request, self.inbox.put, tell)
        self.shown: tuple[str, ...] | None = None
        self.refusal = ""

    def go_on(self, stop: Event) -> None:
        """Watch until the stop flag is set or the user quits; no process is left afterwards.

        Raises MoltverifyError for a selector or for tools that are wrong from the beginning.
        """
        try:
            self.begin()
            while not stop.is_set():
                messages = self.next_messages()
                if KeyPressed(Key.QUIT) in messages:
                    return
                for message in messages:
                    self.take(message)
                self.begin_round()
        finally:
            self.watcher.close()
            self.desk.close()

    def begin(self) -> None:
        """Load the registry and start the first round; mistakes in the registry can be mended."""
        try:
            self.renew(self.registry.load(), Cause.START)
            self.desk.begin()
        except MistakesError as error:
            self.refuse(error)

    def begin_round(self) -> None:
        """Start the next round if one is due; tools that are wrong now can be mended."""
        try:
            self.desk.begin()
        except MoltverifyError as error:
            self.refuse(error)

    def next_messages(self) -> list[Message]:
        """Return the messages that are there, after a short wait if there is none.

        Changes of files are joined and come last: what one of them touches may be out of date by
        the next.
        """
        messages: list[Message] = []
        try:
            messages.append(self.inbox.get(timeout=PULSE))
            while True:
                messages.append(self.inbox.get_nowait())
        except queue.Empty:
            pass
        changes = [one for one in messages if isinstance(one, FilesChanged)]
        others = [one for one in messages if not isinstance(one, FilesChanged)]
        return [*others, *([joined_changes(changes)] if changes else [])]

    def take(self, message: Message) -> None:
        """Do what a message asks for."""
        match message:
            case FilesChanged(paths, anything):
                self.take_changes(set(real_places(map(Path, paths))), anything)
            case KeyPressed(key):
                self.take_key(key)
            case RoundNews() as news:
                self.desk.take_news(news)
            case RoundOver() as over:
                self.desk.take_end(over)

    def take_changes(self, changed: Collection[Path], anything: bool) -> None:
        """Let the models that a change touches be checked, and end a round that is out of date."""
        try:
            self.renew(self.registry.after(changed, anything), Cause.CHANGE, changed)
        except MoltverifyError as error:
            # What runs was asked for by a registry that is no longer there.
            self.desk.cancel()
            # Files of an editor come and go beside the one with the mistake.
            again = error.message == self.refusal and self.registry.blamed.isdisjoint(changed)
            if not again:
                self.refuse(error)

    def renew(self, touched: Touched, cause: Cause, changed: Collection[Path] = ()) -> None:
        """Let touched models be checked, and those near the change that have no verdict."""
        current = self.registry.current
        # Nothing was loaded yet, and the change was none.
        if current is None:
            return
        if touched.loaded:
            self.desk.watch(current)
            if tuple(current.models) != self.shown:
                self.shown = tuple(current.models)
                models, folders = current.models.values(), sorted(self.watcher.identities)
                self.tell(Watching(current.registry, tuple(models), tuple(folders)))
            self.refusal = ""
        lacking = [name for name in current.models if self.desk.lacks_verdict(name)]
        names = [n for n in touched.near if n in touched.models or n in lacking]
        self.desk.renew(names, cause, [path for path in changed if current.is_of(path, names)])
        if names:
            # A mistake may be mended that kept others from being checked; or not, so they wait.
            self.desk.due.put_off(name for name in lacking if name not in names)

    def take_key(self, key: Key) -> None:
        """Let the models be checked that the user asks for."""
        if key is Key.RUN_ALL:
            names, cause = list(self.desk.watched.models if self.desk.watched else ()), Cause.ALL
        else:
            names, cause = self.desk.failed(), Cause.FAILED
        self.desk.renew(names, cause)
        if not names:
            self.desk.tell_end()

    def refuse(self, error: MoltverifyError) -> None:
        """Tell the user what to mend, and that the watch goes on."""
        self.refusal = error.message
        self.tell(Refused(error))
        self.desk.tell_end()


def joined_changes(changes: list[FilesChanged]) -> FilesChanged:
    """Return several changes as one."""
    paths = frozenset[str]().union(*(one.paths for one in changes))
    return FilesChanged(paths, any(one.anything for one in changes))
