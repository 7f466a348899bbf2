"""What a reader of a verdict should know beside its reason.

That is the launch's note, the parts that the verdict is put together from, what other TLCs say,
TLC's warnings, and the known faults of TLC that may apply.
"""

from collections.abc import Iterator

from moltverify.plural import counted
from moltverify.suite.possible_faults import PossibleFault
from moltverify.suite.results import ModelResult, PartResult
from moltverify.tlc.outcome import Holds, Violated


def remarks(result: ModelResult) -> Iterator[str]:
    """Yield remarks on a result, each a text that may have control characters of TLC's output."""
    if result.note:
        yield result.note
    yield from map(part_remark, result.parts)
    yield from other_remarks(result)
    for warning in result.warnings:
        # TLC wraps its warnings at no fixed width.
        yield f"TLC warns: {' '.join(warning.split())}"
    yield from map(fault_remark, result.faults)


def part_remark(part: PartResult) -> str:
    """Say how a part of a model ended, and how many states it has."""
    counts = part.statistics
    distinct = None if counts.distinct is None else counted(counts.distinct, "distinct state")
    generated = None if counts.generated is None else f"{counts.generated:,} generated"
    depth = None if counts.depth is None else f"depth {counts.depth}"
    return f"{part.name}: " + ", ".join(filter(None, [part.outcome, distinct, generated, depth]))


def fault_remark(fault: PossibleFault) -> str:
    """Say what a known fault of TLC does, and where it is mended or why it does not count."""
    if fault.excluded:
        return f"{fault.label} does not apply, the registry has a reason; {fault.mended}"
    return f"{fault.label}: {fault.what}; {fault.mended}"


def other_remarks(result: ModelResult) -> Iterator[str]:
    """Yield what further TLCs contribute that the reason does not say."""
    for answer in result.also:
        # The reason is then about the first TLC's failure only.
        if not isinstance(result.outcome, (Holds, Violated)):
            yield f"{answer.name}: {answer.reason}"
        if answer.without:
            yield f"{answer.name} answers the same and does not have {', '.join(answer.without)}"
