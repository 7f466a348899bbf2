"""The partition of a suite over several machines, and the merge of their results.

Every machine computes the same partition from the same models and durations. The merge does not
rely on that: it checks that each model occurs exactly once.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.errors import MergeError
from moltverify.registry.records import Model
from moltverify.suite.merged_parts import merged_result
from moltverify.suite.model_parts import model_parts
from moltverify.suite.results import SuiteResult

UNIT = 1.0  # seconds that every model counts if no duration is recorded


class Shard(Struct, frozen=True):
    """One part of several; `index` counts from 1."""

    index: int
    count: int

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"


def shard_models(
    models: Sequence[Model], seconds: Mapping[str, float], shard: Shard, whole: bool = False
) -> tuple[Model, ...]:
    """Return the models of a shard, in their order; of a model with parts only some of these.

    `seconds` are those of whole models. With `whole`, no model is divided.
    """
    divided = [(model, model_parts(model) if not whole else (model,)) for model in models]
    known = {
        part.id: seconds[model.id] / len(parts)
        for model, parts in divided
        for part in parts
        if model.id in seconds
    }
    units = [part for _, parts in divided for part in parts]
    chosen = models_of_shard([part.id for part in units], known, shard)
    return tuple(part for part in units if part.id in chosen)


class ShardResult(Struct, frozen=True):
    """The result of one shard, and the name of the file that it was read from."""

    name: str
    result: SuiteResult


def models_of_shard(ids: Sequence[str], seconds: Mapping[str, float], shard: Shard) -> set[str]:
    """Return the models of a shard; all shards have about the same duration.

    Models are assigned longest first, each to the shard with the smallest load (Graham, "Bounds on
    multiprocessing timing anomalies", 1969: at most 4/3 of the optimum). A model of unknown
    duration counts as the median of the others. Models of equal duration are sorted by id, so that
    the result does not depend on the order of `ids`.
    """
    # The median, because a few long models would raise the mean.
    known = sorted(seconds[one] for one in ids if one in seconds)
    usual = known[len(known) // 2] if known else UNIT
    loads = [0.0] * shard.count
    parts: list[set[str]] = [set() for _ in loads]
    for one in sorted(ids, key=lambda name: (-seconds.get(name, usual), name)):
        # Ties go to the shard with fewer models, or all models that take no time would go to one.
        least = min(range(shard.count), key=lambda n: (loads[n], len(parts[n])))
        loads[least] += seconds.get(one, usual)
        parts[least].add(one)
    return parts[shard.index - 1]


def merge_shards(
    parts: Sequence[ShardResult], expected: Sequence[str], registry: str
) -> SuiteResult:
    """Merge the parts' results, in the order of the `expected` models.

    An expected model that no part ran is `missing`, which makes the verdict inconclusive or worse.
    `registry` is the digest of the current registry. Raises MergeError with all reasons if the
    parts do not belong together.
    """
    reasons = [*different(parts, registry), *doubles(parts), *unexpected_models(parts, expected)]
    if reasons:
        raise MergeError(
            "these results do not belong together\n" + "\n".join(f"  {one}" for one in reasons),
            "run all shards of one count with one moltverify, one jar and one checkout",
        )
    results = {model.id: model for part in parts for model in part.result.models}
    first = parts[0].result
    return SuiteResult(
        run="+".join(part.result.run for part in parts),
        title=first.title,
        # ISO 8601 in UTC sorts as text. The sum of seconds is machine time, not elapsed time.
        started=min(part.result.started for part in parts),
        seconds=sum(part.result.seconds for part in parts),
        tools=first.tools,
        models=tuple(results[one] for one in expected if one in results),
        missing=tuple(one for one in expected if one not in results),
        interrupted=any(part.result.interrupted for part in parts),
        registry=registry,
    )


def merge_parts(
    shards: Sequence[ShardResult], models: Sequence[Model], registry: str
) -> SuiteResult:
    """Merge as `merge_shards`, and put models together whose parts are in several shards.

    A model without all its parts is missing, by the ids of those that are.
    """
    there = {one.id for shard in shards for one in shard.result.models}
    # A run that is no shard has the whole model.
    needed = {model.id: (model,) if model.id in there else model_parts(model) for model in models}
    ids = [part.id for parts in needed.values() for part in parts]
    merged = merge_shards(shards, ids, registry)
    found = {one.id: one for one in merged.models}
    results = (
        found[parts[0].id] if len(parts) == 1 else merged_result(model, parts, found)
        for model in models
        if (parts := needed[model.id]) and all(part.id in found for part in parts)
    )
    return replace(merged, models=tuple(results))


def different(parts: Sequence[ShardResult], registry: str) -> Iterator[str]:
    """Yield a message for each part from other tools than the first, or another registry."""
    first = parts[0]
    for part in parts:
        if part.result.smoke is not None:
            yield f"{part.name} comes from a smoke run, which gives no verdicts"
        # Not Java: only its path is recorded, which differs between machines.
        for what, one, other in (
            ("moltverify", part.result.moltverify, first.result.moltverify),
            ("tla2tools.jar, SHA-256", part.result.tools.jar, first.result.tools.jar),
            ("a comparison with", also_jars(part.result), also_jars(first.result)),
        ):
            if one != other:
                yield f"{part.name} comes from {what} {one}, {first.name} from {other}"
        # Models are merged by id, and an id does not show that the files were the same.
        if part.result.registry != registry:
            yield f"{part.name} comes from another registry, or other modules, than those here"


def also_jars(result: SuiteResult) -> str:
    """Return the SHA-256 of the jars that a result was compared with, in the order of the run."""
    return ", ".join(jar.jar for jar in result.tools.also) or "no jar"


def doubles(parts: Sequence[ShardResult]) -> Iterator[str]:
    """Yield a message for each model that occurs twice, with the names of both parts."""
    seen: dict[str, str] = {}
    for part in parts:
        for model in part.result.models:
            if model.id in seen:
                yield f"{model.id} is in {seen[model.id]} and again in {part.name}"
            seen.setdefault(model.id, part.name)


def unexpected_models(parts: Sequence[ShardResult], expected: Sequence[str]) -> Iterator[str]:
    """Yield a message for each model that is not among the expected ones."""
    known = set(expected)
    for part in parts:
        for model in part.result.models:
            if model.id not in known:
                yield f"{part.name} has {model.id}, which is not selected here"
