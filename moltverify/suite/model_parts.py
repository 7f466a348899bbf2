r"""The parts of a model, each checked by a run of its own: its slices, or the seeds of a swarm.

slices P1, P2      three runs: Spec /\ P1, Spec /\ P2, and Spec /\ ~(P1 \/ P2)
swarm: 3           three runs, with the seeds from `seed` on
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from moltverify.registry.part_records import ModelPart, Seed, Slice
from moltverify.registry.records import Model

MARK = "#"  # between a model's id and its part's key; no id has one


def model_parts(model: Model) -> tuple[Model, ...]:
    """Return the parts of a model in order, or the model alone: it has none, or it is one."""
    if model.part is not None:
        return (model,)
    if model.slices:
        return tuple(part_model(model, one) for one in slices_of(model.slices))
    search = model.job.options.random_search
    if search is None or search.swarm == 1:
        return (model,)
    seeds = range(search.seed, search.seed + search.swarm)
    return tuple(part_model(model, Seed(seed)) for seed in seeds)


def slices_of(predicates: Sequence[str]) -> Iterator[Slice]:
    """Yield the slices of some predicates, and last the slice of all that satisfies none."""
    for at, predicate in enumerate((*predicates, "")):
        yield Slice(at + 1, predicate, tuple(predicates[:at]))


def part_model(model: Model, part: ModelPart) -> Model:
    """Return the model that stands for one part of another."""
    job = model.job
    if isinstance(part, Seed) and (search := job.options.random_search):
        alone = replace(search, seed=part.seed, swarm=1)
        job = replace(job, options=replace(job.options, random_search=alone))
    return replace(model, id=f"{model.id}{MARK}{part.key}", job=job, part=part, slices=())


def whole_id(part_id: str) -> str:
    """Return the id of the model that a part, or the model itself, belongs to."""
    return part_id.partition(MARK)[0]
