"""The whole sweep: each model's config in every size, run as a suite, and what came of it."""

import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.file_access import read_text
from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.registry.records import Claim, Model, Role
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import UNREACHED, is_wanted, states_text, without_route
from moltverify.sweep.constants import (
    elements,
    registered,
    require_sweepable,
    resized_config,
    sweepable,
)
from moltverify.sweep.ranges import Instance, Range, Setting, instances
from moltverify.sweep.records import (
    InstanceFate,
    InstanceRow,
    ModelSweep,
    SweepResult,
    SweptConstant,
)
from moltverify.tla.config import Config, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tla.value_types import SetValue, format_value
from moltverify.tlc.outcome import (
    Failed,
    Holds,
    Outcome,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)

LONGEST = 160  # characters of TLC's message


class SweepSubject(Struct, frozen=True):
    """A model of the registry, its config, and the same model once per instance."""

    model: Model
    config: Config
    sized: tuple[tuple[Instance, Model], ...]


class Sweep(Struct, frozen=True, kw_only=True):
    """What to sweep: models of one claim, and the ranges of constants."""

    claim: Claim
    ranges: tuple[Range, ...]
    subjects: tuple[SweepSubject, ...]

    @property
    def models(self) -> tuple[Model, ...]:
        """All models in all sizes, small instances first: whoever loses patience has those."""
        sized = [one for subject in self.subjects for one in subject.sized]
        return tuple(model for _, model in sorted(sized, key=lambda one: sum(one[0].sizes)))


def prepare(
    claim: Claim, models: Sequence[Model], ranges: tuple[Range, ...], folder: Path
) -> Sweep:
    """Write a config per model and instance into the folder.

    Raises UsageError, before anything is written, for a constant that has no size.
    """
    configs = {model.id: read_config(read_text(model.job.config)) for model in models}
    for model in models:
        require_sweepable(configs[model.id], ranges, str(model.job.config))
    subjects = []
    for model in models:
        config = configs[model.id]
        sized = [
            (one, in_size(model, config, one, folder / str(number)))
            for number, one in enumerate(instances(ranges))
        ]
        subjects.append(SweepSubject(model, config, tuple(sized)))
    return Sweep(claim=claim, ranges=ranges, subjects=tuple(subjects))


