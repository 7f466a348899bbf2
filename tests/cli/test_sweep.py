"""`moltverify sweep` as a user meets it, on the real TLC."""

import signal
from pathlib import Path

import msgspec
import pytest

from moltverify.cli.sweep import command
from moltverify.sweep.results import InstanceStatus, SweepResult
from tests.cli.processes import PATIENCE, started, wait_for_java
from tests.conftest import Run, edit
from tests.suite.test_loop import ENDLESS

HOUSE = """\
EXTENDS FiniteSets, Naturals
CONSTANTS Visitors, Rooms
ASSUME Rooms > 0
"""
CROWD = 'Quiet == Cardinality(inside) < Rooms + 2 \\/ "owner" \\notin inside\n===='


@pytest.fixture
def house(project: Path) -> Path:
    """The door with a number beside the set, an assumption about it, and one more invariant."""
    specs = project / "specs"
    edit(specs / "Door.tla", "EXTENDS FiniteSets, Naturals\nCONSTANT Visitors\n", HOUSE)
    for config in specs.glob("*.cfg"):
        edit(config, "CONSTANTS\n", "CONSTANTS\n  Rooms = 1\n")
    return project


def swept(moltverify: Run, *arguments: str, code: int = 0) -> SweepResult:
    """Sweep the door and return the data."""
    answer = moltverify("sweep", "door", *arguments, "--json")
    assert (answer.returncode, answer.stderr) == (code, "")
    return msgspec.json.decode(answer.stdout, type=SweepResult)


@pytest.mark.nightly  # tests/sweep shows rows and their growth
@pytest.mark.tlc
def test_a_green_grows_and_a_red_breaks_in_its_smallest_instance(
    house: Path, moltverify: Run
) -> None:
    green, red = swept(moltverify, "Visitors=1..3", "Rooms=1,2").models
    assert [str(row.instance) for row in green.rows][:3] == [
        "Visitors=1, Rooms=1",
        "Visitors=1, Rooms=2",
        "Visitors=2, Rooms=1",
    ]
    assert {row.status for row in green.rows} == {InstanceStatus.HOLDS}
    assert [row.distinct for row in green.rows] == [6] * 6
    assert [row.growth for row in green.rows] == [None, 1.0] * 3
    assert [row.registered for row in green.rows] == [False, False, True, False, False, False]
    assert [row.status for row in red.rows] == [InstanceStatus.HOLDS] * 2 + [
        InstanceStatus.BREAKS
    ] * 4
    [smallest] = red.smallest
    assert (str(smallest.instance), smallest.length) == ("Visitors=2, Rooms=1", 3)
    assert house.exists()


@pytest.mark.tlc
def test_what_was_swept_is_known_the_next_time_and_no_run_is_recorded(
    project: Path, moltverify: Run
) -> None:
    first = swept(moltverify, "Visitors=1..3", "--model", "unlocked")
    again = swept(moltverify, "Visitors=1..3", "--model", "door:unlocked")
    assert [row.cached for row in first.rows] == [False] * 3
    assert [row.cached for row in again.rows] == [True] * 3
    assert [row.text for row in first.rows] == [row.text for row in again.rows]
    [visitors] = first.constants
    assert (visitors.elements, visitors.invented) == (
        ('"owner"', '"thief"', '"thief2"'),
        ('"thief2"',),
    )
    assert not (project / ".moltverify" / "runs").exists()


@pytest.mark.tlc
def test_an_instance_that_an_assumption_excludes_is_no_error(house: Path, moltverify: Run) -> None:
    del house
    [green] = swept(moltverify, "Rooms=0..1", "--model", "green").models
    assert [row.status for row in green.rows] == [InstanceStatus.EXCLUDED, InstanceStatus.HOLDS]
    assert "ASSUME" in green.rows[0].text


# These two: tests/sweep shows the same on results without a run of the whole program.
@pytest.mark.nightly
@pytest.mark.tlc
def test_a_green_that_breaks_when_larger_differs(house: Path, moltverify: Run) -> None:
    specs = house / "specs"
    edit(specs / "Door.tla", "====\n", "Alone == Cardinality(Visitors) < 3 \\/ inside = {}\n====\n")
    edit(specs / "Door.cfg", "OnlyWithKey", "OnlyWithKey Alone")
    edit(specs / "Door_Unlocked.cfg", "OnlyWithKey", "OnlyWithKey Alone")
    answer = moltverify("sweep", "door", "Visitors=2..4", "--model", "green")
    assert answer.returncode == 1
    assert "breaks in 3 states: invariant Alone" in answer.stdout
    last = answer.stdout.strip().splitlines()[-3:]
    assert "smallest instance that breaks: Visitors=3; counterexample of 3 states" in last[0]


