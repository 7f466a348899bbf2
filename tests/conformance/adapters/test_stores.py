"""Projection of stores: what a change does to the entries of a file that was read earlier."""

from adapters.stores import project_changes
from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

EMPTY: Fields = {"is": "readable", "entries": []}
OWNERS: Fields = {"is": "readable", "entries": ["owner"]}
BROKEN: Fields = {"is": "unreadable", "entries": ["owner"]}


def state(stage: str, file: Fields, seen: Fields = EMPTY, protocol: str = "compare") -> Fields:
    stages, reads = {"cli": stage, "gateway": "idle"}, {"cli": seen, "gateway": EMPTY}
    return {"protocol": protocol, "stage": stages, "seen": reads, "file": file}


def samples(action: str, before: Fields, after: Fields) -> list[Sample]:
    return list(project_changes(made_graph({1: before, 2: after}, [(1, action, 2)])))


def test_a_write_that_drops_an_entry_loses_it() -> None:
    known = {"writer": "cli", "seen": EMPTY, "file": OWNERS, "stale": True}
    expected = Sample("change", known, {}, {"lost": True})
    assert samples("WriteFile", state("read", OWNERS), state("idle", EMPTY)) == [expected]


def test_a_writer_that_starts_over_loses_nothing() -> None:
    (sample,) = samples("StartOver", state("read", OWNERS), state("begun", OWNERS))
    assert sample.outcome == {"lost": False}


def test_a_writer_that_refuses_the_file_has_seen_it() -> None:
    (sample,) = samples("RefuseFile", state("begun", BROKEN), state("idle", BROKEN))
    assert sample.state == {"writer": "cli", "seen": BROKEN, "file": BROKEN, "stale": False}


def test_a_writer_with_a_lock_makes_no_call() -> None:
    before = state("read", OWNERS, protocol="lock")
    assert samples("WriteFile", before, state("idle", EMPTY, protocol="lock")) == []
