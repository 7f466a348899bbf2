"""Projection of the scopes' model: what a token covers, and what a caller may approve and mint."""

from adapters.scopes import project_scopes
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

CLOSED: Json = {"by": "nobody", "as": "nobody", "scopes": []}
PAIRS, READS, RULES = ["operator.pairing"], ["operator.read"], ["operator.admin"]


def laptop(scopes: Json) -> Json:
    return {"by": "laptop", "as": "laptop", "scopes": scopes}


def state(conn: Json, laptop: Json = PAIRS, asked: Json = (), token: Json = None) -> Fields:
    return {
        "conn": conn,
        "approved": {"laptop": laptop, "phone": RULES},
        "token": {"laptop": laptop if token is None else token, "phone": RULES},
        "pending": {"laptop": list(asked), "phone": []},
        "hands": {"laptop": "laptop", "phone": "phone"},
    }


def test_a_token_covers_what_some_connection_of_it_declares() -> None:
    graph = made_graph({1: state(CLOSED), 2: state(laptop(PAIRS))}, [(1, "Connect", 2)])
    declared = [one for one in project_scopes(graph) if one.action == "declare"]
    assert declared == [
        Sample("declare", {"granted": PAIRS}, {"scopes": PAIRS}, {"allowed": True}),
        Sample("declare", {"granted": RULES}, {"scopes": PAIRS}, {"allowed": False}),
    ]


def test_an_approval_counts_where_a_step_takes_it() -> None:
    both = [*RULES, *PAIRS]
    graph = made_graph(
        {
            1: state(laptop(PAIRS), asked=RULES),
            2: state(laptop(RULES), asked=RULES),
            3: state(laptop(RULES), both),
        },
        [(2, "ApproveDevicePairing", 3)],
    )
    approvals = [one for one in project_scopes(graph) if one.action == "approve"]
    store: Json = {"approved": PAIRS, "granted": PAIRS, "pending": RULES}
    assert approvals == [
        Sample("approve", store, {"callerScopes": PAIRS}, {"approved": False}),
        Sample("approve", store, {"callerScopes": RULES}, {"approved": True}),
    ]


def test_a_token_is_minted_where_a_step_rotates_it() -> None:
    narrow = state(CLOSED, [*PAIRS, *READS], token=PAIRS)
    wide = state(laptop(PAIRS), [*PAIRS, *READS])
    graph = made_graph(
        {1: wide, 2: narrow, 3: state(laptop(READS), [*PAIRS, *READS])},
        [(1, "RotateDeviceToken", 2)],
    )
    rotations = [one for one in project_scopes(graph) if one.action == "rotate"]
    assert [(one.arguments["scopes"], one.outcome["minted"]) for one in rotations] == [
        (PAIRS, True),
        (READS, False),
    ]


def test_a_caller_that_may_not_pair_reaches_neither_approval_nor_rotation() -> None:
    graph = made_graph({1: state(laptop(READS), asked=RULES)}, [])
    assert list(project_scopes(graph)) == []


def test_only_an_admin_manages_the_device_of_another() -> None:
    graph = made_graph({1: state(laptop(PAIRS)), 2: state(laptop(RULES))}, [])
    callers = [
        one.arguments["callerScopes"]
        for one in project_scopes(graph)
        if one.state["approved"] == RULES
    ]
    assert callers == [RULES, RULES]
