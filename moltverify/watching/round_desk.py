"""The rounds of a watch: which is due, which one runs, and the newest verdict of each model."""

import os
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from threading import Thread

from moltverify.registry.records import Registry
from moltverify.registry.suite_jar import chosen_jar
from moltverify.running.toolchain import find_toolchain
from moltverify.suite.default_store import default_store
from moltverify.suite.events import Ended
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.results import ModelResult, verdict_counts
from moltverify.watching.due_models import DueModels
from moltverify.watching.held_engine import HeldEngine
from moltverify.watching.messages import Put, RoundNews, RoundOver
from moltverify.watching.rounds import Round
from moltverify.watching.watch_events import (
    Cause,
    Refused,
    RoundBegan,
    RoundCancelled,
    RoundEnded,
    RoundEvent,
    Tell,
)
from moltverify.watching.watch_request import WatchRequest
from moltverify.watching.watched_models import WatchedModels


class RoundDesk:
    """Starts one round at a time, and keeps the results that belong to the files as they are."""

    def __init__(self, request: WatchRequest, put: Put, tell: Tell) -> None:
        self.request, self.put, self.tell = request, put, tell
        self.watched: WatchedModels | None = None
        self.due = DueModels()
        self.results: dict[str, ModelResult] = {}
        self.sizes: ModelSizes | None = None
        self.engine: HeldEngine | None = None
        self.equipped: Registry | None = None  # whose tools the engine has
        self.active: Round | None = None
        self.thread: Thread | None = None
        # No worker has started yet; later on, a round that is cancelled costs one.
        self.lacks_reserve = True
        self.last = 0  # the number of the newest round
        self.began = 0.0

    def watch(self, watched: WatchedModels) -> None:
        """Go on with this reading of the registry, and forget the models that it lacks."""
        self.watched = watched
        self.due.keep_only(watched.models)
        self.results = {name: one for name, one in self.results.items() if name in watched.models}

    def renew(self, names: Collection[str], cause: Cause, changed: Iterable[Path] = ()) -> None:
        """Let models be checked, because their verdicts are out of date or were asked for."""
        if not names:
            return
        if cause is Cause.CHANGE:
            for name in names:
                self.results.pop(name, None)
            self.cancel()
        self.due.add(names, cause, changed)

    def lacks_verdict(self, name: str) -> bool:
        """Tell whether a model has no verdict, and no round will give it one."""
        running = self.active is not None and any(one.id == name for one in self.active.models)
        return not (name in self.results or name in self.due or running)

    def failed(self) -> list[str]:
        """Return the watched models whose verdict is not as expected, or that have none."""
        names = self.watched.models if self.watched else {}
        return [name for name in names if not (one := self.results.get(name)) or not one.ok]

    def begin(self) -> None:
        """Start the next round, if one is due and none is active; raises MoltverifyError."""
        if self.active or not self.due or self.watched is None:
            return
        due, registry = self.due.take(), self.watched.registry
        models = tuple(self.watched.models[name] for name in due.names)
        engine = self.open_engine(registry)
        self.last, self.began = self.last + 1, time.monotonic()
        self.tell(
            RoundBegan(
                round=self.last,
                registry=registry,
                models=models,
                cause=due.cause,
                changed=due.changed,
            )
        )
        self.active = Round(
            number=self.last,
            registry=registry,
            models=models,
            engine=engine,
            options=self.request.options,
            sizes=self.known_sizes(self.watched),
            # What has just changed is in no note.
            use_notes=due.cause is not Cause.CHANGE and self.request.options.use_cache,
        )
        self.thread = self.active.start(self.put)

    def open_engine(self, registry: Registry) -> HeldEngine:
        """Return the engine with the registry's tools, a new one if they are others than before."""
        # Not for each save: the jar is digested.
        if self.engine and registry is self.equipped:
            return self.engine
        jar = chosen_jar(registry, self.request.tla2tools)
        toolchain = find_toolchain(jar, os.environ)
        if self.engine and self.engine.toolchain != toolchain:
            self.engine.close()
            self.engine = None
        self.engine = self.engine or HeldEngine(self.request.options.engine, toolchain)
        self.equipped = registry
        return self.engine

    def known_sizes(self, watched: WatchedModels) -> ModelSizes:
        """Return the models' durations: those of recorded runs, and newer ones of this watch."""
        if self.sizes is None:
            store = default_store(watched.registry)
            self.sizes = ModelSizes(store.last_seconds(list(watched.models)))
        newer = {name: one.seconds for name, one in self.results.items() if not one.cached}
        return ModelSizes({**self.sizes.seconds, **newer})

    def cancel(self) -> None:
        """End the active round, if there is one: a change has made it out of date."""
        if self.active and not self.active.stop.is_set():
            self.active.stop.set()
            self.tell(RoundCancelled(self.active.number))

    def take_news(self, news: RoundNews) -> None:
        """Keep a result and pass on an event, unless the round is out of date."""
        if not self.active or self.active.stop.is_set() or self.watched is None:
            return
        event = news.event
        if isinstance(event, Ended):
            # The files may have changed after the loop saw them and before the round read them.
            if event.result.inputs != self.watched.digests.get(event.model.id):
                return
            self.results[event.model.id] = event.result
        self.tell(RoundEvent(news.round, event))

    def take_end(self, over: RoundOver) -> None:
        """Take note that the active round is over."""
        if over.defect:
            raise over.defect
        assert self.active
        assert self.thread
        assert self.watched
        ended, self.active = self.active, None
        self.thread.join()
        left = [one.id for one in ended.models if one.id not in self.results]
        left = [name for name in left if name in self.watched.models]
        if ended.stop.is_set():
            self.due.put_off(left)
        elif over.error:
            self.tell(Refused(over.error))
        else:
            self.watched.touched(left)
            self.due.put_off(left)
        if not ended.stop.is_set():
            self.tell_end(time.monotonic() - self.began)
        self.lacks_reserve |= ended.stop.is_set()
        # Not now if another round is due, which needs the processor.
        if self.engine and self.lacks_reserve and not self.due:
            self.engine.make_reserve(ended.models[0].job.options)
            self.lacks_reserve = False

    def tell_end(self, seconds: float = 0.0) -> None:
        """Tell how the watched models stand."""
        names = self.watched.models if self.watched else {}
        found = [self.results[name] for name in names if name in self.results]
        counts, unchecked = verdict_counts(found), len(names) - len(found)
        self.tell(RoundEnded(round=self.last, seconds=seconds, counts=counts, unchecked=unchecked))

    def close(self) -> None:
        """End the active round and all workers."""
        if self.active and self.thread:
            self.active.stop.set()
            self.thread.join()
        if self.engine:
            self.engine.close()