@pytest.mark.nightly
@pytest.mark.tlc
def test_a_red_that_breaks_nowhere_differs(project: Path, moltverify: Run) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", "v \\in Visitors", "HasKey(v)")
    swept(moltverify, "Visitors=1", "--model", "unlocked")
    result = swept(moltverify, "Visitors=1..3", "--model", "unlocked", code=1)
    assert result.models[0].smallest == ()


@pytest.mark.tlc
def test_an_instance_without_time_is_not_decided(project: Path, moltverify: Run) -> None:
    del project
    answer = moltverify("sweep", "door", "Visitors=1", "--model", "green", "--timeout", "1ms")
    assert answer.returncode == 3
    assert "not decided: timeout" in answer.stdout
    assert "0 hold" not in answer.stdout


@pytest.mark.tlc
def test_a_failure_of_tlc_is_told_in_its_row(project: Path, moltverify: Run) -> None:
    edit(project / "specs" / "Door.tla", "waiting = {} ", "waiting = CHOOSE w \\in {} : w = {} ")
    answer = moltverify("sweep", "door", "Visitors=1", "--model", "green")
    assert answer.returncode == 3
    words = " ".join(answer.stdout.split())
    assert "evaluation: Attempted to compute the value of an expression of form CHOOSE" in words


@pytest.mark.nightly  # tests/sweep shows a witness's rows
@pytest.mark.tlc
def test_a_witness_is_swept_where_it_is_named(project: Path, moltverify: Run) -> None:
    answer = moltverify("sweep", "door@let-in", "Visitors=0..1", "--svg", "door.svg")
    assert answer.returncode == 0
    assert (project / "door.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert "smallest instance that is reached: Visitors=1; counterexample of 3 states" in (
        answer.stdout
    )


@pytest.mark.nightly  # test_interruption.py interrupts a run in the same way
@pytest.mark.tlc
def test_a_sweep_that_is_interrupted_prints_what_is_done(
    project: Path, environment: dict[str, str], moltverify: Run
) -> None:
    edit(project / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
    swept(moltverify, "Visitors=2,3", "--model", "green")
    with started("sweep", "door", "Visitors=2,3", cwd=project, env=environment) as program:
        wait_for_java(program)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, err) == (130, "")
    assert "x1.0" in out
    assert "not run: Visitors=2" in out
    assert "2 models, 2 instances: 2 hold, 2 not run, 2 cached" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["door", "Visitor=1..2"], "did you mean 'Visitors'?"),
        (["door", "MayOpen=1..2", "--model", "unlocked"], "replaces MayOpen by MayOpenAnybody"),
        (["door", "Visitors=3..1"], "is empty"),
        (["door", "Visitors="], "is no range"),
        (["door"], "Missing argument"),
        (["gate", "Visitors=1..2"], "nothing is called 'gate'"),
        (["door", "Visitors=1", "--model", "locked"], "its models: green, let-in, unlocked"),
        (["door", "Visitors=1", "--svg", "no/such/folder.svg"], "is not a folder"),
    ],
)
def test_what_cannot_be_swept_is_said_before_anything_runs(
    moltverify: Run, arguments: list[str], says: str
) -> None:
    answer = moltverify("sweep", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert says in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_group_of_several_claims_is_not_one_claim(project: Path, moltverify: Run) -> None:
    registry = project / "specs" / "registry.yaml"
    entry = registry.read_text(encoding="utf-8").partition("claims:\n")[2]
    second = entry.replace("- id: door", "- id: gate")
    registry.write_text(registry.read_text(encoding="utf-8") + second, encoding="utf-8")
    answer = moltverify("sweep", "house", "Visitors=1")
    assert answer.returncode == 2
    assert "'house' names 2 claims" in answer.stderr
    assert "door, gate" in answer.stderr


def test_the_shell_completes_the_constants_of_the_claim(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    context = command.make_context("sweep", ["door"], resilient_parsing=True)
    [argument] = [one for one in command.params if one.name == "ranges"]
    assert [one.value for one in argument.shell_complete(context, "V")] == ["Visitors="]
    assert argument.shell_complete(context, "X") == []
