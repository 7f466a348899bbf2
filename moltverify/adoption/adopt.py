"""Adoption from a survey to a plan of what a registry gets; nothing is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from msgspec import Struct

from moltverify.adoption.confirmation import ConfirmationTools, confirmed
from moltverify.adoption.decisions import Decider
from moltverify.adoption.first_runs import FirstRun, first_runs
from moltverify.adoption.hollow import (
    HintConflict,
    HollowRow,
    hint_conflicts,
    hollow_rows,
    unforeseen,
)
from moltverify.adoption.known_claims import known_greens
from moltverify.adoption.model_differences import ModuleKinship
from moltverify.adoption.module_names import ModuleNames
from moltverify.adoption.plan import AdoptionPlan, LeftOut
from moltverify.adoption.records import PairedModel
from moltverify.adoption.targets import RegistryTarget
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.suite.loop import Listen
from moltverify.suite.results import SuiteResult
from moltverify.suite.run_options import RunOptions


class Adoption(Struct, frozen=True, kw_only=True):
    """What came of the models: what to write, and what a person should look at.

    `results` are those of the models in the plan, None if there are none.
    """

    runs: tuple[FirstRun, ...]
    plan: AdoptionPlan
    results: SuiteResult | None
    hollow: tuple[HollowRow, ...]
    conflicts: tuple[HintConflict, ...]
    unforeseen: tuple[Path, ...]


class AdoptionTools(Struct, frozen=True, kw_only=True):
    """What runs the models, what ends the runs, and who follows them."""

    toolchain: Toolchain
    options: RunOptions
    stop: Event
    listen: Listen


def adopted(
    models: Sequence[PairedModel],
    modules: ModuleNames,
    target: RegistryTarget,
    tools: AdoptionTools,
    left_out: Sequence[LeftOut] = (),
) -> Adoption:
    """Run each model once and return what to write into the registry.

    `left_out` are models that need not run to be left out.
    """
    with private_folder() as folder:
        logs = folder / "first"
        logs.mkdir()
        runs = first_runs(models, tools.toolchain, tools.options, logs, tools.stop, tools.listen)
        plan = Decider(ModuleKinship(modules), target.ids, known_greens(target)).plan(runs)
        plan = AdoptionPlan(plan.claims, (*left_out, *plan.left_out))
        again = ConfirmationTools(
            toolchain=tools.toolchain,
            options=tools.options,
            cache=cache_folder(os.environ),
            folder=folder,
            stop=tools.stop,
            listen=tools.listen,
        )
        results = None
        if not tools.stop.is_set():
            plan, results = confirmed(plan, runs, again)
        plan = AdoptionPlan(plan.claims, tuple(sorted(plan.left_out, key=lambda one: one.config)))
    return Adoption(
        runs=tuple(runs),
        plan=plan,
        results=results,
        hollow=tuple(hollow_rows(runs)),
        conflicts=tuple(hint_conflicts(runs)),
        unforeseen=tuple(unforeseen(runs)),
    )
