"""Adoption from a survey to the text of a registry; nothing is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.adoption.confirmation import ConfirmationTools, confirmed
from moltverify.adoption.decisions import Decider
from moltverify.adoption.entry_ids import free_id
from moltverify.adoption.first_runs import FirstRun, first_runs
from moltverify.adoption.hollow import (
    HintConflict,
    HollowRow,
    hint_conflicts,
    hollow_rows,
    unforeseen,
)
from moltverify.adoption.known_claims import known_greens
from moltverify.adoption.left_out_comments import with_left_out
from moltverify.adoption.model_differences import ModuleKinship
from moltverify.adoption.module_names import ModuleNames
from moltverify.adoption.plan import AdoptionPlan, ClaimPlan, LeftOut
from moltverify.adoption.records import PairedModel
from moltverify.adoption.registry_growth import with_claims, with_models
from moltverify.adoption.registry_text import RegistryText, comment
from moltverify.adoption.targets import RegistryTarget
from moltverify.errors import RegistryError
from moltverify.registry.pin_edit import loaded
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


def registry_text(target: RegistryTarget, plan: AdoptionPlan, timeout: float) -> str:
    """Return the text of the registry with what a plan adds; raises RegistryError."""
    writer = RegistryText(target.file.parent)
    if target.registry is None:
        name = target.file.parent.name
        # A folder of this name says less than the one above it.
        title = target.file.parent.parent.name if name == "specs" else name
        text = writer.whole(f"Models of {title}", f"{timeout:g}s", plan.claims)
    else:
        new = [list(writer.claim_lines(one)) for one in plan.claims if not one.grows]
        text = with_claims(target.text, new)
        for claim in plan.claims:
            text = with_added_models(text, claim, writer) if claim.grows else text
    configs = {*plan.configs, *target.configs}
    adopted = {comment(writer.plain_path(one)) for one in configs}
    return with_left_out(text, map(writer.left_out_comment, plan.left_out), adopted)


def with_added_models(text: str, claim: ClaimPlan, writer: RegistryText) -> str:
    """Return a registry's text with the new models of a claim that it has.

    Reds that find no place in the claim, such as a list in one line, become a claim of their own.
    """
    witnesses = [list(writer.witness_lines(one)) for one in claim.witnesses]
    reds = [list(writer.red_lines(one)) for one in claim.reds]
    try:
        return with_models(
            with_models(text, claim.id, "reaches", witnesses), claim.id, "reds", reds
        )
    except RegistryError:
        if witnesses:
            raise
    taken = {str(one["id"]) for one in loaded(text)["claims"]}
    alone = replace(claim, id=free_id(f"{claim.id}-as-found", taken), green=None)
    return with_claims(text, [list(writer.claim_lines(alone))])
