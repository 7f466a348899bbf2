"""The security models themselves: complete, told in words, and each red broken by one operator."""

import os
import re
import threading
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.file_access import read_text
from moltverify.registry.check import RegistryCheck, check_registry
from moltverify.registry.expectation import MustHold, MustViolate
from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim, Model, Registry, Role
from moltverify.report.story.story import story_of
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.tla.config import read_config
from moltverify.tla.module_parser import parse_module_text
from moltverify.tlc.outcome import ViolationKind
from tests.nightly import some_in_campaigns

ROOT = Path(__file__).parents[1]
REGISTRY = ROOT / "specs" / "registry.yaml"

# The Make targets of the public page on formal verification, and what the advisories of 2026 are
# about.
PROMISED = {
    "gateway": ["gateway-exposure-v2", "gateway-exposure-v2-protected"],
    "nodes": ["nodes-pipeline", "approvals-token"],
    "pairing": [
        *("pairing", "pairing-cap", "pairing-race", "pairing-idempotency"),
        *("pairing-refresh", "pairing-refresh-race"),
    ],
    "ingress": [
        *("ingress-gating", "ingress-trace", "ingress-trace2"),
        *("ingress-idempotency", "ingress-dedupe-fallback"),
    ],
    "routing": ["routing-isolation", "routing-precedence", "routing-identitylinks"],
    "tools": ["tool-deny-wins", "elevated-needs-both", "spawn-never-widens", "policy-writes"],
    "senders": [
        *("identity-is-stable", "dm-is-not-group", "hook-stays-in-its-session"),
        *("fails-closed", "every-event-is-gated"),
    ],
    "execution": ["exec-says-what-runs", "plugin-trusted-first", "taint-stays"],
    "delivery": ["delivered-once", "stores-lose-nothing"],
    "operators": [
        *("guesses-are-limited", "operator-scopes", "loopback-is-not-proof"),
        "revoked-is-revoked",
    ],
}


@cache
def registry() -> Registry:
    return load_registry(REGISTRY)


def ids(role: Role) -> list[str]:
    return [model.id for model in registry().models if model.role is role]


def model(model_id: str) -> Model:
    return next(each for each in registry().models if each.id == model_id)


def run(
    models: list[Model], launch_for: LaunchFor, toolchain: Toolchain, folder: Path
) -> list[ModelResult]:
    """Run models as `moltverify run` does, with the verdicts that this session has kept."""
    settings = suite.SuiteSettings(
        toolchain=toolchain,
        folder=folder,
        jobs=1,
        engine=lambda _: nullcontext(launch_for),
        cache=VerdictCache(cache_folder(os.environ), toolchain),
    )
    return suite.check_models(models, settings, threading.Event(), lambda _: None)


def test_every_promised_claim_is_registered() -> None:
    found = {group.id: claims_of(group.id) for group in registry().groups}
    assert found == PROMISED


def claims_of(group: str) -> list[str]:
    return [claim.id for claim in registry().claims if claim.group == group]


def test_nothing_is_wrong_with_the_registry_and_its_files() -> None:
    assert check_registry(REGISTRY) == RegistryCheck([], [])


@pytest.mark.parametrize("claim", registry().claims, ids=lambda claim: claim.id)
def test_a_claim_says_on_which_terms_it_holds(claim: Claim) -> None:
    assert claim.assumptions
    assert claim.bounds
    assert len(claim.title) <= 70
    assert len(claim.witnesses) >= 2
    assert claim.reds
    assert isinstance(claim.models[0].expectation, MustHold)
    assert (claim.models[0].expectation.distinct or 0) >= 100


@pytest.mark.parametrize("claim", registry().claims, ids=lambda claim: claim.id)
def test_each_property_that_a_config_checks_has_a_plain_sentence(claim: Claim) -> None:
    configs = [read_config(read_text(each.job.config)) for each in claim.models]
    checked = {
        named.name for config in configs for named in (*config.invariants, *config.properties)
    }
    assert claim.properties.keys() == checked
    for name, sentence in claim.properties.items():
        # For readers who know no TLA+: no name of an operator, and no symbol.
        assert name not in sentence
        assert re.fullmatch(r"[A-Z][^/\\#=<>]*\.", sentence), sentence


