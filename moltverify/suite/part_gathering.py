"""The parts of a suite's models while they run, until each model's result can be put together."""

from collections.abc import Callable, Iterator, Sequence
from threading import Event, Lock

from moltverify.registry.part_records import Seed
from moltverify.registry.records import Model
from moltverify.suite.events import Listen, Progressed, Started, SuiteEvent
from moltverify.suite.model_parts import model_parts
from moltverify.suite.results import ModelResult
from moltverify.tlc.outcome import Violated
from moltverify.tlc.progress import Progress


class EitherStop(Event):
    """A stop flag that is set as well when another one is."""

    def __init__(self, other: Event) -> None:
        super().__init__()
        self.other = other

    def is_set(self) -> bool:
        """Tell whether this flag or the other one is set."""
        return super().is_set() or self.other.is_set()


class PartGathering:
    """Takes the results of parts, and gives those of whole models.

    A model without parts is its own part. The methods but `stop_of` and the listener are for one
    thread.
    """

    def __init__(self, models: Sequence[Model], stop: Event) -> None:
        self.parts_of = {model.id: model_parts(model) for model in models}
        self.models = {model.id: model for model in models}
        self.owners = {part.id: whole for whole, parts in self.parts_of.items() for part in parts}
        self.found: dict[str, ModelResult] = {}
        self.complete: set[str] = set()
        self.stop = stop
        self.stops = {
            whole: EitherStop(stop)
            for whole, parts in self.parts_of.items()
            if len(parts) > 1 and isinstance(parts[0].part, Seed)
        }

    @property
    def parts(self) -> list[Model]:
        """All parts of all models, in order."""
        return [part for parts in self.parts_of.values() for part in parts]

    def stop_of(self, part: Model) -> Event:
        """Return the flag that ends a part: of a seed, also when another one found a violation."""
        return self.stops.get(self.owners[part.id], self.stop)

    def is_needless(self, part: Model) -> bool:
        """Tell whether the part's model has a result without it."""
        return self.owners[part.id] in self.complete

    def enough(self, is_enough: Callable[[ModelResult], bool]) -> Callable[[ModelResult], bool]:
        """Return `is_enough` as a function of parts: what is enough is about whole models."""

        def is_enough_with(result: ModelResult) -> bool:
            owner = self.owners[result.id]
            if owner in self.complete:
                return False
            whole = self.whole(owner, {**self.found, result.id: result})
            return whole is not None and is_enough(whole)

        return is_enough_with

    def take(self, part: Model, result: ModelResult) -> Iterator[tuple[Model, ModelResult]]:
        """Take a part's result, and yield the model with its own if that can be told now."""
        owner = self.owners[part.id]
        if owner in self.complete:
            return
        self.found[part.id] = result
        whole = self.whole(owner, self.found)
        if whole is not None:
            self.complete.add(owner)
            if owner in self.stops:
                self.stops[owner].set()
            yield self.models[owner], whole

    def whole(self, owner: str, found: dict[str, ModelResult]) -> ModelResult | None:
        """Return the result of a model; None if it needs more parts than were found."""
        parts = self.parts_of[owner]
        if len(parts) == 1:
            return found.get(parts[0].id)
        own = {part.id: found[part.id] for part in parts if part.id in found}
        is_violated = any(isinstance(one.outcome, Violated) for one in own.values())
        if len(own) < len(parts) and not (is_violated and owner in self.stops):
            return None
        # Few models have parts.
        from moltverify.suite.merged_parts import merged_result  # noqa: PLC0415 - see above

        return merged_result(self.models[owner], parts, own)

    def listener(self, listen: Listen) -> Listen:
        """Return a listener for the events of parts, which tells those of their models."""
        lock, last = Lock(), dict[str, dict[str, Progress]]()

        def listen_to_parts(event: SuiteEvent) -> None:
            if not isinstance(event, Started | Progressed) or event.model.id in self.models:
                listen(event)
                return
            owner = self.owners[event.model.id]
            # Locked until the end, because parts of one model run in several threads.
            with lock:
                is_first = owner not in last
                own = last.setdefault(owner, {})
                if isinstance(event, Progressed):
                    own[event.model.id] = event.progress
                if is_first:
                    listen(Started(self.models[owner]))
                # A seed may still run when its model has its result.
                if isinstance(event, Progressed) and owner not in self.stops:
                    listen(Progressed(self.models[owner], progress_sum(list(own.values()))))

        return listen_to_parts


def progress_sum(parts: Sequence[Progress]) -> Progress:
    """Return how far a model's parts have come together."""
    counts = [
        [number for number in column if number is not None]
        for column in zip(*(one.counts for one in parts), strict=True)
    ]
    generated, distinct, queue = (sum(column) if column else None for column in counts)
    depths = [one.depth for one in parts if one.depth is not None]
    return Progress(generated, distinct, queue, max(depths, default=None))
