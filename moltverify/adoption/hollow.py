"""What is hollow in models as they were found: they pass, or fail, without a reason to trust that.

Each row is about one config. A row that `audit` can only find by running more models is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from moltverify.adoption.exit_codes import is_same_kind
from moltverify.adoption.first_runs import FirstRun
from moltverify.adoption.name_hints import words_of_name
from moltverify.adoption.property_facts import PropertyFacts, is_about_types
from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.plural import counted
from moltverify.suite.verdict import SHORTEST_STORY, happened
from moltverify.tlc.outcome import Holds, Searched, Violated, ViolationKind

# TLC evaluates these before it computes any state.
BEFORE_STATES = {
    ViolationKind.ASSUMPTION: "it fails by an assumption, before any state",
    ViolationKind.CONSTANT_INVARIANT: "it fails by a constant formula, before any state",
}


class HollowRow(Struct, frozen=True):
    """A config and what is hollow about its model."""

    config: Path
    what: str


class HintConflict(Struct, frozen=True):
    """A config whose model did something else than the user's own files say."""

    config: Path
    what: str


def hollow_rows(runs: Iterable[FirstRun]) -> list[HollowRow]:
    """Return what is hollow, in the order of the runs."""
    return [
        HollowRow(run.paired.config, what)
        for run in runs
        for what in dict.fromkeys(hollow_texts(run))
    ]


def hollow_texts(run: FirstRun) -> Iterator[str]:
    """Yield what is hollow about one model."""
    facts = PropertyFacts(run.paired, run.config)
    outcome = run.result.outcome
    if isinstance(outcome, Holds | Searched):
        yield from hollow_green(run, facts)
    if isinstance(outcome, Violated):
        yield from hollow_red(run, outcome, facts)


def hollow_green(run: FirstRun, facts: PropertyFacts) -> Iterator[str]:
    """Yield what is hollow about a model that holds."""
    names = facts.names
    distinct = run.result.statistics.distinct
    behaves = run.config.specification or run.config.init or run.config.next
    if behaves and not names:
        yield "it checks nothing: its config names no property"
    if distinct == 1:
        yield "it has one state"
    for name in names:
        if facts.is_constant(name):
            yield f"{name} is a constant: it names no variable"
    if names and all(is_about_types(name) for name in names):
        yield f"only types are checked ({', '.join(names)})"


def hollow_red(run: FirstRun, outcome: Violated, facts: PropertyFacts) -> Iterator[str]:
    """Yield what is hollow about a model that breaks."""
    name = outcome.property or ""
    is_false = bool(name) and facts.is_literal(name, "FALSE")
    if outcome.kind in BEFORE_STATES:
        # Of a property that is FALSE there is no more to say.
        yield from () if is_false else (BEFORE_STATES[outcome.kind],)
    elif outcome.trace.steps and len(outcome.trace.steps) < SHORTEST_STORY:
        yield "it fails in an initial state, before any step"
    if is_false:
        yield f"{name} is FALSE by definition"
    elif name and facts.is_constant(name):
        yield f"{name} is a constant: no state can break it or keep it"
    if other := meant_by_name(run.paired.config, facts.names, name):
        yield f"it breaks {name or outcome.kind.value}, and its name says {other}"
    elif name and is_about_types(name) and len(facts.names) > 1:
        yield f"it breaks {name}, which is about types, before anything else"


def meant_by_name(config: Path, names: Iterable[str], violated: str) -> str:
    """Return the property that a config's name contains, if another one broke."""
    words = "".join(words_of_name(config.stem))
    meant = [one for one in names if len(one) > 2 and "".join(words_of_name(one)) in words]
    # The longest, because `Safe` is part of `SafeExit`.
    best = max(meant, key=len, default="")
    return best if best != violated else ""


def hint_conflicts(runs: Iterable[FirstRun]) -> list[HintConflict]:
    """Return the models that did something else than the user's files say."""
    found = list[HintConflict]()
    for run in runs:
        config, hint = run.paired.config, run.paired.expectation
        if hint is not None and (what := contradiction(hint, run)):
            found.append(HintConflict(config, f"{hint.source} says that {what}"))
        found += [HintConflict(config, what) for what in other_counts(run)]
    return found


def other_counts(run: FirstRun) -> Iterator[str]:
    """Yield the counts of states in the user's files that differ from those that TLC found."""
    if not isinstance(run.result.outcome, Holds):
        return
    found = run.result.statistics
    for hint in run.paired.hints:
        counts = [
            ("distinct", hint.distinct, found.distinct),
            ("generated", hint.generated, found.generated),
        ]
        for name, told, count in counts:
            if told is not None and count is not None and told != count:
                states = counted(told, f"{name} state")
                yield f"{hint.source} says that it has {states}, and TLC found {count:,}"


def contradiction(hint: ModelHint, run: FirstRun) -> str:
    """Return in words what a hint says and what came instead, or nothing."""
    outcome = run.result.outcome
    if isinstance(outcome, Holds) and hint.expected is ExpectedEnd.BREAKS:
        return "it breaks, and it holds"
    if isinstance(outcome, Searched) and hint.expected is ExpectedEnd.BREAKS:
        return "it breaks, and random traces find nothing"
    if not isinstance(outcome, Violated):
        return ""
    if hint.expected is ExpectedEnd.HOLDS:
        return f"it holds, and {happened(outcome)}"
    wanted = next((one.property for one in run.paired.hints if one.property), "")
    if hint.kind and not is_same_kind(hint.kind, outcome.kind):
        said = f"the {hint.kind.value} {wanted}".rstrip() + " breaks"
        said = "it reaches a deadlock" if hint.kind is ViolationKind.DEADLOCK else said
        return f"{said}, and {happened(outcome)}"
    if wanted and outcome.property and wanted != outcome.property:
        return f"{wanted} breaks, and {happened(outcome)}"
    return ""


def unforeseen(runs: Iterable[FirstRun]) -> list[Path]:
    """Return the configs whose models break although nothing says so."""
    return [
        run.paired.config
        for run in runs
        if isinstance(run.result.outcome, Violated) and run.paired.expectation is None
    ]
