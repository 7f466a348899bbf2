"""How many jobs a client may start, by a clock that the test moves."""

import pytest

from moltverify.serve.client_limits import ClientLimits, client_key
from moltverify.serve.job_errors import RefusedError
from moltverify.serve.limits import ServeLimits


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def clients(clock: Clock) -> ClientLimits:
    return ClientLimits(ServeLimits(per_minute=2, per_hour=3), clock)


def refusal(clients: ClientLimits, client: str = "a") -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        clients.take(client)
    return caught.value


def test_the_third_within_a_minute_waits_for_the_first_to_be_a_minute_old(
    clients: ClientLimits, clock: Clock
) -> None:
    clients.take("a")
    clock.now += 20
    clients.take("a")
    assert (refusal(clients).status, refusal(clients).retry) == (429, 41)
    clients.take("b")  # another one is not affected
    clock.now += 41
    clients.take("a")
    assert "within a minute" in refusal(clients).message


def test_an_hour_has_its_own_limit(clients: ClientLimits, clock: Clock) -> None:
    for _ in range(3):
        clients.take("a")
        clock.now += 100
    refused = refusal(clients)
    assert "3 jobs" in refused.message
    assert refused.retry == 3301
    clock.now += 3301
    clients.take("a")


def test_what_is_given_back_does_not_count(clients: ClientLimits) -> None:
    clients.take("a")
    clients.take("a")
    clients.give_back("a")
    clients.take("a")
    refusal(clients)
    clients.give_back("nobody")


def test_memory_does_not_grow_with_clients(clients: ClientLimits) -> None:
    for number in range(10_010):
        clients.take(str(number))
    assert len(clients.started) == 10_000


def test_a_network_of_ipv6_is_one_client() -> None:
    assert client_key("2001:db8::1") == client_key("2001:db8::ffff:1")
    assert client_key("2001:db8:0:1::1") != client_key("2001:db8::1")
    assert client_key("192.0.2.1") == "192.0.2.1"
    assert client_key("testclient") == "testclient"
