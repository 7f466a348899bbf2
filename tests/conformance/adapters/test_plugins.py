"""Projection of plugins: the decision about a plugin that is alone with its id."""

from adapters.plugins import project_decisions
from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

CFG: Fields = {"enabled": True, "allow": [], "entry": "none"}


def samples(decision: str, cloned: bool, archive: str = "nowhere") -> list[Sample]:
    before = {"cfg": {**CFG, "bundled": False}, "cloned": cloned, "archive": archive}
    before["decision"] = "none"
    after = {**before, "decision": decision}
    return list(project_decisions(made_graph({1: before, 2: after}, [(1, "StartGateway", 2)])))


def test_the_start_decides_about_the_plugin_that_is_there() -> None:
    known = {"origin": "workspace", "cfg": CFG}
    assert samples("loaded", cloned=True) == [Sample("decide", known, {}, {"enabled": True})]
    assert samples("left out", cloned=True) == [Sample("decide", known, {}, {"enabled": False})]


def test_an_archive_counts_when_it_is_among_the_installed_ones() -> None:
    assert [
        one.state["origin"] for one in samples("loaded", cloned=False, archive="extensions")
    ] == ["global"]
    assert samples("loaded", cloned=False, archive="staging") == []


def test_two_plugins_of_one_id_show_no_decision_about_either() -> None:
    assert samples("loaded", cloned=True, archive="extensions") == []
