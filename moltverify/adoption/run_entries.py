"""A first run as an entry of a registry: a green, a red, a witness, or why it is none."""

from __future__ import annotations

from collections.abc import Iterable

from moltverify.adoption.first_runs import FirstRun
from moltverify.adoption.plan import GreenPlan, RedPlan, WitnessPlan
from moltverify.adoption.probes import probe_of
from moltverify.adoption.property_facts import PropertyFacts
from moltverify.adoption.records import ExpectedEnd
from moltverify.errors import UsageError
from moltverify.registry.model_entries import NAMELESS
from moltverify.registry.violation_kind import WORDS
from moltverify.tla.config import Config
from moltverify.tla.parsed_modules import read_parsed_modules
from moltverify.tla.reductions import reductions_of
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Searched,
    Stopped,
    Violated,
    outcome_text,
)


def green_of(run: FirstRun) -> GreenPlan | None:
    """Return the green that a run is or may be, or None if it does not hold or checks nothing."""
    outcome, config = run.result.outcome, run.config
    module, file, search = run.paired.module, run.paired.config, run.paired.search
    distinct = run.result.statistics.distinct
    checks = bool(config.invariants or config.properties)
    if isinstance(outcome, Holds) and distinct and checks:
        return GreenPlan(module=module, config=file, distinct=distinct)
    if isinstance(outcome, Searched) and checks:
        return GreenPlan(module=module, config=file, search=search)
    if isinstance(outcome, Stopped) and checks and may_hold(run):
        return GreenPlan(module=module, config=file, cut_short=True, search=search)
    no_states = isinstance(outcome, Failed) and outcome.reason is FailureReason.NO_INITIAL_STATES
    if not names_behaviour(config) and (no_states or isinstance(outcome, Holds)):
        return GreenPlan(module=module, config=file, constant=True)
    return None


def may_hold(run: FirstRun) -> bool:
    """Tell whether nothing says that a model breaks."""
    hint = run.paired.expectation
    return hint is None or hint.expected is ExpectedEnd.HOLDS


def names_behaviour(config: Config) -> bool:
    """Tell whether a config names a behaviour; without one TLC evaluates assumptions alone."""
    return bool(config.specification or config.init or config.next)


def red_of(run: FirstRun, name: str, about: str) -> RedPlan:
    """Return the red that a run is."""
    outcome = run.result.outcome
    assert isinstance(outcome, Violated)
    steps = len(outcome.trace.steps)
    search = run.paired.search
    # Of random traces, the first that breaks is no shortest one, and another TLC finds another.
    is_shortest = steps == 1 or (steps and run.result.workers == 1 and search is None)
    return RedPlan(
        id=name,
        module=run.paired.module,
        config=run.paired.config,
        property=violated_name(run),
        kind=outcome.kind,
        length=steps if is_shortest else None,
        about=about,
        search=search,
    )


def violated_name(run: FirstRun) -> str:
    """Return the property that broke; TLC names no temporal one, so then the only one counts."""
    outcome = run.result.outcome
    assert isinstance(outcome, Violated)
    if WORDS[outcome.kind] in NAMELESS:
        return ""
    if outcome.property:
        return outcome.property
    facts = PropertyFacts(run.paired, run.config)
    names = [one.name for one in run.config.properties]
    return next(iter([name for name in names if facts.is_liveness(name)] or names), "")


def witness_of(run: FirstRun, name: str) -> WitnessPlan:
    """Return the witness that a broken probe is."""
    return WitnessPlan(id=name, config=run.paired.config, never=probe_of(run))


def reduction_keys(runs: Iterable[FirstRun]) -> tuple[str, ...]:
    """Return the keys of `reductions` that a claim of these models needs."""
    found: dict[str, None] = {}
    for run in runs:
        try:
            modules = read_parsed_modules(
                run.paired.module, run.paired.config, run.paired.libraries
            )
        except (UsageError, OSError):
            continue
        found |= {one.kind.value: None for one in reductions_of(modules)}
    return tuple(found)


def failure_text(run: FirstRun) -> str:
    """Return why a model has no place in a registry."""
    outcome = run.result.outcome
    if isinstance(outcome, Stopped):
        return f"TLC had not ended after {run.model.job.options.timeout:g} s (--timeout)"
    if isinstance(outcome, Holds | Searched):
        return "it names no property, so nothing is checked"
    if not isinstance(outcome, Failed):
        return outcome_text(outcome)
    message = " ".join(outcome.message.split())
    return f"{outcome.reason.value}: {message}"
