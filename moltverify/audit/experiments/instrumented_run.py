"""A model with probes: coverage, conditions, and a sample of its states, in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Experiment, Observation
from moltverify.audit.experiments.instrument import (
    HELD,
    InstrumentedText,
    held_module,
    instrumented_text,
    original_place_of,
)
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.audit.experiments.state_sample import MODULE, SAMPLE, SAMPLING, sample_definitions
from moltverify.audit.experiments.tlc_registers import PROBE, printed_numbers
from moltverify.audit.findings.vacuity_conditions import Mark
from moltverify.tla.config import Named, without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import module_texts
from moltverify.tlc.coverage import Coverage
from moltverify.tlc.outcome import Holds, Outcome


class InstrumentedModel(Struct, frozen=True):
    """An experiment with probes, the marks by their probes' numbers, and the changed modules."""

    experiment: Experiment
    marks: Sequence[Mark]
    texts: Mapping[str, InstrumentedText]


def instrumented_model(job: ParsedJob, marks: Sequence[Mark], timeout: float) -> InstrumentedModel:
    """Return a model with probes on the marks, coverage, and the invariant that prints a sample.

    What the model's config checks is checked too: the run is evidence only if the model holds.
    """
    sources = job.sources
    numbered = list(enumerate(marks))
    # Modules without a mark stay as they are, and so do their places.
    texts = {
        module.name: instrumented_text(module, own)
        for module in sources.own
        if (own := [one for one in numbered if one[1].definition.module == module.name])
    }
    root = [
        f"---- MODULE {PROBE} ----",
        f"EXTENDS {sources.root.name}",
        *sample_definitions(sorted(sources.variables)),
        "====",
        "",
    ]
    config = without_newer_keywords(sources.config)
    modules = {
        **module_texts(sources),
        **{name: one.text for name, one in texts.items()},
        HELD: held_module(len(marks)).encode(),
        SAMPLING: MODULE.encode(),
        PROBE: "\n".join(root).encode(),
    }
    experiment = Experiment(
        modules=modules,
        root=PROBE,
        # The sample comes last: in a state that breaks an invariant there is nothing to learn.
        config=write_config(replace(config, invariants=(*config.invariants, Named(SAMPLE, 0)))),
        options=job.options,
        # TLC reports each minute, and once more at the end, which is the report that counts.
        more=("-coverage", "1"),
        timeout=timeout,
        data=job.data,
    )
    return InstrumentedModel(experiment, marks, texts)


def original_model(job: ParsedJob, timeout: float) -> Experiment:
    """Return a model as it is, without probes, coverage or a sample."""
    sources = job.sources
    return Experiment(
        modules=module_texts(sources),
        root=sources.root.name,
        config=write_config(without_newer_keywords(sources.config)),
        options=job.options,
        timeout=timeout,
        data=job.data,
    )


class ProbedRun(Struct, frozen=True):
    """A model with probes or without, its run, and how the run with probes failed if it did."""

    model: InstrumentedModel
    observation: Observation
    failure: Outcome | None = None


def observe_with_probes(
    bench: Bench, job: ParsedJob, marks: Sequence[Mark], timeout: float
) -> ProbedRun:
    """Run a model with probes on its conditions, or without them if it fails with them.

    Probes may make TLC fail, or take too long, on a model that holds without them. Coverage and the
    sample are worth a second run.
    """
    model = instrumented_model(job, marks, timeout)
    observation = bench.observe(model.experiment)
    if isinstance(observation.outcome, Holds) or not marks:
        return ProbedRun(model, observation)
    unmarked = instrumented_model(job, [], timeout)
    return ProbedRun(unmarked, bench.observe(unmarked.experiment), observation.outcome)


def unsatisfied_marks(model: InstrumentedModel, observation: Observation) -> list[Mark]:
    """Return the marks whose wanted event never happened, because their probe never printed."""
    printed = printed_numbers(observation)
    return [mark for number, mark in enumerate(model.marks) if number not in printed]


def original_coverage(model: InstrumentedModel, coverage: Coverage) -> Coverage:
    """Return the counts with places in the original text; counts of inserted text are left out."""
    texts = model.texts
    actions = [
        replace(one, place=place, part=original_place_of(texts, one.part) if one.part else None)
        for one in coverage.actions
        if (place := original_place_of(texts, one.place))
    ]
    expressions = [
        replace(one, place=place)
        for one in coverage.expressions
        if (place := original_place_of(texts, one.place))
    ]
    return Coverage(tuple(actions), tuple(expressions))
