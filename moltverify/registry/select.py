"""Choose models by selectors that a user types: a claim, a model, a group or a glob.

| selector | chooses |
| --- | --- |
| `reset-link` | the claim's models; a group of that name comes first |
| `reset-link:` | the claim's models, whatever groups there are |
| `reset-link:reusable` | one red model |
| `reset-link@old-mail` | one witness |
| `reset-link-negative` | the claim's first red model |
| `accounts` | the group's models |
| `reset-*`, `*:reusable` | every claim, or every model, whose id matches |
"""

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

from moltverify.errors import UsageError
from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Model, Registry, Role

NEGATIVE = "-negative"
ROLES = frozenset(Role)


def select(
    registry: Registry, selectors: Sequence[str], roles: Collection[Role] = ROLES
) -> tuple[Model, ...]:
    """Return the chosen models in the registry's order; no selector chooses all.

    Raises UsageError for a selector that chooses nothing.
    """
    chosen: set[str] = set()
    for selector in selectors:
        chosen |= matches(registry, selector)
    return tuple(
        model
        for model in registry.models
        if model.role in roles and (not selectors or model.id in chosen)
    )


def matches(registry: Registry, selector: str) -> set[str]:
    """Return the ids of the models that one selector chooses."""
    # The first kind of name with a match counts, so no selector mixes a group with a claim. The
    # suffix `:` chooses a claim although a group has its name.
    found = (
        group_models(registry, selector)
        or claim_models(registry, selector.removesuffix(":"))
        or {model.id for model in registry.models if model.id == selector}
        or negative(registry, selector)
        or glob_models(registry, selector)
    )
    if not found:
        raise UsageError(
            f"nothing is called '{selector}'{suggestion(registry, selector)}",
            "run: moltverify list",
        )
    return found


def group_models(registry: Registry, name: str) -> set[str]:
    """Return the ids of a group's models."""
    return {m.id for claim in registry.claims if claim.group == name for m in claim.models}


def claim_models(registry: Registry, name: str) -> set[str]:
    """Return the ids of a claim's models."""
    return {m.id for claim in registry.claims if claim.id == name for m in claim.models}


def negative(registry: Registry, selector: str) -> set[str]:
    """Return the id of the claim's first red model, for `CLAIM-negative`."""
    if not selector.endswith(NEGATIVE):
        return set()
    name = selector.removesuffix(NEGATIVE)
    return {claim.reds[0].id for claim in registry.claims if claim.id == name and claim.reds}


def glob_models(registry: Registry, pattern: str) -> set[str]:
    """Return the ids of models whose id, or whose claim's id, matches a glob."""
    if not any(mark in pattern for mark in "*?["):
        return set()
    # `fnmatch` would ignore case on some systems.
    return {
        model.id
        for model in registry.models
        if fnmatchcase(model.id, pattern) or fnmatchcase(model.claim, pattern)
    }


def suggestion(registry: Registry, selector: str) -> str:
    """Return a suggestion of the nearest name, or nothing if no name is near."""
    names = [group.id for group in registry.groups]
    names += [claim.id for claim in registry.claims]
    names += [model.id for model in registry.models]
    return nearest(selector, names)
