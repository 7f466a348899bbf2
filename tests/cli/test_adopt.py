"""`moltverify adopt` writes what it is asked for, shows it first, and refuses clearly."""

import json
import os
import shutil
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.running.toolchain import find_jar
from tests.adoption.trees import DOOR, config, digests, write_tree
from tests.conftest import Run

FILES = {
    "Door.tla": DOOR,
    "Door.cfg": config(),
    ".pre-commit-config.yaml": "repos:\n- repo: local\n  hooks: []\n",
}


def test_a_folder_without_models_ends_with_2_and_says_what_a_model_is(
    tmp_path: Path, moltverify: Run
) -> None:
    root = write_tree(tmp_path / "r", {"setup.cfg": "[tool]\n", "Proof.tla": "EXTENDS TLAPS\n"})
    answer = moltverify("adopt", cwd=root)
    assert answer.returncode == 2
    assert "error: no model was found" in answer.stderr
    assert "setup.cfg  it is no config of TLC" in answer.stdout


def test_a_folder_that_is_missing_ends_with_2(tmp_path: Path, moltverify: Run) -> None:
    answer = moltverify("adopt", "nowhere", cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"there is no folder {tmp_path / 'nowhere'}" in answer.stderr


def test_a_registry_with_mistakes_is_left_alone(tmp_path: Path, moltverify: Run) -> None:
    root = write_tree(tmp_path / "r", {**FILES, "registry.yaml": "claims: 3\n"})
    before = digests(root)
    answer = moltverify("adopt", cwd=root)
    assert answer.returncode == 2
    assert "registry.yaml:1:9" in answer.stderr
    assert digests(root) == before


@pytest.mark.tlc
def test_a_dry_run_shows_all_changes_and_writes_nothing(tmp_path: Path, moltverify: Run) -> None:
    root = write_tree(tmp_path / "r", FILES)
    before = digests(root)
    answer = moltverify("adopt", "--no-deadlock", "--hook", "--workflow", "--dry-run", cwd=root)
    assert answer.returncode == 0, answer.stderr
    assert digests(root) == before
    for line in (
        "+    green: {module: Door.tla, distinct: 6}",
        "entry: moltverify check-registry",
        "+++ .github/workflows/models.yml",
        "nothing was written",
    ):
        assert line in answer.stdout


@pytest.mark.tlc
def test_a_second_adoption_adds_what_is_new_and_keeps_a_person_s_edits(
    tmp_path: Path, moltverify: Run
) -> None:
    root = write_tree(tmp_path / "r", FILES)
    assert moltverify("adopt", "--no-deadlock", cwd=root).returncode == 0
    file = root / "registry.yaml"
    edited = file.read_text().replace("id: door", "id: front-door  # renamed by hand")
    file.write_text(edited)
    write_tree(root, {"Door_bug.cfg": config(False)})
    answer = moltverify("adopt", "--no-deadlock", cwd=root)
    assert answer.returncode == 0, answer.stderr
    grown = file.read_text()
    assert grown.startswith(edited.rstrip("\n"))
    assert "    reds:\n      # Locked FALSE instead of TRUE\n      - id: bug\n" in grown
    run = moltverify("run", "front-door:bug", "front-door", cwd=root)
    assert run.returncode == 0, run.stdout
    assert moltverify("show", "front-door", cwd=root).returncode == 0


@pytest.mark.nightly  # it waits for a limit
@pytest.mark.tlc
def test_a_model_that_does_not_end_in_time_is_for_the_night(
    tmp_path: Path, moltverify: Run
) -> None:
    text = (
        "---- MODULE Endless ----\nEXTENDS Naturals\nVARIABLE n\nInit == n = 0\n"
        "Next == n' = n + 1\nSmall == n >= 0\n====\n"
    )
    files = {"Endless.tla": text, "Endless.cfg": "INIT Init\nNEXT Next\nINVARIANT Small\n"}
    root = write_tree(tmp_path / "r", {"Door.tla": DOOR, "Door.cfg": config(), **files})
    words = ["adopt", "--no-deadlock", "--timeout", "6s", "--hook", "--workflow"]
    answer = moltverify(*words, cwd=root)
    assert answer.returncode == 0, answer.stderr
    assert "Endless.cfg  endless: moltverify run --tier nightly" in answer.stdout
    assert "green: {module: Endless.tla, tier: nightly}" in (root / "registry.yaml").read_text()
    assert "Next: moltverify run --tier commit" in answer.stdout
    command = "moltverify run --tier commit --"
    assert f"entry: {command}changed" in (root / ".pre-commit-config.yaml").read_text()
    assert f"run: {command}store" in (root / ".github/workflows/models.yml").read_text()


@pytest.mark.tlc
def test_a_config_that_was_left_out_loses_its_comment_when_it_is_adopted(
    tmp_path: Path, moltverify: Run
) -> None:
    wrong = config(properties="INVARIANT OnlyOwnr")
    root = write_tree(tmp_path / "r", {**FILES, "Door_bug.cfg": wrong})
    assert moltverify("adopt", "--no-deadlock", cwd=root).returncode == 0
    left = (root / "registry.yaml").read_text()
    assert left.endswith(" [adopt]\n")
    assert "\n# Door_bug.cfg: " in left
    write_tree(root, {"Door_bug.cfg": config(False, "INVARIANT OnlyOwner")})
    assert moltverify("adopt", "--no-deadlock", cwd=root).returncode == 0
    assert "[adopt]" not in (root / "registry.yaml").read_text()
    assert moltverify("run", cwd=root).returncode == 0


GROUPED = """\
suite: {title: Doors}   # mine
groups:
  doors: {title: Doors, claims: parts/doors.yaml}
"""
GROUP_FILE = """\
claims:
  # the front door
  - id: front
    deadlock: allowed
    green: {module: ../Door.tla, distinct: 6}
  - {id: back, deadlock: allowed, green: {module: ../Back.tla}}
"""


@pytest.mark.tlc
def test_models_are_added_to_the_file_of_the_group_that_has_their_green(
    tmp_path: Path, moltverify: Run
) -> None:
    back = DOOR.replace("MODULE Door", "MODULE Back")
    files = {
        **FILES,
        "registry.yaml": GROUPED,
        "parts/doors.yaml": GROUP_FILE,
        "Back.tla": back,
        "Back.cfg": config(),
        # One for a claim with room, one for a claim in one line, and one for no claim.
        "Door_bug.cfg": config(False),
        "Back_bug.cfg": config(False),
        "Door_types.cfg": config(properties="INVARIANT TypeOK"),
    }
    root = write_tree(tmp_path / "r", files)
    answer = moltverify("adopt", "--no-deadlock", cwd=root)
    assert answer.returncode == 0, answer.stderr
    assert (root / "parts/doors.yaml").read_text() == GROUP_FILE.replace(
        "distinct: 6}\n",
        "distinct: 6}\n    reds:\n      # Locked FALSE instead of TRUE\n      - id: bug\n"
        "        module: ../Door.tla\n        config: ../Door_bug.cfg\n"
        "        violates: OnlyOwner\n        kind: invariant\n        length: 3\n",
    )
    grown = (root / "registry.yaml").read_text()
    assert grown.startswith(GROUPED)
    run = moltverify("run", "--json", cwd=root)
    assert run.returncode == 0
    ids = {one["id"] for one in json.loads(run.stdout)["models"]}
    assert ids == {"front", "front:bug", "back", "back-as-found:bug", "door-types"}
    before = digests(root)
    again = moltverify("adopt", "--no-deadlock", cwd=root)
    assert "nothing is new" in again.stdout
    assert digests(root) == before


@pytest.mark.tlc
def test_a_jar_of_the_repository_that_is_named_is_named_in_a_new_registry(
    tmp_path: Path, moltverify: Run
) -> None:
    root = write_tree(tmp_path / "r", {**FILES, ".git/HEAD": "", "tools/readme": ""})
    jar = find_jar(None, os.environ)
    shutil.copy(jar.path, root / "tools/tla2tools.jar")
    other = shutil.copy(jar.path, tmp_path / "other.jar")
    words = ["adopt", "--no-deadlock", "--tla2tools", "tools/tla2tools.jar"]
    answer = moltverify(*words, "--tla2tools", str(other), cwd=root)
    assert answer.returncode == 0, answer.stderr
    assert "the newest of 2 jars: " in answer.stdout
    assert answer.stdout.endswith("Next: moltverify run\n")
    suite = load_registry(root / "registry.yaml").tla2tools
    assert suite is not None
    assert (suite.path.resolve(), suite.sha256) == (root / "tools/tla2tools.jar", jar.digest)
    (root / "registry.yaml").unlink()
    outside = moltverify("adopt", "--no-deadlock", "--tla2tools", str(other), cwd=root)
    assert outside.stdout.endswith(f"Next: moltverify run --tla2tools {other}\n")
    assert "tla2tools" not in (root / "registry.yaml").read_text()


def test_threads_of_tlc_are_no_option_because_a_length_needs_one_thread(moltverify: Run) -> None:
    answer = moltverify("adopt", "--workers", "4")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "No such option '--workers'" in answer.stderr
