"""Known faults in words: a match in one line, a match in a sentence, and the list of all."""

from collections.abc import Iterable, Iterator, Sequence

from moltverify.known_faults.handling import handling
from moltverify.known_faults.matcher import KNOWN_FAULTS
from moltverify.known_faults.records import FaultKind, FaultMatch, TlcFault


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


def faults_with(release: str | None) -> tuple[TlcFault, ...]:
    """Return the faults that a release has; all of them for a jar that is not known."""
    return tuple(one for one in KNOWN_FAULTS if release is None or release in one.affected)


def fault_counts(faults: Sequence[TlcFault]) -> str:
    """Return how many faults there are of each kind, by the worst that each can do."""
    kinds = [one.kind for one in faults]
    found = [f"{kind.value} {kinds.count(kind)}" for kind in FaultKind if kind in kinds]
    return f"{len(faults)} of {len(KNOWN_FAULTS)} known faults ({', '.join(found)})"


def fault_lines(faults: Iterable[TlcFault] = KNOWN_FAULTS) -> Iterator[str]:
    """Yield a line for each known fault, also for those that no text or option shows."""
    return map(fault_line, faults)


def fault_line(fault: TlcFault) -> str:
    """Return a fault in one line."""
    kinds = ", ".join(kind.value for kind in fault.kinds)
    releases = "TLC " + ", ".join(fault.affected) if fault.affected else "no known release"
    issues = ", ".join((fault.issue, *fault.also))
    about = f"{kinds}; {releases}; {fault.mended}"
    return f"{issues} ({about}): {fault.sentence} [{handling(fault)}]"
