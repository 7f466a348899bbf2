"""Projection of the gateway's models: one call for each decision, with what it depends on."""

import pytest

from adapters.gateway import PAGE, project_exposure, project_protected
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph

CFG: Fields = {
    "bind": "lan",
    "unbindable": ["127.0.0.1"],
    "auth": "token",
    "secret": "set",
    "credential": "right",
    "trusted": True,
    "place": "the internet",
    "tailscale": "off",
    "allowTailscale": False,
}
NO_CONNECTION: Json = {"socket": "none", "hops": []}


def state(address: str = "none", connection: Json = NO_CONNECTION, cfg: Fields = CFG) -> Fields:
    return {"cfg": cfg, "gateway": {"address": address}, "connection": connection}


def graph(action: str, before: Fields, after: Fields) -> StateGraph:
    return made_graph({1: before, 2: after}, [(1, action, 2)])


def test_the_address_depends_on_the_mode_and_on_what_cannot_be_bound() -> None:
    resolved = graph("ResolveBindHost", state(), state("0.0.0.0"))
    assert list(project_exposure(resolved)) == [
        Sample(
            "resolve bind",
            {"bind": "lan", "unbindable": ["127.0.0.1"]},
            {},
            {"address": "0.0.0.0"},
        )
    ]


def test_whether_it_starts_depends_on_the_address_too() -> None:
    for action, starts in (("Listen", True), ("RefuseToStart", False)):
        (only,) = project_exposure(graph(action, state("0.0.0.0"), state("0.0.0.0")))
        assert only == Sample(
            "start",
            {"bind": "lan", "auth": "token", "secret": "set", "address": "0.0.0.0"},
            {},
            {"starts": starts},
        )


def test_a_client_is_authorized_by_its_credential_alone() -> None:
    for action, authorized in (("Authorize", True), ("TurnAway", False)):
        (only,) = project_exposure(graph(action, state(), state()))
        assert only == Sample(
            "authorize",
            {"auth": "token", "secret": "set"},
            {"credential": "right"},
            {"authorized": authorized},
        )


@pytest.mark.parametrize(
    "other",
    [{"tailscale": "serve"}, {"allowTailscale": True}],
)
def test_what_tailscale_decides_is_no_call(other: Fields) -> None:
    with_tailscale = state(cfg={**CFG, **other})
    for action in ("Listen", "Authorize"):
        assert list(project_exposure(graph(action, with_tailscale, with_tailscale))) == []


def test_a_page_is_judged_by_its_origin_and_not_by_its_secret() -> None:
    page = state(cfg={**CFG, "place": PAGE})
    assert list(project_exposure(graph("TurnAway", page, page))) == []


def test_configurations_that_agree_in_what_decides_are_one_call() -> None:
    other = state(cfg={**CFG, "trusted": False})
    both = made_graph(
        {
            1: state(),
            2: state("0.0.0.0"),
            3: other,
            4: {**other, "gateway": {"address": "0.0.0.0"}},
        },
        [(1, "ResolveBindHost", 2), (3, "ResolveBindHost", 4)],
    )
    first, second = project_exposure(both)
    assert first == second


def test_who_counts_as_local_depends_on_the_connection_and_on_trust() -> None:
    connection = {"socket": "127.0.0.1", "hops": ["203.0.113.9"]}
    for action, local in (("PairSilently", True), ("ApproveDevice", False)):
        (only,) = project_protected(graph(action, state(connection=connection), state()))
        assert only == Sample("is local", {**connection, "trusted": True}, {}, {"local": local})


def test_only_the_protected_model_asks_who_is_local() -> None:
    assert list(project_exposure(graph("PairSilently", state(), state()))) == []
