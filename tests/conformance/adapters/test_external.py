"""Projection of the mark: what comes into an empty place, and whether it is marked there."""

from adapters.external import project_marks
from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

NOTHING: Fields = {"outside": False, "marked": False}


def samples(before: Fields, after: Fields, came: str = "plain") -> list[Sample]:
    states = {
        1: {"holds": {"turn": before, "memory": NOTHING}, "came": "nothing"},
        2: {"holds": {"turn": after, "memory": NOTHING}, "came": came},
    }
    return list(project_marks(made_graph(states, [(1, "Fetch", 2)])))


def test_what_comes_into_an_empty_place_shows_its_mark() -> None:
    for marked in (True, False):
        expected = Sample("wrap", {"content": "forged"}, {}, {"marked": marked})
        assert samples(NOTHING, {"outside": True, "marked": marked}, "forged") == [expected]


def test_a_place_that_holds_something_already_shows_nothing() -> None:
    full = {"outside": True, "marked": True}
    assert samples(full, full) == []
