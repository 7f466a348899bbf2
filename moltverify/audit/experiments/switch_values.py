"""A run in which TLC prints the values of a model's constant conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Experiment
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.audit.experiments.tlc_registers import PROBE
from moltverify.audit.findings.constant_switches import (
    ConstantSwitch,
    OffParts,
    constant_switches,
    off_parts,
)
from moltverify.audit.findings.coverage_findings import has_unreached
from moltverify.audit.findings.dead_labels import with_dead_labels
from moltverify.tla.config import Named, without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import module_texts
from moltverify.tla.syntax_tree import laid_out
from moltverify.tlc.coverage import Coverage

VALUE = re.compile(r'<<"moltverify value", (\d{1,9}), (TRUE|FALSE)>>')
EVALUATION_SECONDS = 10.0  # the conditions are constants, and TLC has nothing else to do


def observe_off_parts(bench: Bench, job: ParsedJob, coverage: Coverage) -> OffParts:
    """Return what constants switch off in a model, by the values that TLC prints.

    Where the model's run has reached everything, TLC is not asked.
    """
    if not has_unreached(job.sources, coverage):
        return OffParts()
    switches = constant_switches(job.sources)
    off = switches_that_are_off(bench, job, switches)
    return off_parts(job.sources, with_dead_labels(job.sources, off))


def switches_that_are_off(
    bench: Bench, job: ParsedJob, switches: Sequence[ConstantSwitch]
) -> list[ConstantSwitch]:
    """Return the switches whose condition has the value that switches off.

    Those that TLC does not evaluate are left out: what they control is reported then.
    """
    printed = bench.observe(condition_values(job, switches)).printed if switches else ()
    values = {
        int(found[1]): found[2] == "TRUE" for one in printed if (found := VALUE.fullmatch(one))
    }
    return [one for at, one in enumerate(switches) if values.get(at) is one.off_if]


def condition_values(job: ParsedJob, switches: Sequence[ConstantSwitch]) -> Experiment:
    """Return a model of one state whose assumptions print the conditions' values, in order."""
    sources = job.sources
    variables = sorted(sources.variables)
    lines = [
        f"---- MODULE {PROBE} ----",
        f"EXTENDS {sources.root.name}",
        f"{PROBE}TLC == INSTANCE TLC",
    ]
    for at, one in enumerate(switches):
        lines += [
            f"{PROBE}Condition{at} ==",
            laid_out(one.condition, 2),
            f'ASSUME {PROBE}TLC!PrintT(<<"moltverify value", {at}, {PROBE}Condition{at}>>)',
        ]
    lines += [
        f"{PROBE}Init ==",
        *(f"  /\\ {name} = TRUE" for name in variables),
        f"{PROBE}Next == UNCHANGED <<{', '.join(variables)}>>",
        "====",
        "",
    ]
    config = replace(
        without_newer_keywords(sources.config),
        specification=None,
        init=Named(f"{PROBE}Init", 0),
        next=Named(f"{PROBE}Next", 0),
        invariants=(),
        properties=(),
        constraints=(),
        action_constraints=(),
        symmetry=None,
        view=None,
    )
    return Experiment(
        modules={**module_texts(sources), PROBE: "\n".join(lines).encode()},
        root=PROBE,
        config=write_config(config),
        options=replace(job.options, deadlock=False),
        timeout=EVALUATION_SECONDS,
        data=job.data,
    )
