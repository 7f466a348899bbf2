"""How a red differs from its green, for reports: from the files as they are now."""

from collections.abc import Sequence

from moltverify.registry.records import Claim
from moltverify.registry.spec_files import SpecFiles
from moltverify.registry.twin_difference import TwinDifference, TwinPart, twin_differences
from moltverify.report.story.excerpts import Fault, Replaced


def shown_differences(claim: Claim, model_id: str) -> list[TwinDifference]:
    """Return how a red of a claim differs from the green; none for another model.

    What cannot be a cause of the violation is left out if anything else differs.
    """
    red = next((one for one in claim.reds if one.id == model_id), None)
    if red is None or claim.green is None:
        return []
    try:
        found = twin_differences(claim.green, red, SpecFiles())
    except (OSError, ValueError):
        return []  # the check of the registry says what is wrong with the files
    return [one for one in found if one.counts] or found


def changed_definition(differences: Sequence[TwinDifference]) -> Fault | None:
    """Return the first definition that a copy of the module changes, as both modules have it."""
    for one in differences:
        if one.part is TwinPart.DEFINITION and one.before and one.after:
            return Fault(Replaced(one.name, one.before), Replaced(one.name, one.after))
    return None
