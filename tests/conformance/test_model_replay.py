"""What a replay is told, and what becomes of its answers. No process is started here."""

import shutil
from pathlib import Path
from threading import Event

import pytest

from moltverify.conformance.model_replay import header, judged, uncounted_finding
from moltverify.conformance.model_vectors import Explorer
from moltverify.conformance.projection import NOON
from moltverify.conformance.protocol import CallAnswer, PlantedBug
from moltverify.conformance.records import Counterpart, KnownDrift, Program, Status
from moltverify.conformance.replay_task import Calls, Release, ReplaySettings, ReplayTask
from moltverify.registry.load import load_registry
from moltverify.releases.node_runtime import NodeRuntime
from moltverify.releases.package import Package
from moltverify.releases.release_folders import ReleaseStore
from moltverify.running.toolchain import Toolchain
from tests.conformance.made import answered, registered, vector
from tests.conftest import PROJECT

PROGRAM = Program(command=("./door",), settings=(("loud", True),))
BUG = PlantedBug("house/door.js", "shut", "open")
HOUSE = Package("house", "1.2")
SHUT, AJAR = vector(1, {"door": "shut"}, "no"), vector(2, {"door": "ajar"}, "yes")


@pytest.fixture
def task(tmp_path: Path, toolchain: Toolchain) -> ReplayTask:
    specs = Path(shutil.copytree(PROJECT / "specs", tmp_path / "specs"))
    counterpart = Counterpart(claim="door", program=PROGRAM, omits="The bell.")
    known = KnownDrift(models=("door",), reason="It is known.", when=(("door", "shut"),))
    settings = ReplaySettings(
        conformance=registered(specs, counterpart, packages=(HOUSE,), drifts=(known,)),
        explorer=Explorer(toolchain=toolchain, cache=tmp_path / "store", stop=Event()),
        store=ReleaseStore(cache=tmp_path / "packages"),
        jobs=1,
        stop=Event(),
        mutant=BUG,
    )
    return ReplayTask(
        load_registry(specs / "registry.yaml").claim("door").models[0], counterpart, settings
    )


def test_the_header_says_what_to_load_and_how_it_is_scaled(task: ReplayTask) -> None:
    first = header(task, PROGRAM, Release(HOUSE, Path("/packages/house")))
    assert (first.model, first.package, first.clock) == ("door", "/packages/house", NOON)
    assert first.constants == {"Visitors": ["owner", "thief"]}
    assert (first.parameters, first.settings) == ({"limit": 3}, {"loud": True})
    assert first.mutant == BUG


def test_what_a_project_replays_has_no_folder(task: ReplayTask) -> None:
    assert header(task, PROGRAM, Release(HOUSE)).package == ""


def test_a_finding_counts_what_was_answered(task: ReplayTask) -> None:
    ran = answered(CallAnswer(1, "no"), CallAnswer(2, absent="no hinge"))
    found = judged(task, Release(HOUSE), Calls([SHUT, AJAR]), ran)
    assert (found.claim, found.model, found.label) == ("door", "door", "house@1.2")
    assert (found.vectors, found.replayed, found.absent) == (2, 1, 1)
    assert (found.status, found.reason, found.omits) == (Status.IN_PART, "no hinge", "The bell.")
    assert found.seconds == ran.seconds


def test_differences_on_record_for_the_release_are_known(task: ReplayTask) -> None:
    ran = answered(CallAnswer(1, "yes"), CallAnswer(2, "no"))
    found = judged(task, Release(HOUSE), Calls([SHUT, AJAR]), ran)
    assert (found.status, found.differing, found.known, found.new) == (Status.LAXER, 2, 1, 1)
    assert [one.known for one in found.examples] == ["", "It is known."]
    assert (found.laxer, found.new_laxer) == (2, 1)


def test_the_node_of_the_release_is_named(task: ReplayTask) -> None:
    ran = answered(CallAnswer(1, "no"), CallAnswer(2, "no"))
    release = Release(HOUSE, node=NodeRuntime(Path("/node"), "24.19.0"))
    assert judged(task, release, Calls([SHUT, AJAR]), ran).node == "24.19.0"


def test_a_finding_without_counts_has_a_status_and_a_reason(task: ReplayTask) -> None:
    found = uncounted_finding(task, Release(HOUSE), Status.NOT_RUN, "no door")
    assert (found.status, found.reason, found.vectors) == (Status.NOT_RUN, "no door", 0)
