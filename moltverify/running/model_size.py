"""What is known of the models' sizes, and the engines that it decides between."""

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct

from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model
from moltverify.running.capacity import megabytes

# Seconds from which on what is done for long models pays: 7 become 6.5 and 13 become 8.5, but 2
# become 4.
LONG = 8.0
MANY = 1_000_000  # distinct states that take as long, where no run is recorded yet
LARGE = 2048  # MB of heap, more than a worker should keep


class Engine(Enum):
    """How models run: in warm workers, in a process each, or by size."""

    AUTO = "auto"
    WARM = "warm"
    PROCESS = "process"


class Sizes(Struct, frozen=True):
    """What is known of the models' durations: seconds by model id, from recorded runs."""

    seconds: Mapping[str, float]

    def is_small(self, model: Model) -> bool:
        """Tell whether a model is short and light, as far as anything is known of it."""
        if megabytes(model.job.options.heap) > LARGE:
            return False
        if model.id in self.seconds:
            return self.seconds[model.id] < LONG
        # A witness or a red ends where its state is found, which may be anywhere.
        return not (
            isinstance(model.expectation, MustHold) and stated_states(model.expectation) >= MANY
        )

    def longest_first(self, models: Sequence[Model]) -> list[Model]:
        """Order models so that no long one is left for the end; unknown ones count as long."""
        unknown = float("inf")
        return sorted(models, key=lambda model: -self.seconds.get(model.id, unknown))


def stated_states(expectation: MustHold) -> int:
    """Return the distinct states that the registry states; 0 if it does not."""
    return expectation.distinct or 0
