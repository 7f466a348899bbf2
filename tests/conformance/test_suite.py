"""The loop with a real model, real commands and no package index."""

import shutil
import sys
from pathlib import Path
from textwrap import dedent
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.conformance.model_replay import NOT_DESCRIBED
from moltverify.conformance.model_vectors import Explorer
from moltverify.conformance.records import Counterpart, KnownDrift, Program, Projection, Status
from moltverify.conformance.replay_events import Exploring, Fetching, ReplayEvent, Replaying
from moltverify.conformance.replay_task import ReplaySettings
from moltverify.conformance.results import ReplayFinding
from moltverify.conformance.suite import conform, count_replays
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.releases.package import Package
from moltverify.releases.release_folders import ReleaseStore
from moltverify.running.toolchain import Toolchain
from tests.conformance.made import registered
from tests.conftest import PROJECT

HOUSE, SHED = Package("house", "1"), Package("shed", "")
PINNED = Package("gate", "2", f"sha512-{'A' * 86}==")
PROJECTION = Projection(calls=("Shut",), given=("door",), observe=("door",))
# Answers each call by one of Python's expressions about it.
ANSWERING = """
import json, sys
header = json.loads(sys.stdin.readline())
print(json.dumps({{"ready": True, "files": {files}}}))
for call in map(json.loads, sys.stdin):
    print(json.dumps({{"id": call["id"], **{answer}}}))
"""
RIGHT = "{'outcome': {'door': 'shut'}}"


def program(answer: str = RIGHT, release: Package | None = HOUSE, files: str = "[]") -> Program:
    script = dedent(ANSWERING).format(answer=answer, files=files)
    return Program(command=(sys.executable, "-c", script), release=release, projection=PROJECTION)


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(PROJECT / "specs", tmp_path_factory.mktemp("door") / "specs"))


@pytest.fixture(scope="module")
def door(specs: Path) -> Model:
    return load_registry(specs / "registry.yaml").claim("door").models[0]


@pytest.fixture(scope="module")
def explorer(specs: Path, toolchain: Toolchain) -> Explorer:
    """One store for all, so that the model is explored once."""
    return Explorer(toolchain=toolchain, cache=specs.parent / "store", stop=Event())


class Suite:
    """What is registered about the door, and what was told while it was replayed."""

    def __init__(self, door: Model, explorer: Explorer) -> None:
        self.door = door
        self.explorer = explorer
        self.events: list[ReplayEvent] = []

    def findings(
        self,
        counterpart: Counterpart | None,
        *releases: Package,
        drifts: tuple[KnownDrift, ...] = (),
    ) -> tuple[ReplayFinding, ...]:
        folder = self.door.job.module.parent
        counterparts = (counterpart,) if counterpart else ()
        settings = ReplaySettings(
            conformance=registered(folder, *counterparts, packages=releases, drifts=drifts),
            explorer=self.explorer,
            store=ReleaseStore(cache=self.explorer.cache / "packages"),
            jobs=1,
            stop=Event(),
        )
        own = counterpart.program.release if counterpart and counterpart.program else None
        packages = [own] if own else releases
        expected = count_replays([self.door], packages, settings.conformance)
        found = conform([self.door], packages, settings, self.events.append)
        assert len(found) == expected
        return found

    def finding(self, program: Program, *drifts: KnownDrift) -> ReplayFinding:
        (only,) = self.findings(Counterpart(claim="door", program=program), drifts=drifts)
        return only


@pytest.fixture
def suite(door: Model, explorer: Explorer) -> Suite:
    return Suite(door, explorer)


def test_a_claim_without_a_counterpart_says_why(suite: Suite) -> None:
    found = suite.findings(Counterpart(claim="door", none="There is no door."), HOUSE, SHED)
    assert [(one.label, one.status, one.reason) for one in found] == [
        ("house@1", Status.NO_COUNTERPART, "There is no door."),
        ("shed", Status.NO_COUNTERPART, "There is no door."),
    ]


