"""Seeded bugs and whether a replay saw them, in the terminal or as JSON."""

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.text import Text

from moltverify.conformance.proof import Proof, ProofStatus
from moltverify.plural import counted
from moltverify.report.story.escaping import inert_line
from moltverify.report.terminal.conformance_text import print_wrapped
from moltverify.report.terminal.console import print_whole

STYLES = {ProofStatus.SEEN: "good", ProofStatus.NOT_TRIED: "unsure", ProofStatus.MISSED: "bad"}


def print_proofs(console: Console, proofs: Sequence[Proof], as_json: bool) -> None:
    """Print each bug below its claim, and the number of bugs by status."""
    if as_json:
        print(msgspec.json.encode(proofs).decode())
        return
    for claim in dict.fromkeys(one.claim for one in proofs):
        print_whole(console, Text(inert_line(claim), style="name"))
        for one in (each for each in proofs if each.claim == claim):
            words = f"{one.status.value}: {inert_line(one.bug)} ({inert_line(one.release)})"
            print_wrapped(console, words, "  ", "      ", STYLES[one.status])
            if one.reason:
                print_wrapped(console, inert_line(one.reason), "      ", "      ", "quiet")
    console.print(Text(proof_sum(proofs)))


def proof_sum(proofs: Sequence[Proof]) -> str:
    """Return how many bugs there are by status."""
    statuses = [one.status for one in proofs]
    parts = [f"{statuses.count(one)} {one.value}" for one in ProofStatus if one in statuses]
    return f"{counted(len(proofs), 'seeded bug')}: {', '.join(parts) or 'none'}"
