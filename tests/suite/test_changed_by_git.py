"""The models that a change affects, in real repositories."""

import subprocess
from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.registry.load import load_registry
from moltverify.suite.changed_by_git import changed_models
from tests.conftest import edit

ALL = {"door", "door@let-in", "door:unlocked"}
IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
# The same claim under another id, so that a change can affect only one of the two.
GATE = (
    ("id: door", "id: gate"),
    ("id: let-in", "id: get-in"),
    ("title: Nobody", "title: Still nobody"),
)


def git(folder: Path, *arguments: str) -> str:
    answer = subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return answer.stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A state of things")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project in a repository of its own, clean."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(project, "init", "--quiet")
    commit(project)
    return project


def changed(repository: Path, since: str = "HEAD") -> set[str]:
    return changed_models(load_registry(repository / "specs" / "registry.yaml"), since)


def test_a_clean_tree_has_no_changed_model(repository: Path) -> None:
    assert changed(repository) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "models"),
    [
        ("Door.tla", "A door,", "A gate,", ALL),
        ("Door_Unlocked.tla", "everybody", "all", {"door:unlocked"}),
        ("Door.cfg", "CONSTANTS", "CONSTANT", {"door", "door@let-in"}),
        ("registry.yaml", "goes in", "walks in", ALL),
        ("registry.yaml", "{timeout: 60s}", "{timeout: 9s}", ALL),
        ("registry.yaml", "house: The house", "house: A house", ALL),
        ("registry.yaml", "A door with a lock", "A door", set()),
        ("registry.yaml", "claims:", "# a comment\nclaims:", set()),
    ],
)
def test_a_changed_file_touches_the_models_that_depend_on_it(
    repository: Path, file: str, old: str, new: str, models: set[str]
) -> None:
    edit(repository / "specs" / file, old, new)
    assert changed(repository) == models


def test_a_staged_change_counts(repository: Path) -> None:
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    git(repository, "add", "--all")
    assert changed(repository) == {"door:unlocked"}


def test_a_file_that_git_does_not_track_counts(repository: Path) -> None:
    for name in ("Door_Unlocked.tla", "Door_Unlocked.cfg"):
        git(repository, "rm", "--quiet", "--cached", f"specs/{name}")
    commit_of_rest = git(repository, "commit", "--quiet", "--message", "Without the red")
    assert commit_of_rest == ""
    assert changed(repository) == {"door:unlocked"}


def test_a_changed_entry_touches_its_claim_only(repository: Path) -> None:
    registry = repository / "specs" / "registry.yaml"
    claims = registry.read_text().partition("claims:\n")[2]
    for old, new in GATE:
        assert old in claims
        claims = claims.replace(old, new)
    registry.write_text(registry.read_text() + claims)
    commit(repository)
    edit(registry, "Still nobody", "Nobody at all")
    assert changed(repository) == {"gate", "gate@get-in", "gate:unlocked"}


def test_an_entry_in_a_groups_own_file_touches_its_claim(repository: Path) -> None:
    registry = repository / "specs" / "registry.yaml"
    head, _, claims = registry.read_text().partition("claims:\n")
    own = repository / "specs" / "house.yaml"
    own.write_text(f"claims:\n{claims}")
    registry.write_text(
        head.replace("house: The house", "house: {title: The house, claims: house.yaml}")
    )
    commit(repository)
    assert changed(repository) == set()
    edit(own, "length: 3", "length: 4")
    assert changed(repository) == ALL


def test_a_revision_may_lie_further_back(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    commit(repository)
    assert changed(repository) == set()
    assert changed(repository, first) == {"door:unlocked"}
    assert changed(repository, "HEAD~1") == {"door:unlocked"}


def test_a_module_outside_the_specs_folder_counts(repository: Path) -> None:
    elsewhere = repository / "other"
    elsewhere.mkdir()
    for name in ("Door_Unlocked.tla", "Door_Unlocked.cfg", "Door.tla"):
        (elsewhere / name).write_bytes((repository / "specs" / name).read_bytes())
    registry = repository / "specs" / "registry.yaml"
    edit(registry, "module: Door_Unlocked.tla", "module: ../other/Door_Unlocked.tla")
    commit(repository)
    edit(elsewhere / "Door.tla", "A door,", "A gate,")
    assert changed(repository) == {"door:unlocked"}
    commit(repository)
    (elsewhere / "Door.tla").unlink()
    git(repository, "rm", "--quiet", "--cached", "other/Door.tla")
    git(repository, "commit", "--quiet", "--message", "Without it")
    (elsewhere / "Door.tla").write_bytes((repository / "specs" / "Door.tla").read_bytes())
    assert changed(repository) == {"door:unlocked"}


@pytest.mark.parametrize("setting", ["diff.relative", "diff.noprefix", "core.quotePath"])
def test_a_users_own_settings_make_no_difference(repository: Path, setting: str) -> None:
    git(repository, "config", setting, "true")
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    assert changed(repository) == {"door:unlocked"}


def test_a_text_that_yaml_takes_for_an_impossible_date_is_a_text(repository: Path) -> None:
    registry = repository / "specs" / "registry.yaml"
    edit(registry, "statement: Whoever", "statement: 2001-99-99 #")
    edit(registry, "fault: The door is not locked.", "fault: !mine open")
    commit(repository)
    assert changed(repository) == set()
    edit(registry, "fault: !mine open", "fault: !mine ajar")
    assert changed(repository) == ALL


def test_a_registry_that_was_damaged_before_counts_as_changed_whole(repository: Path) -> None:
    registry = repository / "specs" / "registry.yaml"
    good = registry.read_text()
    registry.write_text("claims: [")
    commit(repository)
    registry.write_text(good)
    assert changed(repository) == ALL


def test_outside_a_repository_it_is_a_usage_error(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    with pytest.raises(UsageError, match="git cannot tell what changed: fatal: not a git"):
        changed(project)


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~99", "", "a b", "HEAD:specs", "\x1b[31m"])
def test_an_unknown_revision_is_a_usage_error(repository: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="git cannot tell what changed: fatal: "):
        changed(repository, revision)


@pytest.mark.parametrize("revision", ["-x", "--output=stolen", "--all"])
def test_a_revision_that_looks_like_an_option_is_never_passed_on(
    repository: Path, revision: str
) -> None:
    with pytest.raises(UsageError, match=f"'{revision}' is not a revision"):
        changed(repository, revision)
    assert not (repository / "stolen").exists()


def test_without_git_it_is_a_usage_error(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="--changed needs git, which is not on PATH"):
        changed(repository)
