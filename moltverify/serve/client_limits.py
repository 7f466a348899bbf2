"""How many jobs each client may start."""

import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from moltverify.serve.job_errors import RefusedError
from moltverify.serve.limits import ServeLimits

MINUTE, HOUR = 60.0, 3600.0
MOST_CLIENTS = 10_000  # beyond that the oldest are forgotten, so that memory does not grow
HOME_NETWORK = 64  # bits of an IPv6 address that a provider gives to one customer


def client_key(address: str) -> str:
    """Return what counts as one client: an address, or a network of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, HOME_NETWORK), strict=False))
    return address


class ClientLimits:
    """Counts the jobs that each client has started."""

    def __init__(self, limits: ServeLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self.clock = clock
        self.started: dict[str, deque[float]] = {}

    def take(self, client: str) -> None:
        """Count a start; raises RefusedError if the client has started too many."""
        now = self.clock()
        # At the end again, so that the first is the one that was not seen for longest.
        times = self.started.pop(client, deque())
        while times and times[0] <= now - HOUR:
            times.popleft()
        self.started[client] = times
        while len(self.started) > MOST_CLIENTS:
            del self.started[next(iter(self.started))]
        for most, span in ((self.limits.per_minute, MINUTE), (self.limits.per_hour, HOUR)):
            if len(times) >= most and times[-most] > now - span:
                wait = int(times[-most] + span - now) + 1
                words = "a minute" if span == MINUTE else "an hour"
                raise RefusedError(
                    429,
                    f"you have started {most} jobs within {words}, and more are not allowed",
                    f"try again in {wait} s; results that are there can be read at any time",
                    wait,
                )
        times.append(now)

    def give_back(self, client: str) -> None:
        """Take back the last start of a client, which came to nothing."""
        if times := self.started.get(client):
            times.pop()
