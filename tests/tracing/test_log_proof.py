"""Seeded logs: TLC rejects those that the model does not have, and says why it has the others."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim
from moltverify.tla.dependencies import DependencyReader
from moltverify.tracing.event_log import EventLog, read_event_log
from moltverify.tracing.follow_run import Follower
from moltverify.tracing.followed_design import followed_design
from moltverify.tracing.following import Following
from moltverify.tracing.log_follow import follow_all
from moltverify.tracing.log_proof import log_proof
from moltverify.tracing.log_segments import log_segments
from moltverify.tracing.seeded_logs import SeededFault, seeded_logs
from tests.tracing.following_house import behaviour, fits
from tests.tracing.house import write_log

SEEDS = 200


def loaded(house: Path) -> Claim:
    """Return the claim, its mapping without constants of the log: all segments in one run."""
    claim = load_registry(house / "specs" / "registry.yaml").claim("door")
    assert claim.trace is not None
    return replace(claim, trace=replace(claim.trace, constants={}))


def random_log(house: Path, claim: Claim) -> EventLog:
    """Return the log of some houses, each with a behaviour of its own."""
    events = [event for seed in range(40) for event in behaviour(7, seed, f"house {seed}")]
    assert claim.trace is not None
    return read_event_log([str(write_log(house / "app.log", *events))], claim.trace)


def question(house: Path, claim: Claim) -> Following:
    """Return the question whether the segments of a log by chance fit."""
    assert claim.trace is not None
    assert claim.green is not None
    segments = log_segments(random_log(house, claim).events, claim.trace)
    design = followed_design(claim.green, DependencyReader())
    return Following(design=design, mapping=claim.trace, segments=segments)


@pytest.mark.tlc
def test_of_200_seeded_logs_tlc_rejects_just_those_that_the_model_does_not_have(
    house: Path, follower: Follower
) -> None:
    asked = question(house, loaded(house))
    assert len(follow_all(asked, follower, 1).counts) == len(asked.segments)
    seeded = seeded_logs(asked.segments, asked.mapping, SEEDS)
    assert len(seeded) == SEEDS
    assert {one.fault for one in seeded} == set(SeededFault)
    found = follow_all(asked.of([one.segment for one in seeded]), follower, 1).counts
    said = {number for number, one in enumerate(seeded) if one.segment in found}
    known = {
        number
        for number, one in enumerate(seeded)
        if fits([dict(event.fields) for event in one.segment.events])
    }
    assert said == known
    # Else the comparison would say little.
    assert 20 < len(said) < SEEDS - 20


@pytest.mark.tlc
def test_what_is_accepted_has_a_reason_and_the_steps_of_the_model(
    house: Path, follower: Follower
) -> None:
    asked = question(house, loaded(house))
    proof = log_proof(asked, asked.segments, follower, 1, 40)
    assert proof.seeded == 40
    assert proof.ok
    assert 0 < len(proof.accepted) <= 20
    for one in proof.accepted:
        assert one.reason
        assert one.steps
        assert set(one.steps) <= {"Open", "Enter", "Shut", "look"}


@pytest.mark.tlc
def test_a_mapping_that_shows_too_little_does_not_notice_faults(
    house: Path, follower: Follower
) -> None:
    claim = loaded(house)
    assert claim.trace is not None
    blind = replace(
        claim.trace,
        events=tuple(replace(one, action="", before=(), after=()) for one in claim.trace.events),
    )
    asked = question(house, replace(claim, trace=blind))
    seeded = seeded_logs(asked.segments, blind, 40)
    # Nothing uses the values of fields, and no event reports a step that could be missing.
    assert {one.fault for one in seeded} == {SeededFault.SWAPPED}
    proof = log_proof(asked, asked.segments, follower, 1, 40)
    assert not proof.ok
    assert len(proof.accepted) == proof.seeded == len(seeded) > 10
    assert set(proof.unnoticed) == {"look", "open", "enter"}


def test_the_same_log_has_the_same_faults(house: Path) -> None:
    asked = question(house, loaded(house))
    first, second = (
        [(one.fault, one.at, one.segment.records) for one in seeded]
        for seeded in (seeded_logs(asked.segments, asked.mapping, 50) for _ in range(2))
    )
    assert first == second
    other = seeded_logs(asked.segments, asked.mapping, 50, seed=1)
    assert [(one.fault, one.at, one.segment.records) for one in other] != first


def test_no_fault_leaves_what_the_mapping_uses_as_it_was(house: Path) -> None:
    asked = question(house, loaded(house))
    known = {one.records for one in asked.segments}
    seeded = [one.segment.records for one in seeded_logs(asked.segments, asked.mapping, SEEDS)]
    assert not known & set(seeded)
    assert len(set(seeded)) == len(seeded)
