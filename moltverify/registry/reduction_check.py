"""Reductions of TLC's search: each needs a reason in the registry."""

from collections.abc import Iterable, Iterator

from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Claim, Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.tla.config import Config
from moltverify.tla.reductions import DRAWN, Reduction, ReductionKind, may_draw, reductions_of


def needless_reasons(claim: Claim, files: SpecFiles) -> Iterator[tuple[str, str]]:
    """Yield the kinds of reductions that have a reason and that no model has, with a message."""
    needed = {one.kind.value for model in claim.designs for one in model_reductions(model, files)}
    for key in claim.reductions.keys() - needed:
        kinds = [kind.value for kind in ReductionKind]
        guess = "" if key in kinds else nearest(key, kinds)
        yield key, f"no model of this claim is reduced in this way{guess}"


def unexplained_reductions(
    claim: Claim, models: Iterable[Model], files: SpecFiles
) -> Iterator[tuple[Model, str]]:
    """Yield the reductions of some models of a claim that have no reason, each with its model.

    Models of a claim often share a reduction, so each keyword of a config is told once.
    """
    told: set[tuple[ReductionKind, str]] = set()
    for model in models:
        for one in model_reductions(model, files):
            if one.kind.value not in claim.reductions and (one.kind, one.name) not in told:
                told.add((one.kind, one.name))
                why = "say in 'reductions' why that is enough"
                yield model, f"{one}; {why}: reductions: {{{one.kind.value}: ...}}"


def model_reductions(model: Model, files: SpecFiles) -> list[Reduction]:
    """Return the reductions of a model's search."""
    # Most models have none, and the text shows it sooner than the formulas.
    if not (may_reduce(files.config(model.job.config)) or draws_values(model, files)):
        return []
    return reductions_of(files.parsed(model.job))


def may_reduce(config: Config) -> bool:
    """Tell whether a config has a keyword or a replacement by which the search may be reduced."""
    cuts = (config.symmetry, config.view, *config.constraints, *config.action_constraints)
    drawn = (one.replacement in DRAWN for one in config.overrides.values())
    return any((*cuts, *config.properties)) or any(drawn)


def draws_values(model: Model, files: SpecFiles) -> bool:
    """Tell whether a module may draw a value, at random or from the search."""
    return any(may_draw(file.text) for file in files.modules(model.job))
