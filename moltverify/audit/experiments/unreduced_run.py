"""A model without its SYMMETRY and VIEW, in which TLC checks every state within the constraints."""

from __future__ import annotations

from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.tla.config import without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import ParsedModules, module_texts
from moltverify.tla.reductions import Reduction, ReductionKind, config_reductions

# Constraints stay: without them the search may not end.
REMOVED = (ReductionKind.SYMMETRY, ReductionKind.VIEW)


def removed_reductions(sources: ParsedModules) -> list[Reduction]:
    """Return the reductions of a model that an unreduced run leaves out."""
    return [one for one in config_reductions(sources) if one.kind in REMOVED]


def unreduced_experiment(job: ParsedJob) -> Experiment:
    """Return a run of a model without those reductions, within the model's own time limit."""
    sources = job.sources
    config = replace(without_newer_keywords(sources.config), symmetry=None, view=None)
    return Experiment(
        modules=module_texts(sources),
        root=sources.root.name,
        config=write_config(config),
        options=job.options,
        timeout=job.options.timeout,
        data=job.data,
    )
