"""`moltverify adopt` writes what it is asked for, shows it first, and refuses clearly."""

from pathlib import Path

import pytest

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
