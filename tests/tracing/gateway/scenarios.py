"""What happens to a gateway before its tables are looked at: calls, with the time of each.

A scenario ends each of its parts with a snapshot, whose name is the file's below `rows/`.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

SECOND = 1000
MINUTE = 60 * SECOND
NOON = 1_768_478_400_000  # 2026-01-15, 12:00 UTC
LIFETIME = 2 * MINUTE  # of an approval


class Step(Struct, frozen=True):
    """One call of a function of the release; `at` is in milliseconds after noon."""

    at: int
    action: str
    arguments: Mapping[str, str | int]


def approval(at: int, name: str, *rest: tuple[int, str, str]) -> Iterator[Step]:
    """Yield the life of one approval: it is asked for, and each further step comes at its time."""
    yield Step(at, "ask for approval", {"id": name, "ms": LIFETIME})
    for later, action, decision in rest:
        yield Step(later, action, {"id": name, "decision": decision})


def pairing(at: int, action: str, sender: str, channel: str = "telegram") -> Step:
    """Return what a sender, or the owner for a sender, does on a channel."""
    return Step(at, action, {"channel": channel, "account": "default", "sender": sender})


def event(at: int, action: str, name: str, worker: str = "first worker") -> Step:
    """Return what happens to one message that came in."""
    given = {"channel": "telegram", "account": "default", "event": name, "worker": worker}
    return Step(at, action, given)


def reply(name: str, kept: bool, sends: int = 1) -> tuple[Step, ...]:
    """Return the life of a reply in the queue up to its last send; its end is kept or not."""
    return (
        Step(0, "hand over reply", {"id": name, "to": "ann", "kept": int(kept)}),
        Step(SECOND, "claim reply", {"id": name}),
        *(Step((2 + number) * SECOND, "begin send", {"id": name}) for number in range(sends)),
    )


def acknowledged(at: int, *names: str) -> tuple[Step, ...]:
    """Return the acknowledgement of replies."""
    return tuple(Step(at, "acknowledge", {"id": name}) for name in names)


def in_order(*parts: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps of several parts in the order of their times."""
    return tuple(sorted((step for part in parts for step in part), key=lambda step: step.at))


APPROVALS = (
    *approval(0, "used", (20 * SECOND, "decide", "allow-once"), (21 * SECOND, "redeem", "")),
    *approval(5 * SECOND, "denied", (60 * SECOND, "decide", "deny"), (61 * SECOND, "redeem", "")),
    *approval(10 * SECOND, "unanswered", (131 * SECOND, "expire", "")),
    *approval(
        30 * SECOND,
        "at-the-last-moment",
        (150 * SECOND - 2, "decide", "allow-once"),
        (150 * SECOND - 1, "redeem", ""),
        # Refused: an approval is used once.
        (150 * SECOND, "redeem", ""),
    ),
    *approval(200 * SECOND, "for-ever", (205 * SECOND, "decide", "allow-always")),
    *approval(210 * SECOND, "aborted", (215 * SECOND, "cancel", "")),
    *approval(220 * SECOND, "unused", (225 * SECOND, "decide", "allow-once")),
    *approval(230 * SECOND, "open"),
)
PAIRING = (
    pairing(4 * MINUTE, "ask to pair", "alice"),
    pairing(5 * MINUTE, "ask to pair", "bob"),
    pairing(14 * MINUTE, "ask to pair", "alice"),
    pairing(24 * MINUTE, "ask to pair", "carol"),
    # Refused: three requests are live.
    pairing(25 * MINUTE, "ask to pair", "dave"),
    pairing(26 * MINUTE, "ask to pair", "mallory", "signal"),
)
PAIRING_AFTERWARDS = (
    pairing(35 * MINUTE, "approve", "bob"),
    pairing(40 * MINUTE, "ask to pair", "dave"),
    # Exactly at her request's limit, which is not later than it.
    pairing(64 * MINUTE, "ask to pair", "alice"),
    pairing(65 * MINUTE, "ask to pair", "erin"),
)
EVENTS = (
    event(5 * MINUTE, "receive", "at once"),
    event(5 * MINUTE, "take", "at once"),
    event(6 * MINUTE, "finish", "at once"),
    event(6 * MINUTE, "receive", "second attempt"),
    event(7 * MINUTE, "take", "second attempt"),
    event(8 * MINUTE, "release", "second attempt"),
    # Its provider sends it again meanwhile.
    event(8 * MINUTE, "receive", "second attempt"),
    event(9 * MINUTE, "take", "second attempt", "second worker"),
    event(10 * MINUTE, "finish", "second attempt"),
    event(10 * MINUTE, "receive", "second attempt"),
    event(11 * MINUTE, "receive", "given up"),
    event(11 * MINUTE, "take", "given up"),
    event(12 * MINUTE, "fail", "given up"),
    event(13 * MINUTE, "receive", "waiting"),
    event(14 * MINUTE, "receive", "in hand"),
    event(14 * MINUTE, "take", "in hand"),
)
EVENTS_AFTERWARDS = (
    event(31 * MINUTE, "finish", "in hand"),
    event(32 * MINUTE, "take", "waiting"),
    event(33 * MINUTE, "release", "waiting"),
)
QUIET = (
    *approval(0, "open"),
    pairing(1 * MINUTE, "ask to pair", "alice"),
    event(2 * MINUTE, "receive", "at once"),
    event(2 * MINUTE, "take", "at once"),
    event(3 * MINUTE, "finish", "at once"),
)
# Decided a second before its end, and used five seconds after it.
LATE = (*approval(0, "late", (119 * SECOND, "decide", "allow-once"), (125 * SECOND, "redeem", "")),)

# For each scenario its snapshots in their order, with what happens before each of them.
SCENARIOS: Mapping[str, Mapping[str, tuple[Step, ...]]] = {
    "busy": {
        "busy-1": in_order(APPROVALS, PAIRING, EVENTS),
        "busy-2": in_order(PAIRING_AFTERWARDS, EVENTS_AFTERWARDS),
    },
    "quiet": {"quiet": in_order(QUIET)},
    "late": {"late": in_order(LATE)},
}
# Why no claim looks at the queue of replies: what is left of a reply does not say how it was sent.
REPLIES: Mapping[str, tuple[Step, ...]] = {
    "replies-1": in_order(reply("forgotten", False), reply("once", True), reply("twice", True, 2)),
    "replies-2": acknowledged(9 * SECOND, "forgotten", "once", "twice"),
}
# Of a release that has files and no database.
FILES: Mapping[str, Mapping[str, tuple[Step, ...]]] = {
    "files": {"files-1": in_order(PAIRING), "files-2": in_order(PAIRING_AFTERWARDS)},
}
