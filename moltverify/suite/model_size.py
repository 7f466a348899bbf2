"""Estimates of the models' sizes, from recorded runs and from the registry."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model
from moltverify.running.capacity import megabytes
from moltverify.running.engines import RunSize
from moltverify.suite.model_parts import whole_id

# Seconds above which the settings for a long model are faster: measured runs of 2, 7 and 13 s then
# take 4, 6.5 and 8.5 s.
LONG = 8.0
MANY = 1_000_000  # distinct states that take about LONG seconds, for models without a recorded run
LARGE = 2048  # MB of heap; a worker keeps its heap between runs


class ModelSizes(Struct, frozen=True):
    """The models' durations in seconds by model id, from recorded runs."""

    seconds: Mapping[str, float] = {}

    def of(self, model: Model) -> RunSize:
        """Return a model's size; SMALL without a recorded run or an expected number of states."""
        if megabytes(model.job.options.heap) > LARGE:
            return RunSize.LONG
        # A part of a model has no duration of its own; it counts as all of it.
        known = self.seconds.get(whole_id(model.id))
        if known is not None:
            return RunSize.SMALL if known < LONG else RunSize.LONG
        # A witness or a red ends at its first counterexample, after an unknown part of the states.
        expected = model.expectation
        states = expected.distinct or 0 if isinstance(expected, MustHold) else 0
        return RunSize.SMALL if states < MANY else RunSize.LONG

    def of_run(self, models: Sequence[Model]) -> RunSize:
        """Return the size of one run for these models; LONG if that of one of them is."""
        return RunSize.LONG if RunSize.LONG in map(self.of, models) else RunSize.SMALL

    def longest_first(self, runs: Sequence[tuple[Model, ...]]) -> list[tuple[Model, ...]]:
        """Sort runs, each with its models, by duration; those of unknown duration come first."""
        # A long model that starts last would run alone at the end.
        unknown = float("inf")
        return sorted(
            runs,
            key=lambda run: -sum(self.seconds.get(whole_id(one.id), unknown) for one in run),
        )
