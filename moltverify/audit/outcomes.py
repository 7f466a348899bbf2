"""What TLC did, in a line."""

from __future__ import annotations

from moltverify.tlc.outcome import Failed, Outcome, Stopped, Violated


def said(outcome: Outcome) -> str:
    """Say in a line what TLC did."""
    match outcome:
        case Failed(reason, message):
            return f"{reason.value}: {message.strip().partition(chr(10))[0]}"
        case Violated():
            return outcome.message or f"the {outcome.kind.value} {outcome.property or ''} breaks"
        case Stopped(reason):
            return f"stopped: {reason.value}"
        case _:
            return "nothing was found wrong"
