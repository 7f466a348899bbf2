"""Why a model got no verdict, and what a user can change about it."""

from moltverify.plural import counted
from moltverify.tlc.outcome import Failed, FailureReason, Searched, Statistics, Stopped, StopReason
from moltverify.tlc.trace import Place

MORE_TIME = "`timeout: {}` in the registry, or --timeout, allows more"
FEWER_STATES = "smaller constants make fewer states"
DEADLOCK_ADVICE = "; if behaviours may end there, write `deadlock: allowed` in the claim"
HEAP_ADVICE = "; `heap: 2g` in the registry, for example, gives Java more"


def stopped_text(stopped: Stopped, counts: Statistics, limit: float | None) -> str:
    """Return how a run ended that was stopped after `limit` seconds, and what a user can try."""
    if stopped.reason is not StopReason.TIMEOUT:
        return f"stopped: {stopped.reason.value}"
    after = "stopped: timeout" if limit is None else f"stopped: timeout after {limit:g} s"
    # Doubled, because a line that can be copied is of more use than a name of a key.
    more = MORE_TIME.format("2m" if limit is None else f"{2 * limit:g}s")
    return f"{after}; {counts_text(counts)}; {more}; {FEWER_STATES}"


def searched_text(searched: Searched, counts: Statistics) -> str:
    """Return how much TLC searched, with its last count if a time limit ended the search."""
    steps = f"of up to {counted(searched.depth, 'step')}{seeds_text(searched)}"
    if searched.traces is not None:
        return f"searched {counted(searched.traces, 'trace')} {steps}"
    # TLC 2.15 prints its first count of a simulation after a minute.
    number = counts.generated
    told = "printed no count" if number is None else f"last counted {counted(number, 'state')}"
    return f"searched traces {steps} for {searched.seconds or 0:g} s (TLC had {told})"


def seeds_text(searched: Searched) -> str:
    """Return with which seeds TLC searched, if with several."""
    last = searched.seed + searched.seeds - 1
    return f" with {searched.seeds} seeds ({searched.seed} to {last})" if searched.seeds > 1 else ""


def counts_text(counts: Statistics) -> str:
    """Return how far TLC had come, by the last counts that it printed."""
    # ModelChecker.runTLC prints its first counts after 3 s of search, and then once a minute.
    if counts.initial_distinct is None and counts.generated is None:
        return "TLC had reported 0 states: it was still computing the initial ones"
    if counts.generated is None:
        initial = counted(counts.initial_distinct or 0, "initial one")
        return f"TLC had reported 0 states after {initial}: it first does so after 3 s of search"
    distinct = "" if counts.distinct is None else f"{counts.distinct:,} distinct states of "
    queue = "" if counts.queue is None else f", with {counts.queue:,} in the queue"
    return f"TLC had last counted {distinct}{counts.generated:,} generated states{queue}"


def failure_advice(failed: Failed) -> str:
    """Return what to change about a model that TLC could not check; empty if nothing is known."""
    return HEAP_ADVICE if failed.reason is FailureReason.OUT_OF_MEMORY else ""


def no_conclusion_text(failed: Failed) -> str:
    """Return a clause that says why TLC reached no conclusion."""
    place = f" at {where(failed.place)}" if failed.place else ""
    return f"TLC came to no conclusion ({failed.reason.value}){place}: {failed.message}"


def where(place: Place) -> str:
    """Return line, column and module of a place, without the parts that TLC did not print."""
    column = f", column {place.column}" if place.column is not None else ""
    module = f" of module {place.module}" if place.module else ""
    return f"line {place.line}{column}{module}"
