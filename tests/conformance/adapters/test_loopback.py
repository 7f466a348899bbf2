"""Projection of the loopback's model: who is local, and whose Origin is allowed."""

from adapters.loopback import SITE, project_loopback
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

PAGE: Fields = {"socket": "127.0.0.1", "host": "localhost:18789", "origin": "https://evil.example"}
PROGRAM: Fields = {**PAGE, "origin": ""}


CFG: Fields = {"auth": "token", "tailscale": "serve", "secret": False, "client": "page"}


def state(
    status: str,
    asks: Fields = PAGE,
    hops: Json = (),
    is_allowed: bool = False,
    client: str = "page",
    login: str = "",
) -> Fields:
    conn: Json = {"status": status, "asks": asks, "hops": list(hops), "login": login}
    return {"cfg": {**CFG, "site": is_allowed, "client": client}, "conn": conn}


def test_a_client_is_local_where_it_is_paired_without_a_question() -> None:
    graph = made_graph(
        {
            1: state("admitted", PROGRAM),
            2: state("paired", PROGRAM),
            3: state("admitted", PROGRAM, ["127.0.0.1"]),
            4: state("waiting", PROGRAM, ["127.0.0.1"]),
        },
        [(1, "PairSilently", 2), (3, "AskOwner", 4)],
    )
    found = {(len(one.state["hops"]), one.outcome["local"]) for one in project_loopback(graph)}
    assert found == {(0, True), (1, False)}


def test_a_trusted_proxy_makes_nobody_local() -> None:
    graph = made_graph(
        {1: state("admitted", PROGRAM), 2: state("paired", PROGRAM)}, [(1, "PairSilently", 2)]
    )
    assert [one.state["trusted"] for one in project_loopback(graph)] == [False, True]


def test_an_origin_is_checked_with_the_sites_that_are_allowed() -> None:
    graph = made_graph(
        {1: state("open", is_allowed=True), 2: state("refused", is_allowed=True)},
        [(1, "RefuseOrigin", 2)],
    )
    asked: Json = {**PAGE, "hops": [], "login": "", "allowedOrigins": [SITE]}
    assert list(project_loopback(graph)) == [Sample("check origin", asked, {}, {"ok": False})]


def test_a_client_without_an_origin_is_not_asked_for_one() -> None:
    graph = made_graph(
        {1: state("open", PROGRAM), 2: state("checked", PROGRAM)}, [(1, "PassOrigin", 2)]
    )
    assert list(project_loopback(graph)) == []


def test_a_client_is_let_in_by_the_way_that_it_comes() -> None:
    def seen(status: str, client: str) -> Fields:
        return state(status, PROGRAM, ["100.64.0.7"], client=client, login="ann")

    graph = made_graph(
        {
            1: seen("checked", "peer"),
            2: seen("admitted", "peer"),
            3: seen("checked", "program"),
            4: seen("refused", "program"),
        },
        [(1, "Admit", 2), (3, "TurnAway", 4)],
    )
    found = {(one.state["transport"], one.outcome["authorized"]) for one in project_loopback(graph)}
    assert found == {("serve", True), ("ordinary", False)}


def test_headers_of_a_proxy_are_noted_by_either_kind() -> None:
    def noted(hops: Json, login: str) -> Json:
        seen = state("checked", PROGRAM, hops, client="program", login=login)
        refused = state("refused", PROGRAM, hops, client="program", login=login)
        (only,) = project_loopback(made_graph({1: seen, 2: refused}, [(1, "TurnAway", 2)]))
        return only.state["proxyHeaders"]

    assert [noted([], ""), noted(["127.0.0.1"], ""), noted([], "ann")] == [False, True, True]
