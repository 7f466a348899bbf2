"""`moltverify run` as users start it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from moltverify.suite.results import suite_from_json
from tests.conftest import Finished, Run, edit
from tests.suite.test_loop import ENDLESS

pytestmark = pytest.mark.tlc


def ids(answer: Finished) -> list[str]:
    return [model.id for model in suite_from_json(answer.stdout.encode()).models]


def test_a_first_run_tells_the_whole_story(first_run: tuple[Path, Finished]) -> None:
    answer = first_run[1]
    assert (answer.returncode, answer.stderr) == (0, "")
    text = re.sub(r" +\d\.\d s$", "", answer.stdout, flags=re.MULTILINE)
    assert text.splitlines() == [
        "door  Nobody is inside without the key",
        "  claim: Whoever is inside had the key.",
        "  assumes: There is one door.",
        "  bounds: Two visitors, because one is enough to break in and one to be let in.",
        "  ✓ green              holds in 6 distinct states",
        "  ✓ witness  let-in    reaches OwnerInside in 3 states",
        "  ✓ red      unlocked  violates the invariant OnlyWithKey in 3 states",
        "",
        "      Fault: The door is not locked.",
        "      Differs: MayOpen is replaced by MayOpenAnybody",
        "",
        "      1  The door is shut",
        "           inside   {}",
        '           door     "shut"',
        "           waiting  {}",
        "      2  thief opens the door",
        '           door     "shut" -> "open"',
        '           waiting  + "thief"',
        "      3  thief goes in",
        '           inside   + "thief"',
        '           waiting  - "thief"',
        "         Invariant OnlyWithKey is broken in state 3.",
        "",
        "",
        text.splitlines()[-1],
    ]
    assert re.fullmatch(
        r"1 claim, 3 models: 3 as expected in \d+\.\d s", answer.stdout.splitlines()[-1]
    )


def test_a_first_run_is_recorded(first_run: tuple[Path, Finished]) -> None:
    [run] = (first_run[0] / ".moltverify" / "runs").iterdir()
    suite = suite_from_json((run / "results.json").read_bytes())
    assert suite.run == run.name
    assert suite.tools.release == "TLC 2.15 (d5b5a7f, 2020)"
    assert {Path(model.logs).parts[0] for model in suite.models} == {run.name}
    for model in suite.models:
        assert (run.parent / model.logs / "output.txt").stat().st_size > 0


def test_nothing_unchanged_is_run_again(recorded: Path, moltverify: Run) -> None:
    answer = moltverify("run")
    assert answer.returncode == 0
    assert "1 claim, 3 models: 3 as expected, all cached in " in answer.stdout
    assert "  cached\n" in answer.stdout
    assert len(list((recorded / ".moltverify" / "runs").iterdir())) == 2


def test_a_changed_red_is_run_again_alone(recorded: Path, moltverify: Run) -> None:
    edit(recorded / "specs" / "Door_Unlocked.tla", "everybody", "all")
    answer = moltverify("run")
    assert answer.returncode == 0
    assert "3 as expected, 2 cached in " in answer.stdout


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("arguments", "models"),
    [
        ([], ["door", "door@let-in", "door:unlocked"]),
        (["door:"], ["door", "door@let-in", "door:unlocked"]),
        (["house"], ["door", "door@let-in", "door:unlocked"]),
        (["door-negative"], ["door:unlocked"]),
        (["*:unlocked"], ["door:unlocked"]),
        (["door", "--green"], ["door", "door@let-in"]),
        (["--red"], ["door:unlocked"]),
    ],
)
def test_selectors_and_roles_choose_the_models(
    moltverify: Run, arguments: list[str], models: list[str]
) -> None:
    answer = moltverify("run", "--json", *arguments)
    assert (ids(answer), answer.returncode) == (models, 0)


@pytest.mark.usefixtures("recorded")
def test_json_is_all_that_is_printed_and_can_be_read_back(moltverify: Run) -> None:
    answer = moltverify("run", "--json")
    assert answer.stderr == ""
    assert json.loads(answer.stdout)["title"] == "A door with a lock"
    suite = suite_from_json(answer.stdout.encode())
    assert [model.cached for model in suite.models] == [True] * 3
    assert suite.exit_code == answer.returncode == 0


@pytest.mark.usefixtures("recorded")
def test_quiet_prints_the_sum_only(moltverify: Run) -> None:
    [line] = moltverify("run", "--quiet").stdout.splitlines()
    assert line.startswith("1 claim, 3 models: 3 as expected")


@pytest.mark.usefixtures("recorded")
def test_counterexamples_may_be_left_out_or_shown_whole(moltverify: Run) -> None:
    assert "goes in" not in moltverify("run", "--no-traces").stdout
    whole = moltverify("run", "--full").stdout
    assert whole.count("waiting  ") == 3


def test_a_red_that_lost_its_fault_exits_with_1(recorded: Path, moltverify: Run) -> None:
    edit(recorded / "specs" / "Door_Unlocked.tla", "v \\in Visitors", 'v = "owner"')
    answer = moltverify("run", "--quiet")
    assert answer.returncode == 1
    assert "UNEXPECTED: expected that the invariant OnlyWithKey is violated" in answer.stdout
    assert "1 unexpected, 2 as expected, 2 cached" in answer.stdout


def test_a_model_without_an_end_exits_with_3(
    recorded: Path, moltverify: Run, environment: dict[str, str]
) -> None:
    edit(recorded / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
    answer = moltverify("run", "--timeout", "1500ms")
    assert answer.returncode == 3
    assert "INCONCLUSIVE: stopped: timeout" in answer.stdout
    # A result without a conclusion is never taken from the cache.
    listed = moltverify("list").stdout
    assert "? door" in listed
    kept = [*Path(environment["MOLTVERIFY_CACHE"], "verdicts").glob("*.json")]
    assert kept
    assert not any(b"timeout" in entry.read_bytes() for entry in kept)


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.nightly  # test_hooks.py and test_changed_by_git.py show what is selected
def test_changed_runs_what_differs_from_a_revision_and_nothing_else(
    recorded: Path, moltverify: Run
) -> None:
    git(recorded, "init", "--quiet")
    git(recorded, "add", "--all")
    git(recorded, "commit", "--quiet", "--message", "All")
    unchanged = moltverify("run", "--changed")
    said = (
        r"no model differs from HEAD \([0-9a-f]{9}\);"
        r" compared with it: the working tree and what is staged\n"
    )
    assert unchanged.returncode == 0
    assert re.fullmatch(said, unchanged.stdout)
    as_json = moltverify("run", "--changed", "--json")
    assert as_json.stdout == ""
    assert re.fullmatch(said, as_json.stderr)
    no_choice = moltverify("run", "--changed", "door", "--red", "--since", "0" * 40, "--shard=2/2")
    assert "--since is all zeros, as for a new branch: 1 model selected" in no_choice.stderr
    assert (no_choice.returncode, no_choice.stdout) == (
        0,
        "no changed model is left for shard 2/2\n",
    )
    edit(recorded / "specs" / "Door_Unlocked.cfg", "CONSTANTS", "CONSTANT")
    assert ids(moltverify("run", "--changed", "--json")) == ["door:unlocked"]
    assert ids(moltverify("run", "--since", "HEAD", "--json")) == ["door:unlocked"]
    for revision in ("nowhere", "-x", "--output=stolen"):
        refused = moltverify("run", "--since", revision)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith("error: ")
    assert not (recorded / "stolen").exists()
