"""Tiers: names that a registry gives to models, to run some of them more often than others."""

from collections.abc import Collection, Sequence

from moltverify.errors import UsageError
from moltverify.registry.entry_types import COMMIT
from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Claim, Model, Registry


def in_tiers(
    registry: Registry, models: Sequence[Model], wanted: Collection[str]
) -> tuple[Model, ...]:
    """Return the models in one of these tiers; all of them if no tier is wanted.

    Raises UsageError for a tier that the registry does not have.
    """
    known = known_tiers(registry)
    for name in wanted:
        if name not in known:
            raise UsageError(
                f"no model has the tier '{name}'{nearest(name, known)}",
                f"the registry's tiers are: {', '.join(known)}",
            )
    return tuple(model for model in models if not wanted or model.tier in wanted)


def known_tiers(registry: Registry) -> tuple[str, ...]:
    """Return the names of the tiers, that of models without one first."""
    # It exists in every registry, so that a hook works before the first model has a tier.
    return tuple(dict.fromkeys([COMMIT, *(model.tier for model in registry.models)]))


def tier_words(claim: Claim) -> str:
    """Return the tiers of a claim's models, such as `nightly` or `nightly: green slow`.

    It is empty if no model names one.
    """
    names: dict[str, list[str]] = {}
    for model in claim.models:
        names.setdefault(model.tier, []).append(model.name)
    if len(names) == 1:
        return next((name for name in names if name != COMMIT), "")
    return ", ".join(f"{name}: {' '.join(own)}" for name, own in names.items() if name != COMMIT)
