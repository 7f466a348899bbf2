"""What TLC did, in a line."""

from __future__ import annotations

from moltverify.tlc.outcome import Failed, Outcome, Stopped, Violated


def outcome_text(outcome: Outcome) -> str:
    """Say in a line what TLC did."""
    match outcome:
        case Failed(reason, message):
            return f"{reason.value}: {first_line(message)}"
        case Violated():
            return first_line(outcome.message) or f"the {outcome.kind.value} breaks"
        case Stopped(reason):
            return f"stopped: {reason.value}"
        case _:
            return "nothing was found wrong"


def first_line(text: str) -> str:
    """Return the first line of TLC's words, without what announces the next."""
    return text.strip().partition("\n")[0].rstrip(":")