def in_size(model: Model, config: Config, instance: Instance, folder: Path) -> Model:
    """Return a model in another size; its config is written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / model.job.config.name
    file.write_text(write_config(resized_config(config, instance)), encoding="utf-8")
    name = f"{model.id} {' '.join(map(str, instance.settings))}"
    job = replace(model.job, config=file)
    return replace(model, id=name, job=job, expectation=any_size(model.expectation))


def any_size(expectation: Expectation) -> Expectation:
    """Return what to expect in any size: counts, lengths and routes are of the registered one."""
    if isinstance(expectation, MustHold):
        return MustHold()
    return without_route(expectation)


def run_sweep(
    sweep: Sweep, settings: suite.SuiteSettings, stop: Event, listen: suite.Listen
) -> SweepResult:
    """Run the sweep; what is left when `stop` is set is missing in the result."""
    began = time.monotonic()
    results = suite.check(sweep.models, settings, stop, listen)
    found = {one.id: one for one in results if not run_was_interrupted(one.outcome)}
    return SweepResult(
        claim=sweep.claim.id,
        title=sweep.claim.title,
        constants=tuple(swept_constants(sweep)),
        models=tuple(model_sweep(one, sweep.ranges, found) for one in sweep.subjects),
        seconds=time.monotonic() - began,
        interrupted=stop.is_set(),
    )


def run_was_interrupted(outcome: Outcome) -> bool:
    """Tell whether a run was ended by its user."""
    return isinstance(outcome, Stopped) and outcome.reason is not StopReason.TIMEOUT


def swept_constants(sweep: Sweep) -> Iterator[SweptConstant]:
    """Yield the constants, sets with the elements of the largest size."""
    config = sweep.subjects[0].config
    for one in sweep.ranges:
        value = sweepable(config)[one.constant]
        if not isinstance(value, SetValue):
            yield SweptConstant(one.constant)
            continue
        all_of_them = tuple(map(format_value, elements(config, value, one.sizes[-1])))
        own = len(value.members)
        yield SweptConstant(one.constant, all_of_them, all_of_them[own:])


def model_sweep(
    subject: SweepSubject, ranges: Sequence[Range], results: dict[str, ModelResult]
) -> ModelSweep:
    """Return what came of one model."""
    sizes = registered(subject.config, ranges)
    names = [one.constant for one in ranges]
    its_own = Instance(tuple(map(Setting, names, sizes)))
    rows = [
        instance_row(instance, results[model.id], its_own)
        for instance, model in subject.sized
        if model.id in results
    ]
    return ModelSweep(
        id=subject.model.id,
        role=subject.model.role,
        sentence=subject.model.sentence,
        registered=its_own,
        rows=tuple(with_growth(rows)),
        missing=tuple(one for one, model in subject.sized if model.id not in results),
    )


def instance_row(instance: Instance, result: ModelResult, its_own: Instance) -> InstanceRow:
    """Return the row of one instance."""
    fate, says = instance_fate(result)
    trace = result.trace
    return InstanceRow(
        instance=instance,
        fate=fate,
        says=says,
        distinct=result.statistics.distinct,
        depth=result.statistics.depth,
        seconds=result.seconds,
        length=len(trace.steps) if trace and trace.steps else None,
        registered=instance == its_own,
        cached=result.cached,
    )


def with_growth(rows: Sequence[InstanceRow]) -> Iterator[InstanceRow]:
    """Yield the rows with the factors by which the states grow with the last constant."""
    yield from rows[:1]
    for before, one in pairwise(rows):
        factor = None
        both_hold = before.fate is InstanceFate.HOLDS is one.fate
        comparable = both_hold and before.instance.others == one.instance.others
        if comparable and before.distinct and one.distinct:
            factor = one.distinct / before.distinct
        yield replace(one, growth=factor)


def instance_fate(result: ModelResult) -> tuple[InstanceFate, str]:
    """Return what became of an instance, and in which words."""
    match result.outcome:
        case Holds():
            return InstanceFate.HOLDS, "not reached" if result.role is Role.WITNESS else "holds"
        case Violated() as violated:
            return told_violation(result, violated)
        case Stopped(reason):
            return InstanceFate.UNDECIDED, f"not decided: {reason.value}"
        case Failed(reason, message):
            what = " ".join(message.split())
            cut = what if len(what) <= LONGEST else f"{what[: LONGEST - 3]}..."
            return InstanceFate.ERROR, f"{reason.value}: {cut}"


def told_violation(result: ModelResult, violated: Violated) -> tuple[InstanceFate, str]:
    """Return what a violation is: the expected one, another one, or an instance left out."""
    wanted = result.expectation
    states = states_text(len(violated.trace.steps))
    if isinstance(wanted, MustReach):
        reached = MustViolate(UNREACHED, ViolationKind.INVARIANT)
        if is_wanted(reached, violated):
            return InstanceFate.BREAKS, f"reached in {states}"
    elif isinstance(wanted, MustViolate) and is_wanted(wanted, violated):
        return InstanceFate.BREAKS, f"breaks in {states}"
    if violated.kind is ViolationKind.ASSUMPTION:
        return InstanceFate.EXCLUDED, "excluded: an ASSUME is false here"
    what = f"{violated.kind.value} {violated.property or ''}".rstrip()
    if isinstance(wanted, MustHold):
        return InstanceFate.BREAKS, f"breaks in {states}: {what}"
    return InstanceFate.OTHERWISE, f"breaks otherwise in {states}: {what}"
