"""The greens that a registry has already, as places for further models."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from moltverify.adoption.discovery import absolute
from moltverify.adoption.pairing import config_of_text
from moltverify.adoption.plan import ClaimPlan, GreenPlan
from moltverify.adoption.records import ModelHint, PairedModel
from moltverify.adoption.targets import RegistryTarget
from moltverify.file_access import read_text
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Claim, Model
from moltverify.registry.repository_root import repository_of
from moltverify.tla.config import Config


class GreenPlace(Struct, frozen=True):
    """A green with its config and the claim that further models can be put into.

    `taken` are the ids of the models that the claim has already.
    """

    paired: PairedModel
    config: Config
    claim: ClaimPlan
    taken: frozenset[str] = frozenset()


def known_greens(target: RegistryTarget) -> Iterator[GreenPlace]:
    """Yield the greens of a registry to whose claims models can be added."""
    root = Path(os.path.realpath(repository_of(target.file.parent)))
    for claim in target.registry.claims if target.registry else ():
        # What a registry names outside its repository is not written to.
        inside = Path(os.path.realpath(claim.source.file)).is_relative_to(root)
        own = inside or claim.source.file == target.file
        # Some claims want one difference only.
        if claim.green and own and not claim.one_operator:
            yield green_place(claim, claim.green)


def green_place(claim: Claim, green: Model) -> GreenPlace:
    """Return the place that a claim's green is."""
    job = green.job
    # The file of a group names modules above it by `..`.
    module, config = absolute(job.module), absolute(job.config)
    libraries = tuple(map(absolute, job.libraries))
    paired = PairedModel(
        config=config,
        module=module,
        how="the registry",
        libraries=libraries,
        may_end=not job.options.deadlock,
        parsed=config_of_text(read_text(config)),
        hints=(ModelHint(source="the registry", search=job.options.random_search),),
    )
    distinct = green.expectation.distinct if isinstance(green.expectation, MustHold) else None
    plan = ClaimPlan(
        id=claim.id,
        green=GreenPlan(module=module, config=config, distinct=distinct),
        deadlock=job.options.deadlock,
        libraries=libraries,
        reductions=tuple(claim.reductions),
        grows=True,
        file=claim.source.file,
    )
    names = frozenset(one.name for one in claim.models)
    return GreenPlace(paired, paired.parsed, plan, names)
