"""The differences between two receipts, item by item."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from moltverify.receipt.records import ModelReceipt, Receipt
from moltverify.suite.other_answers import Agreement
from moltverify.suite.possible_faults import PossibleFault

# With several threads TLC explores states in another order each time (tlc2.tool.ModelChecker), so
# these vary; the number of all distinct states and the verdict do not.
NONDETERMINISTIC = {"generated", "queue", "depth", "counterexample"}


RANDOM_OPTIONS = {"-simulate", "-generate"}


class ReceiptDifference(Struct, frozen=True):
    """The two values of an item; None for a receipt that lacks the item."""

    item: str
    was: str | None
    now: str | None


def receipt_differences(old: Receipt, new: Receipt) -> Iterator[ReceiptDifference]:
    """Yield all differences except in moltverify's version and in times.

    A model that is only in the new receipt is not a difference.
    """
    # One difference for a model that is gone, instead of one for each of its items.
    present = {model.id for model in new.models}
    for model in old.models:
        if model.id not in present:
            yield ReceiptDifference(f"{model.id} registered", "yes", None)
    kept = {model.id for model in old.models} & present
    # Only files and entries of models in both: the rest follows from the models reported above.
    before, after = items(old, kept), items(new, kept)
    # A dict instead of a set, so that the order is the same each time.
    for item in dict.fromkeys([*before, *after]):
        if before.get(item) != after.get(item):
            yield ReceiptDifference(item, before.get(item), after.get(item))


def items(receipt: Receipt, kept: set[str]) -> dict[str, str]:
    """Return the values that two receipts must share, by item, for the models in `kept`."""
    models = [model for model in receipt.models if model.id in kept]
    # A file that only other models use cannot change these results.
    used = {file for model in models for file in model.files}
    # A red is named CLAIM:NAME, a witness CLAIM@NAME.
    claims = {model.id.split(":")[0].split("@")[0] for model in models}
    # Without the release, which is only the name of a known jar.
    found = {"tla2tools.jar sha256": receipt.jar}
    found |= {f"compared with jar {jar.jar}": "yes" for jar in receipt.also or ()}
    found |= {f"{f.path} sha256": f.sha256 for f in receipt.files if f.path in used}
    found |= {f"{c.id} registry entry sha256": c.sha256 for c in receipt.claims if c.id in claims}
    for model in models:
        found |= {f"{model.id} {name}": text for name, text in agreed_facts(model)}
    return found


def agreed_facts(model: ModelReceipt) -> Iterator[tuple[str, str]]:
    """Yield the items of one model that two receipts must share, with their values."""
    yield "files", " ".join(model.files)
    yield "arguments", " ".join(model.arguments)
    for variable in model.variables:
        yield f"variable {variable.name} sha256", variable.sha256 or "not set"
    yield "verdict", model.verdict.value
    yield "outcome", model.outcome
    if model.faults:
        yield "known faults of TLC", ", ".join(map(fault_item, model.faults))
    counts: dict[str, int | None] = msgspec.to_builtins(model.counts)
    ignored = set(items_that_vary(model))
    for name, number in counts.items():
        # TLC prints no count that a mode does not have.
        if number is not None and name not in ignored:
            yield f"{name} states" if name != "depth" else name, str(number)
    for part in model.parts or ():
        if "parts" not in ignored:
            number = None if "distinct" in ignored else part.counts.distinct
            states = "" if number is None else f", {number} distinct states"
            yield part.name, f"{part.outcome}{states}"
    if model.counterexample and "counterexample" not in ignored:
        yield "counterexample sha256", model.counterexample
    for one in model.also or ():
        # The reason why a TLC has no answer may name what depends on the machine.
        told = "" if one.agreement is Agreement.CANNOT_TELL else f": {one.answer}"
        yield f"on jar {one.jar}", f"{one.agreement.value}{told}"


def items_that_vary(model: ModelReceipt) -> Iterator[str]:
    """Yield the items that are not the same in each run of a model."""
    if model.workers > 1:
        yield from NONDETERMINISTIC
        # TLC ends at a violation, with the states that its threads had found until then.
        if not model.outcome.startswith("holds"):
            yield "distinct"
    # TLC prints how far its traces are by a clock; the traces are those of the seed.
    if not RANDOM_OPTIONS.isdisjoint(model.arguments):
        yield "generated"
        # The first violation of a swarm ends its other searches.
        if model.parts and not model.outcome.startswith("searched"):
            yield from (*NONDETERMINISTIC, "distinct", "parts")


def fault_item(fault: PossibleFault) -> str:
    """Return what two receipts must share of a possible fault: its label, and if it counts."""
    return f"{fault.label} excluded" if fault.excluded else fault.label
