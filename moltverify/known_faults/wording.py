"""Known faults in words: a match in one line, a match in a sentence, and the list of all."""

from collections.abc import Iterator

from moltverify.known_faults.matcher import KNOWN_FAULTS
from moltverify.known_faults.records import FaultMatch, TlcFault


def fault_label(match: FaultMatch) -> str:
    """Return a match in few words, such as `tlaplus#1145 (M.tla:5)`."""
    return f"{match.fault.issue} ({match.place})"


def fault_sentence(match: FaultMatch) -> str:
    """Say what may be wrong in a run, without the place, and which TLC does not have the fault."""
    fault = match.fault
    if match.release is None:
        jar = "this jar is not known, so it may have the fault"
    else:
        jar = f"TLC {match.release} has the fault"
    return f"{fault.kind.value} possible, {fault.issue}: {fault.sentence}; {jar}, {fault.mended}"


def fault_lines() -> Iterator[str]:
    """Yield a line for each known fault, also for those that no text or option shows."""
    return map(fault_line, KNOWN_FAULTS)


def fault_line(fault: TlcFault) -> str:
    """Return a fault in one line."""
    kinds = ", ".join(kind.value for kind in fault.kinds)
    releases = "TLC " + ", ".join(fault.affected) if fault.affected else "no known release"
    issues = ", ".join((fault.issue, *fault.also))
    hidden = f" [not looked for: {fault.no_trigger}]" if fault.trigger is None else ""
    return f"{issues} ({kinds}; {releases}; {fault.mended}): {fault.sentence}{hidden}"
