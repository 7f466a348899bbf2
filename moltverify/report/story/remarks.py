"""What a reader of a verdict should know beside its reason.

That is the launch's note, TLC's warnings, and the known faults of TLC that may apply.
"""

from collections.abc import Iterator

from moltverify.suite.possible_faults import PossibleFault
from moltverify.suite.results import ModelResult


def remarks(result: ModelResult) -> Iterator[str]:
    """Yield remarks on a result, each a text that may have control characters of TLC's output."""
    if result.note:
        yield result.note
    for warning in result.warnings:
        # TLC wraps its warnings at no fixed width.
        yield f"TLC warns: {' '.join(warning.split())}"
    yield from map(fault_remark, result.faults)


def fault_remark(fault: PossibleFault) -> str:
    """Say what a known fault of TLC does, and where it is mended or why it does not count."""
    if fault.excluded:
        return f"{fault.label} does not apply, the registry has a reason; {fault.mended}"
    return f"{fault.label}: {fault.what}; {fault.mended}"
