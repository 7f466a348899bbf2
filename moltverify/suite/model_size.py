"""What is known of the models' sizes, from recorded runs and from the registry."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model
from moltverify.running.capacity import megabytes
from moltverify.running.engines import RunSize

# Seconds from which on the preparations for a long model pay: 7 become 6.5 and 13 become 8.5, but
# 2 become 4.
LONG = 8.0
MANY = 1_000_000  # distinct states that take as long, where no run is recorded yet
LARGE = 2048  # MB of heap, more than a worker should keep


class ModelSizes(Struct, frozen=True):
    """What is known of the models' durations: seconds by model id, from recorded runs."""

    seconds: Mapping[str, float] = {}

    def of(self, model: Model) -> RunSize:
        """Return a model's size; one of which nothing is known is small."""
        if megabytes(model.job.options.heap) > LARGE:
            return RunSize.LONG
        if model.id in self.seconds:
            return RunSize.SMALL if self.seconds[model.id] < LONG else RunSize.LONG
        # A witness or a red ends where its state is found, which may be anywhere.
        expected = model.expectation
        states = expected.distinct or 0 if isinstance(expected, MustHold) else 0
        return RunSize.SMALL if states < MANY else RunSize.LONG

    def longest_first(self, models: Sequence[Model]) -> list[Model]:
        """Order models so that no long one is left for the end; unknown ones count as long."""
        unknown = float("inf")
        return sorted(models, key=lambda model: -self.seconds.get(model.id, unknown))
