"""A model that is watched while TLC explores it: coverage, conditions, a sample of its states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Experiment, Observation
from moltverify.audit.experiments.instrument import (
    HELD,
    Instrumented,
    held_module,
    instrumented,
    origin_of,
)
from moltverify.audit.experiments.state_sample import MODULE, SAMPLE, SAMPLING, sampling
from moltverify.audit.experiments.tlc_registers import PROBE, seen, texts, without_newer
from moltverify.audit.findings.vacuity_conditions import Mark
from moltverify.running.job import TlcOptions
from moltverify.tla.config import Named
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tlc.coverage import Coverage


class Watched(Struct, frozen=True):
    """A model to watch: what to run, which conditions are marked, how its modules were changed."""

    experiment: Experiment
    marks: Sequence[Mark]
    modules: Mapping[str, Instrumented]


def watched(
    sources: ParsedModules, marks: Sequence[Mark], options: TlcOptions, timeout: float
) -> Watched:
    """Return the model with its marked conditions and with an invariant that samples its states."""
    numbered = list(enumerate(marks))
    modules = {
        module.name: instrumented(module, own)
        for module in sources.own
        if (own := [one for one in numbered if one[1].definition.module == module.name])
    }
    root = [
        f"---- MODULE {PROBE} ----",
        f"EXTENDS {sources.root.name}",
        *sampling(sorted(sources.variables)),
        "====",
        "",
    ]
    config = without_newer(sources.config)
    texts_by_name = {
        **texts(sources),
        **{name: one.text for name, one in modules.items()},
        HELD: held_module(len(marks)).encode(),
        SAMPLING: MODULE.encode(),
        PROBE: "\n".join(root).encode(),
    }
    experiment = Experiment(
        modules=texts_by_name,
        root=PROBE,
        config=write_config(replace(config, invariants=(*config.invariants, Named(SAMPLE, 0)))),
        options=options,
        more=("-coverage", "1"),
        timeout=timeout,
    )
    return Watched(experiment, marks, modules)


def missing(model: Watched, observation: Observation) -> list[Mark]:
    """Return the marks whose condition never did what it should."""
    found = seen(observation)
    return [mark for number, mark in enumerate(model.marks) if number not in found]


def original(model: Watched, coverage: Coverage) -> Coverage:
    """Return the counts with the places that they have in the model's own text."""
    actions = [
        replace(one, place=place, part=origin_of(model.modules, one.part) if one.part else None)
        for one in coverage.actions
        if (place := origin_of(model.modules, one.place))
    ]
    expressions = [
        replace(one, place=place)
        for one in coverage.expressions
        if (place := origin_of(model.modules, one.place))
    ]
    return Coverage(tuple(actions), tuple(expressions))
