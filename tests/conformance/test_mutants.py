"""Every adapter notices the wrong implementations that it ships with, and not the right one."""

import random
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.conformance import compare as judgement
from moltverify.conformance import replay
from moltverify.conformance.adapters import ADAPTERS
from moltverify.conformance.model_vectors import Explorer, VectorSource, vectors_of
from moltverify.conformance.records import Conformance, PlantedBug, VectorDifference
from moltverify.conformance.suite import ReplaySettings, ReplayTask, header, obtained
from moltverify.registry.records import Registry
from moltverify.running.toolchain import Toolchain
from tests.conformance.conftest import VERSION

pytestmark = [pytest.mark.tlc, pytest.mark.index]

FEWER = {"pairing": 200, "overlap": 24}  # calls where each costs much: some of all, by chance
PATIENCE = 300.0  # seconds: other tests run at the same time
# What only a later release has.
NEWEST = {"routing-precedence": "2026.9.6"}
OLDER = [
    pytest.param(name, marks=[pytest.mark.slow] if name in NEWEST else [], id=name)
    for name in ADAPTERS
]


class Bench:
    """One adapter's model and release, to be replayed with and without a mutant."""

    def __init__(self, adapter: str, registry: Registry, settings: ReplaySettings) -> None:
        conformance = settings.conformance
        (described,) = (one for one in conformance.counterparts if one.adapter == adapter)
        version = NEWEST.get(adapter, VERSION)
        package = next(one for one in conformance.packages if one.version == version)
        self.task = ReplayTask(registry.claim(described.claim).green, described, settings)
        self.release = obtained(package, settings)
        self.known = judgement.on_record(conformance.drifts, self.task.model.id, package)
        made = vectors_of(VectorSource(self.task.model, described), settings.explorer)
        fewer = min(len(made), FEWER.get(ADAPTERS[adapter].driver, len(made)))
        self.vectors = random.Random(1).sample(made, fewer)  # the same each time

    def differences(self, mutant: PlantedBug | None = None) -> list[VectorDifference]:
        """Return what differs and is not on record."""
        assert self.release.start is not None, self.release.reason
        first = replace(header(self.task, self.release), mutant=mutant)
        ran = replay.replay(first, self.vectors, Event(), self.release.start, PATIENCE)
        assert not ran.ended
        assert not ran.hello.unavailable
        found = judgement.disallowed_outcomes(self.vectors, ran, self.known)
        return [one for one in found if not one.known]


@pytest.mark.parametrize("adapter", OLDER)
def test_each_mutant_is_told_from_the_release(
    adapter: str,
    registry: Registry,
    conformance: Conformance,
    cache: Path,
    shared: Path,
    toolchain: Toolchain,
) -> None:
    settings = ReplaySettings(
        conformance=conformance,
        explorer=Explorer(toolchain=toolchain, root=shared, stop=Event()),
        cache=cache,
        jobs=1,
        stop=Event(),
    )
    bench = Bench(adapter, registry, settings)
    assert bench.differences() == []
    assert ADAPTERS[adapter].mutants
    for mutant in ADAPTERS[adapter].mutants:
        assert bench.differences(mutant), mutant.why


def test_every_adapter_is_used(conformance: Conformance) -> None:
    assert {one.adapter for one in conformance.counterparts if one.adapter} == set(ADAPTERS)