@pytest.mark.parametrize("claim", registry().claims, ids=lambda claim: claim.id)
def test_a_green_module_can_be_read_in_ten_minutes(claim: Claim) -> None:
    # Data and mechanisms that make it longer belong into modules of their own beside it.
    assert len(read_text(claim.models[0].job.module).splitlines()) <= 180


@pytest.mark.parametrize("red", ids(Role.RED))
def test_a_red_states_the_length_of_its_counterexample(red: str) -> None:
    expectation = model(red).expectation
    assert isinstance(expectation, MustViolate)
    assert expectation.length is not None
    assert expectation.length >= 2


@pytest.mark.parametrize("file", sorted((ROOT / "specs").rglob("*.tla")), ids=lambda f: f.stem)
def test_a_module_opens_with_what_it_is_about(file: Path) -> None:
    module = parse_module_text(file.read_text(encoding="ascii"))
    assert module.name == file.stem
    assert len(module.comment) > 60


def test_every_module_belongs_to_a_model() -> None:
    jobs = [each.job for each in registry().models]
    folders = {folder for job in jobs for folder in (job.module.parent, *job.libraries)}
    used = {path for folder in folders for path in folder.glob("*.tla")}
    on_disk = set((ROOT / "specs").rglob("*.tla"))
    assert {path.resolve() for path in used} == {path.resolve() for path in on_disk}


# `make models` judges all of them; the rest of the words is read where all tests run.
TOLD = ["pairing-idempotency", "ingress-trace", "ingress-trace2"]


@pytest.mark.tlc
@pytest.mark.parametrize("claim_id", some_in_campaigns((one.id for one in registry().claims), TOLD))
def test_a_claim_is_as_expected_and_every_step_is_told_in_words(
    claim_id: str, launch_for: LaunchFor, toolchain: Toolchain, tmp_path: Path
) -> None:
    claim = registry().claim(claim_id)
    for result in run(list(claim.models), launch_for, toolchain, tmp_path / "run"):
        assert result.verdict is Verdict.AS_EXPECTED, result.reason
        story = story_of(result, claim.phrases, claim.properties)
        for step in story.steps if story else ():
            name = step.action.name if step.action else "The initial state"
            assert step.sentence not in {name, "A step"}, f"{result.id} has no phrase for {name}"
            assert "its phrase failed" not in step.sentence


# The sample breaks each group's guards; the rest takes two minutes and runs where all tests run.
PUT_BACK = [
    *("gateway-exposure-v2:fallback-wide", "nodes-pipeline:unbound", "pairing-race:unlocked"),
    *("pairing-refresh-race:two-step", "pairing-idempotency:new-code", "ingress-trace:fresh-id"),
    *("ingress-gating:any-mention", "ingress-dedupe-fallback:no-fallback"),
    *("routing-precedence:spreads", "routing-isolation:bare-id"),
    "policy-writes:set-passed-on",
    "dm-is-not-group:store-in-group",
    "operator-scopes:rotation-mints",
    "exec-says-what-runs:trimmed",
    "delivered-once:lease-ignored",
]


def test_the_sample_of_reds_has_one_of_each_group() -> None:
    groups = {registry().claim(model(red).claim).group for red in PUT_BACK}
    assert groups == {claim.group for claim in registry().claims}


@pytest.mark.tlc
@pytest.mark.parametrize("red", some_in_campaigns(ids(Role.RED), PUT_BACK))
def test_a_red_with_the_intended_operator_put_back_holds(
    red: str, launch_for: LaunchFor, toolchain: Toolchain, tmp_path: Path
) -> None:
    claim = registry().claim(model(red).claim)
    restored = replace(
        model(red),
        job=replace(model(red).job, config=claim.models[0].job.config),
        expectation=claim.models[0].expectation,
    )
    [result] = run([restored], launch_for, toolchain, tmp_path / "run")
    assert result.verdict is Verdict.AS_EXPECTED, result.reason


def test_liveness_is_claimed_and_broken_where_something_must_happen() -> None:
    expected = [each.expectation for each in registry().models]
    kinds = {each.kind for each in expected if isinstance(each, MustViolate)}
    assert {ViolationKind.INVARIANT, ViolationKind.TEMPORAL_PROPERTY} <= kinds
