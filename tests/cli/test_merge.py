"""Shards on the real TLC, and `moltverify merge` on what they wrote."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moltverify.suite.results import suite_from_json
from tests.conftest import PROJECT, Finished, Run, edit

pytestmark = pytest.mark.tlc

Merge = Callable[..., Finished]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with `1.json` and `2.json`, its two shards, run one after the other."""
    folder = tmp_path_factory.mktemp("sharded") / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(".moltverify"))
    for number in "12":
        # The cache of the session may know the verdicts from another test.
        shard = ["--shard", f"{number}/2", "--no-cache", "--json"]
        command = [sys.executable, "-m", "moltverify", "run", *shard]
        environment = {**os.environ, "GITHUB_ACTIONS": ""}
        with (folder / f"{number}.json").open("wb") as out:
            subprocess.run(
                command, cwd=folder, env=environment, stdout=out, check=True, timeout=120
            )
    return folder


@pytest.fixture
def sharded(recorded: Path, tmp_path: Path) -> Path:
    """A copy of the sharded project, which a test may change."""
    return Path(shutil.copytree(recorded, tmp_path / "sharded"))


@pytest.fixture
def merge(moltverify: Run, sharded: Path) -> Merge:
    return lambda *arguments: moltverify("merge", *arguments, cwd=sharded)


def test_two_shards_make_the_whole(merge: Merge, sharded: Path) -> None:
    answer = merge("1.json", "2.json", "--json", "all.json")
    assert "1 claim, 3 models: 3 as expected in" in answer.stdout
    assert (answer.stderr, answer.returncode) == ("", 0)
    whole = suite_from_json((sharded / "all.json").read_bytes())
    assert [model.id for model in whole.models] == ["door", "door@let-in", "door:unlocked"]


def test_a_missing_shard_is_noticed_and_its_models_are_named(merge: Merge, sharded: Path) -> None:
    answer = merge("2.json", "--json", "all.json")
    ran = {model.id for model in suite_from_json((sharded / "2.json").read_bytes()).models}
    missing = {"door", "door@let-in", "door:unlocked"} - ran
    assert {line for line in answer.stdout.splitlines() if line.startswith("not run")} == {
        f"not run: {model}" for model in missing
    }
    assert answer.returncode == 3


def test_a_shard_given_twice_is_refused_and_nothing_is_written(merge: Merge, sharded: Path) -> None:
    answer = merge("1.json", "1.json", "2.json", "--json", "all.json")
    assert "is in 1.json and again in 1.json" in answer.stderr
    assert answer.returncode == 3
    assert not (sharded / "all.json").exists()


def test_a_module_that_changed_since_is_refused(merge: Merge, sharded: Path) -> None:
    edit(sharded / "specs" / "Door.tla", "====", "Later == TRUE\n====")
    answer = merge("1.json", "2.json")
    assert "2.json comes from another registry, or other modules" in answer.stderr
    assert answer.returncode == 3


def test_a_verdict_that_differs_is_shown_and_decides_the_exit_code(
    merge: Merge, sharded: Path
) -> None:
    file = next(f for f in sharded.glob("?.json") if '"door:unlocked"' in f.read_text())
    suite = json.loads(file.read_text())
    for model in suite["models"]:
        if model["id"] == "door:unlocked":
            model |= {"verdict": "unexpected", "reason": "expected otherwise"}
    file.write_text(json.dumps(suite))
    answer = merge("1.json", "2.json")
    assert "UNEXPECTED: expected otherwise" in answer.stdout
    assert "1 unexpected, 2 as expected" in answer.stdout
    assert answer.returncode == 1


def test_a_shard_without_a_model_says_so_and_its_empty_file_does_no_harm(
    moltverify: Run, merge: Merge, sharded: Path
) -> None:
    answer = moltverify("run", "--shard", "4/4", "--json", cwd=sharded)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "no model is left for shard 4/4: 3 models selected" in answer.stderr
    assert "use at most 3 shards" in answer.stderr
    (sharded / "3.json").write_text(answer.stdout)
    assert merge("1.json", "2.json", "3.json").returncode == 0
    assert "every file is empty" in merge("3.json").stderr


def test_only_what_was_asked_for_may_be_there(merge: Merge) -> None:
    assert merge("1.json", "2.json", "--only", "house").returncode == 0
    answer = merge("1.json", "2.json", "--only", "door:unlocked")
    assert "has door@let-in, which is not selected here" in answer.stderr
    assert answer.returncode == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no JSON", "bad.json is not a result of moltverify: JSON is malformed"),
        (b'{"models": []}', "bad.json is not a result of moltverify: Object missing"),
        (None, "cannot read bad.json: No such file or directory"),
    ],
)
def test_a_file_that_is_no_result_is_a_usage_error(
    merge: Merge, sharded: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (sharded / "bad.json").write_bytes(content)
    answer = merge("1.json", "bad.json")
    assert said in answer.stderr
    assert answer.returncode == 2


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "1/", "/2", "a/b", "-1/2", "1/2/3", "1/0"])
def test_a_shard_that_there_cannot_be_is_a_usage_error(moltverify: Run, shard: str) -> None:
    answer = moltverify("run", f"--shard={shard}")
    assert f"'{shard}' is not a shard such as 1/4" in answer.stderr
    assert answer.returncode == 2


def test_the_second_shard_is_the_same_whether_or_not_the_first_is_recorded(
    moltverify: Run, sharded: Path
) -> None:
    again = moltverify("run", "--shard", "2/2", "--json", cwd=sharded)
    ids = [model["id"] for model in json.loads(again.stdout)["models"]]
    before = suite_from_json((sharded / "2.json").read_bytes())
    assert ids == [model.id for model in before.models]
