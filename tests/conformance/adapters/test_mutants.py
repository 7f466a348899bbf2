"""Every adapter notices the wrong implementations that are registered, and not the right one."""

import random
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.conformance.commands import replay_start
from moltverify.conformance.compare import disallowed_outcomes, on_record
from moltverify.conformance.drift_record import read_recorded, reasons_of
from moltverify.conformance.model_replay import header
from moltverify.conformance.model_vectors import Explorer, VectorSource, vectors_of
from moltverify.conformance.protocol import PlantedBug
from moltverify.conformance.records import Conformance, Counterpart, KnownDrift, VectorDifference
from moltverify.conformance.replay import replay
from moltverify.conformance.replay_task import ReplaySettings, ReplayTask
from moltverify.conformance.suite import obtained
from moltverify.registry.records import Registry
from moltverify.releases.package import Package
from moltverify.running.toolchain import Toolchain
from tests.conformance.adapters.mutants import MUTANTS, PLANTED
from tests.conformance.conftest import store_of

pytestmark = [pytest.mark.tlc, pytest.mark.index]

# Calls that cost much each: a sample of them, by adapter.
SAMPLED = {"pairing": 200, "overlap": 24, "limiter": 8000}
PATIENCE = 300.0  # seconds: other tests run at the same time


def adapter_of(counterpart: Counterpart) -> str:
    assert counterpart.program is not None
    return Path(counterpart.program.command[-1]).stem


def recorded_drifts_of(
    conformance: Conformance, registry: Registry, claim: str, package: Package
) -> list[KnownDrift]:
    """Return the known drifts that the record says a release has: a mutant may cause another."""
    recorded = read_recorded(registry.specs)
    assert recorded is not None
    [finding] = [one for one in recorded.of_claim(claim) if one.label == package.label]
    reasons = reasons_of(finding)
    return [one for one in on_record(conformance.drifts, claim) if one.reason in reasons]


class Bench:
    """One claim's model and a release, to be replayed with and without a mutant."""

    def __init__(self, counterpart: Counterpart, registry: Registry, settings: ReplaySettings):
        assert counterpart.program is not None
        conformance = settings.conformance
        label = PLANTED[counterpart.claim][0].release
        package = next(one for one in conformance.packages if one.label == label)
        self.program = counterpart.program
        self.task = ReplayTask(registry.claim(counterpart.claim).models[0], counterpart, settings)
        self.release = obtained(package, settings.store)
        assert self.release.folder, self.release.reason
        settings.store.release(package)  # with its packages, as a replay does
        self.known = recorded_drifts_of(conformance, registry, counterpart.claim, package)
        source = VectorSource(self.task.model, counterpart, conformance)
        made = vectors_of(source, settings.explorer)
        fewer = min(len(made), SAMPLED.get(adapter_of(counterpart), len(made)))
        self.vectors = random.Random(1).sample(made, fewer)  # the same each time

    def differences(self, mutant: PlantedBug | None = None) -> list[VectorDifference]:
        """Return what differs and is not on record."""
        first = replace(header(self.task, self.program, self.release), mutant=mutant)
        start = replay_start(self.program, self.task.settings.conformance)
        ran = replay(first, self.vectors, Event(), start, PATIENCE)
        assert not ran.ended
        assert not ran.hello.unavailable
        found = disallowed_outcomes(self.vectors, ran, self.known)
        return [one for one in found if not one.known]


# Minutes of replays; what a replay finds in a wrong program is tested in tests/conformance.
@pytest.mark.campaign
@pytest.mark.parametrize("claim", MUTANTS)
def test_each_mutant_is_told_from_the_release(
    claim: str,
    registry: Registry,
    conformance: Conformance,
    cache: Path,
    shared: Path,
    toolchain: Toolchain,
) -> None:
    settings = ReplaySettings(
        conformance=conformance,
        explorer=Explorer(toolchain=toolchain, cache=shared, stop=Event()),
        store=store_of(conformance, cache),
        jobs=1,
        stop=Event(),
    )
    counterpart = conformance.of(claim)
    assert counterpart is not None
    bench = Bench(counterpart, registry, settings)
    assert bench.differences() == []
    for mutant in MUTANTS[claim]:
        assert bench.differences(mutant), mutant.why