def test_a_claim_that_is_not_mentioned_is_not_run(suite: Suite) -> None:
    (only,) = suite.findings(None, HOUSE)
    assert (only.status, only.reason) == (Status.NOT_RUN, NOT_DESCRIBED)


def test_a_claim_whose_release_is_not_chosen_is_left_out(
    suite: Suite, door: Model, explorer: Explorer, specs: Path
) -> None:
    counterpart = Counterpart(claim="door", program=program())
    settings = ReplaySettings(
        conformance=registered(specs, counterpart),
        explorer=explorer,
        store=ReleaseStore(cache=explorer.cache),
        jobs=1,
        stop=Event(),
    )
    assert conform([door], [SHED], settings, suite.events.append) == ()
    assert count_replays([door], [SHED], settings.conformance) == 0


@pytest.mark.tlc
def test_answers_that_the_model_allows_conform(suite: Suite) -> None:
    only = suite.finding(program())
    assert (only.status, only.vectors, only.replayed) == (Status.CONFORMS, 1, 1)
    assert (only.package, only.version) == ("house", "1")


@pytest.mark.tlc
def test_what_goes_on_is_told_in_its_order(suite: Suite) -> None:
    only = suite.finding(program())
    assert suite.events == [Exploring("door"), Replaying("door", "house@1"), only]


@pytest.mark.tlc
def test_another_answer_is_a_drift_unless_it_is_on_record(suite: Suite) -> None:
    ajar = program("{'outcome': {'door': 'ajar'}}")
    only = suite.finding(ajar)
    assert (only.status, only.differing, only.known, only.new) == (Status.LAXER, 1, 0, 1)
    known = KnownDrift(models=("door",), reason="The hinge is old.", when=(("door", "open"),))
    only = suite.finding(ajar, known)
    assert (only.status, only.known, only.new) == (Status.LAXER, 1, 0)
    assert only.examples[0].known == "The hinge is old."


@pytest.mark.tlc
def test_a_release_that_lacks_the_call_has_no_counterpart(suite: Suite) -> None:
    only = suite.finding(program("{'absent': 'no hinge'}"))
    assert (only.status, only.absent, only.replayed) == (Status.NO_COUNTERPART, 1, 0)
    assert only.reason == "no hinge"


@pytest.mark.tlc
def test_a_command_that_is_not_there_is_not_run(suite: Suite) -> None:
    only = suite.finding(replace(program(), command=("./door",)))
    assert (only.status, only.reason) == (
        Status.NOT_RUN,
        "./door does not start: No such file or directory",
    )


@pytest.mark.tlc
def test_a_model_without_vectors_is_not_run_on_any_release(suite: Suite) -> None:
    wrong = replace(program(), projection=Projection(given=("window",)))
    only = suite.finding(wrong)
    assert only.status is Status.NOT_RUN
    assert "no variable called window" in only.reason


@pytest.mark.tlc
def test_a_package_that_cannot_be_had_is_not_run(
    suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    counterpart = Counterpart(claim="door", program=program(release=None))
    (only,) = suite.findings(counterpart, PINNED)
    assert only.status is Status.NOT_RUN
    assert only.reason.startswith("npm was not found on PATH")
    assert suite.events[0] == Fetching("gate@2")


@pytest.mark.tlc
def test_releases_that_loaded_the_same_files_are_replayed_once(suite: Suite) -> None:
    files = "[{'name': 'door.js', 'digest': 'abc'}]"
    counterpart = Counterpart(claim="door", program=program(release=None, files=files))
    first, second = suite.findings(counterpart, HOUSE, SHED)
    assert (first.same_as, second.same_as) == ("", "house@1")
    assert (second.status, second.replayed, second.seconds) == (Status.CONFORMS, 1, 0.0)


@pytest.mark.tlc
def test_releases_whose_files_nobody_lists_are_all_replayed(suite: Suite) -> None:
    counterpart = Counterpart(claim="door", program=program(release=None))
    found = suite.findings(counterpart, HOUSE, SHED)
    assert [(one.same_as, one.status) for one in found] == [("", Status.CONFORMS)] * 2
