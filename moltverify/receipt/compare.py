"""What differs between two receipts, item by item."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from moltverify.receipt.records import ModelReceipt, Receipt

# With several threads TLC finds states in another order each time (tlc2.tool.ModelChecker), so
# these say nothing; the distinct states and the verdict still do.
BY_CHANCE = {"generated", "queue", "depth", "counterexample"}


class ReceiptDifference(Struct, frozen=True):
    """An item that was one thing and is another; None is an item that one receipt lacks."""

    item: str
    was: str | None
    now: str | None


def receipt_differences(old: Receipt, new: Receipt) -> Iterator[ReceiptDifference]:
    """Yield what differs; versions of moltverify and times may."""
    present = {model.id for model in new.models}
    for model in old.models:
        if model.id not in present:
            yield ReceiptDifference(f"{model.id} registered", "yes", None)
    kept = {model.id for model in old.models} & present
    before, after = items(old, kept), items(new, kept)
    for item in dict.fromkeys([*before, *after]):
        if before.get(item) != after.get(item):
            yield ReceiptDifference(item, before.get(item), after.get(item))


def items(receipt: Receipt, kept: set[str]) -> dict[str, str]:
    """Return all that two receipts must agree on, for some of the models, by name."""
    models = [model for model in receipt.models if model.id in kept]
    used = {file for model in models for file in model.files}
    claims = {model.id.split(":")[0].split("@")[0] for model in models}
    found = {"tla2tools.jar sha256": receipt.jar}
    found |= {f"{f.path} sha256": f.sha256 for f in receipt.files if f.path in used}
    found |= {f"{c.id} registry entry sha256": c.sha256 for c in receipt.claims if c.id in claims}
    for model in models:
        found |= {f"{model.id} {name}": text for name, text in agreed_facts(model)}
    return found


def agreed_facts(model: ModelReceipt) -> Iterator[tuple[str, str]]:
    """Yield all that two receipts must agree on of one model."""
    yield "files", " ".join(model.files)
    yield "arguments", " ".join(model.arguments)
    yield "verdict", model.verdict.value
    yield "outcome", model.outcome
    counts: dict[str, int | None] = msgspec.to_builtins(model.counts)
    by_chance = BY_CHANCE if model.workers > 1 else set()
    for name, number in counts.items():
        if number is not None and name not in by_chance:
            yield f"{name} states" if name != "depth" else name, str(number)
    if model.counterexample and "counterexample" not in by_chance:
        yield "counterexample sha256", model.counterexample
