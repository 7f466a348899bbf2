"""Notes about the known faults of a jar's TLC that registered models may meet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from moltverify.known_faults.handling import AVOIDED, RACES
from moltverify.known_faults.matcher import KNOWN_FAULTS, faults_of
from moltverify.known_faults.records import FaultMatch
from moltverify.known_faults.wording import fault_sentence
from moltverify.registry.key_places import key_place
from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Claim, Model, Role
from moltverify.running.toolchain import Jar
from moltverify.suite.run_conditions import MAY_HOLD_FALSELY

# By the issue that a reason has to name.
ISSUES = {issue: one.issue for one in KNOWN_FAULTS for issue in (one.issue, *one.also)}


def fault_notes(claims: Iterable[Claim], jar: Jar) -> Iterator[str]:
    """Yield a note for each place that triggers a known fault, and for each reason without one.

    Raises OSError for an unreadable module and UsageError for an unreadable config.
    """
    found: dict[str, list[tuple[Claim, Model, FaultMatch]]] = defaultdict(list)
    for claim in claims:
        yield from useless_reasons(claim)
        for model in claim.designs:
            for match in faults_of(model.job, jar):
                # The check of reductions names these, and asks for other reasons.
                if not match.fault.reduction:
                    place = f"{noted_place(match, claim)}: {fault_sentence(match)}"
                    found[place].append((claim, model, match))
    for what, matches in found.items():
        yield "; ".join([what, *filter(None, [advice(matches)])])


def noted_place(match: FaultMatch, claim: Claim) -> str:
    """Return where the trigger is: a line of a file, or an option of a claim's models."""
    place = match.place
    if place.file:
        return f"{place.file}:{place.line}"
    return f"{claim.source.file}:{claim.source.line}: {place.option}"


def advice(matches: Iterable[tuple[Claim, Model, FaultMatch]]) -> str:
    """Say what moltverify or the user does about a trigger that several models may have."""
    asked, given = dict[str, None](), dict[str, None]()
    for claim, model, match in matches:
        if match.fault.trigger is AVOIDED:
            return "moltverify runs these models with one worker"
        # Only a model that holds can hold falsely; a race is part of the verdict's words.
        doubtful = match.fault in MAY_HOLD_FALSELY and match.fault.trigger not in RACES
        if doubtful and model.role is Role.GREEN:
            excluded = match.fault.issue in model.excluded_faults
            (given if excluded else asked)[claim.id] = None
    wanted = f"use another jar, or give a reason in known_faults of {', '.join(asked)}"
    known = f"known_faults of {', '.join(given)} says why it does not apply"
    return "; ".join([wanted] * bool(asked) + [known] * bool(given))


def useless_reasons(claim: Claim) -> Iterator[str]:
    """Yield a note for each reason of a claim that is about no known fault."""
    for issue in claim.models[0].excluded_faults:
        if ISSUES.get(issue) != issue:
            known = ISSUES.get(issue)
            guess = f"; its key is {known}" if known else nearest(issue, ISSUES)
            place = key_place(claim.source, "known_faults", issue)
            yield f"{place}: {issue} is no key of known_faults{guess}"
