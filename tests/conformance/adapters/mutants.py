"""For each claim, the wrong versions of releases that its adapter must notice."""

from collections.abc import Mapping

from moltverify.conformance.planted_bugs import read_planted_bugs
from moltverify.conformance.protocol import PlantedBug
from tests.conformance.conftest import SPECS

PLANTED = read_planted_bugs(SPECS / "adapters" / "planted-bugs.json")
MUTANTS: Mapping[str, tuple[PlantedBug, ...]] = {
    claim: tuple(one.planted for one in bugs) for claim, bugs in PLANTED.items()
}
AT_THE_LIMIT, CLOCK_RESTARTED = MUTANTS["pairing"]
