"""Commands where there is no registry, or an empty one."""

from pathlib import Path

import pytest

from tests.conftest import Run

COMMANDS = [
    ["run"],
    ["run", "--changed"],
    ["run", "--since", "HEAD"],
    ["list"],
    ["show", "pairing-race"],
    ["check-registry"],
    ["audit"],
    ["audit", "pairing-race"],
    ["conform"],
    ["sweep", "pairing-race", "MaxPending=1..2"],
    ["docs"],
    ["report", "--html", "page.html"],
]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder below no registry, with one that is not searched."""
    (tmp_path / "elsewhere" / "spec").mkdir(parents=True)
    return tmp_path / "elsewhere"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_without_a_registry_every_command_ends_with_2_and_the_way_out(
    elsewhere: Path, moltverify: Run, words: list[str]
) -> None:
    answer = moltverify(*words, cwd=elsewhere)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"no specs/registry.yaml in {elsewhere} or in any folder above it" in answer.stderr
    assert "moltverify init" in answer.stderr
    assert "--registry FILE" in answer.stderr
    assert "--registry bundled" in answer.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["spec"]


def test_doctor_tells_a_missing_registry_from_the_rest(elsewhere: Path, moltverify: Run) -> None:
    answer = moltverify("doctor", cwd=elsewhere)
    assert answer.returncode == 3
    assert "ok  TLC" in answer.stdout
    assert "NO  registry\n      there is no registry: no specs/registry.yaml in" in answer.stdout


def test_the_bundled_claims_are_there_for_who_names_them(elsewhere: Path, moltverify: Run) -> None:
    answer = moltverify("list", "--names", "--registry", "bundled", cwd=elsewhere)
    assert answer.returncode == 0
    assert "pairing-race" in answer.stdout.split()


def test_a_folder_with_the_name_bundled_is_named_by_its_path(
    project: Path, moltverify: Run
) -> None:
    (project / "specs").rename(project / "bundled")
    answer = moltverify("list", "--names", "--registry", "./bundled")
    assert (answer.returncode, answer.stdout) == (0, "door\n")


@pytest.mark.parametrize("words", [["check-registry"], ["run"], ["run", "--changed"]], ids=" ".join)
def test_a_registry_without_claims_is_never_a_success(
    project: Path, moltverify: Run, words: list[str]
) -> None:
    registry = project / "specs" / "registry.yaml"
    registry.write_text("suite: {title: Empty}\ngroups: {}\nclaims: []\n")
    answer = moltverify(*words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"{registry} has no claims, so nothing is checked" in answer.stderr
