"""A sweep: the models of a claim, with a config per instance, run as one suite."""

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.file_access import read_text
from moltverify.registry.expectation import Expectation, MustHold
from moltverify.registry.records import Claim, Model
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import without_route
from moltverify.sweep.constants import (
    registered_sizes,
    require_sweepable,
    resized_config,
    resized_elements,
    sweepable,
)
from moltverify.sweep.instance_rows import instance_row, with_growth
from moltverify.sweep.ranges import Instance, Range, Setting, instances
from moltverify.sweep.results import ModelSweep, SweepResult, SweptConstant
from moltverify.tla.config import Config, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tla.values import SetValue, format_value
from moltverify.tlc.outcome import was_interrupted


class SweepSubject(Struct, frozen=True):
    """A registered model, its config, and a copy of the model for each instance."""

    model: Model
    config: Config
    resized: tuple[tuple[Instance, Model], ...]


class Sweep(Struct, frozen=True, kw_only=True):
    """What to sweep: models of one claim, and the ranges of constants."""

    claim: Claim
    ranges: tuple[Range, ...]
    subjects: tuple[SweepSubject, ...]

    @property
    def models(self) -> tuple[Model, ...]:
        """All models in all sizes, small instances first.

        Small instances end first, so an interrupted sweep has those results.
        """
        resized = [pair for subject in self.subjects for pair in subject.resized]
        return tuple(model for _, model in sorted(resized, key=lambda pair: sum(pair[0].sizes)))


def prepare(
    claim: Claim, models: Sequence[Model], ranges: tuple[Range, ...], folder: Path
) -> Sweep:
    """Write a config per model and instance into the folder, and return the sweep.

    Raises UsageError, before anything is written, for a constant that has no size.
    """
    # All configs are read and checked before the first is written.
    configs = {model.id: read_config(read_text(model.job.config)) for model in models}
    for model in models:
        require_sweepable(configs[model.id], ranges, str(model.job.config))
    subjects = []
    for place, model in enumerate(models):
        config = configs[model.id]
        resized = [
            # A folder per model and instance: configs keep their file names, and models in
            # different folders may have configs of the same name.
            (one, resized_model(model, config, one, folder / f"{place}-{number}"))
            for number, one in enumerate(instances(ranges))
        ]
        subjects.append(SweepSubject(model, config, tuple(resized)))
    return Sweep(claim=claim, ranges=ranges, subjects=tuple(subjects))


def resized_model(model: Model, config: Config, instance: Instance, folder: Path) -> Model:
    """Write an instance's config into the folder, and return the model with this config.

    Module, libraries and data files stay those of the model, so only the config is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / model.job.config.name
    file.write_text(write_config(resized_config(config, instance)), encoding="utf-8")
    # The id names the verdict in the cache and in the progress line, so it differs by instance.
    name = f"{model.id} {' '.join(map(str, instance.settings))}"
    job = replace(model.job, config=file)
    return replace(model, id=name, job=job, expectation=any_size_expectation(model.expectation))


def any_size_expectation(expectation: Expectation) -> Expectation:
    """Return an expectation without state counts, lengths and routes, which depend on the size."""
    if isinstance(expectation, MustHold):
        return MustHold()
    return without_route(expectation)


def run_sweep(
    sweep: Sweep, settings: suite.SuiteSettings, stop: Event, listen: suite.Listen
) -> SweepResult:
    """Run the models; those not run when `stop` is set are listed as missing in the result."""
    began = time.monotonic()
    results = suite.check_models(sweep.models, settings, stop, listen)
    # An interrupted run says nothing about its instance, unlike one that used up its time.
    complete = {one.id: one for one in results if not was_interrupted(one.outcome)}
    return SweepResult(
        claim=sweep.claim.id,
        title=sweep.claim.title,
        constants=tuple(swept_constants(sweep)),
        models=tuple(model_sweep(one, sweep.ranges, complete) for one in sweep.subjects),
        seconds=time.monotonic() - began,
        interrupted=stop.is_set(),
    )


def swept_constants(sweep: Sweep) -> Iterator[SweptConstant]:
    """Yield the constants of the ranges, as the first model's config gives them."""
    config = sweep.subjects[0].config
    for one in sweep.ranges:
        value = sweepable(config)[one.constant]
        if not isinstance(value, SetValue):
            yield SweptConstant(one.constant)
            continue
        # Sizes ascend, so the last one is the largest.
        elements = tuple(map(format_value, resized_elements(config, value, one.sizes[-1])))
        # Nothing is left of the slice if the set only shrinks.
        yield SweptConstant(one.constant, elements, elements[len(value.members) :])


def model_sweep(
    subject: SweepSubject, ranges: Sequence[Range], results: Mapping[str, ModelResult]
) -> ModelSweep:
    """Return one model's rows from the results by model id."""
    names = [one.constant for one in ranges]
    sizes = registered_sizes(subject.config, ranges)
    registered = Instance(tuple(map(Setting, names, sizes)))
    # In the order of the ranges, which growth depends on, not in that of the runs.
    rows = [
        instance_row(instance, results[model.id], registered)
        for instance, model in subject.resized
        if model.id in results
    ]
    return ModelSweep(
        id=subject.model.id,
        role=subject.model.role,
        sentence=subject.model.sentence,
        registered=registered,
        rows=tuple(with_growth(rows)),
        missing=tuple(one for one, model in subject.resized if model.id not in results),
    )
