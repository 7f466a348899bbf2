"""Try the mutants of a registry's only claim in warm workers."""

from pathlib import Path
from threading import Event

from moltverify.audit.results import Score
from moltverify.mutation.campaign import Budget, mutate
from moltverify.registry.load import load_registry
from tests.audit.claim import bench_in

ENOUGH = Budget(seconds=100, jobs=2)


def score_of(specs: Path, folder: Path, budget: Budget, stop: Event | None = None) -> Score:
    """Return the score of the only claim in a folder."""
    registry = load_registry(specs / "registry.yaml")
    with bench_in(folder, stop) as bench:
        [score] = mutate(registry.claims, bench, budget, lambda _: None).values()
    return score
