"""The models that a change affects, in real repositories."""

import subprocess
from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.registry.load import load_registry
from moltverify.suite.changed_by_git import ChangedModels, changed_models, first_of
from moltverify.suite.comparison import Comparison
from tests.conftest import edit
from tests.registry.jar_projects import with_library
from tests.registry.mistakes import REGISTRY
from tests.running.library_jars import digest, doubling_jar

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


def found(folder: Path, comparison: Comparison) -> ChangedModels:
    registry = load_registry(folder / "specs" / "registry.yaml")
    return changed_models(registry, registry.models, comparison)


def changed(repository: Path, since: str = "HEAD") -> set[str]:
    return found(repository, Comparison(since)).models


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


def test_another_digest_of_a_jar_touches_the_models_that_it_is_for(repository: Path) -> None:
    jar = doubling_jar(repository / "specs" / "lib.jar")
    # Ignored, as what is downloaded often is.
    (repository / ".gitignore").write_text("lib.jar\n")
    with_library(repository, jar)
    commit(repository)
    assert changed(repository) == set()
    edit(repository / REGISTRY, digest(jar), "0" * 64)
    assert changed(repository) == ALL


def test_another_tlc_touches_every_model(repository: Path) -> None:
    named = f"title: A door with a lock, tla2tools: {{path: x.jar, sha256: {'0' * 64}}}"
    edit(repository / REGISTRY, "title: A door with a lock", named)
    assert changed(repository) == ALL


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


def move_base(repository: Path) -> Path:
    """Give the green model a module that it extends, and commit; return the module's file."""
    base = repository / "specs" / "Base.tla"
    base.write_text("---- MODULE Base ----\nNothing == TRUE\n====\n")
    edit(repository / "specs" / "Door.tla", "EXTENDS ", "EXTENDS Base, ")
    commit(repository)
    return base


def test_a_module_that_is_gone_touches_what_needs_it(repository: Path) -> None:
    base = move_base(repository)
    base.unlink()
    assert changed(repository) == ALL
    git(repository, "add", "--all")
    assert changed(repository) == ALL


def test_a_module_that_was_renamed_touches_what_needs_it(repository: Path) -> None:
    base = move_base(repository)
    git(repository, "mv", "specs/Base.tla", "specs/Ground.tla")
    assert changed(repository) == ALL
    assert not base.exists()


def test_what_is_staged_counts_although_the_working_tree_is_as_before(repository: Path) -> None:
    file = repository / "specs" / "Door_Unlocked.tla"
    before = file.read_text()
    edit(file, "everybody", "all")
    git(repository, "add", "--all")
    file.write_text(before)
    answer = found(repository, Comparison("HEAD"))
    assert answer.models == {"door:unlocked"}
    [note] = answer.notes
    assert "differs from what is staged: specs/Door_Unlocked.tla" in note


def test_a_staged_change_alone_needs_no_note(repository: Path) -> None:
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    git(repository, "add", "--all")
    assert found(repository, Comparison("HEAD")).notes == ()


@pytest.mark.parametrize("bit", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_git_was_told_not_to_compare_counts(repository: Path, bit: str) -> None:
    git(repository, "update-index", bit, "specs/Door_Unlocked.tla")
    assert changed(repository) == {"door:unlocked"}


def test_an_ignored_file_counts(repository: Path) -> None:
    (repository / ".gitignore").write_text("Base.tla\n")
    move_base(repository)
    assert changed(repository) == ALL


def test_a_hook_refuses_a_commit_that_is_not_in_the_working_tree(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = repository / "specs" / "Door_Unlocked.tla"
    edit(file, "everybody", "all")
    git(repository, "add", "--all")
    edit(file, "all", "each")
    monkeypatch.chdir(repository)
    with pytest.raises(UsageError, match=r"not what is in the working tree: specs/Door_Unlocked"):
        found(repository, Comparison("HEAD", hook=True))
    git(repository, "reset", "--quiet")
    [note] = found(repository, Comparison("HEAD", hook=True)).notes
    assert "differs from what is staged" in note


@pytest.mark.parametrize("reason", ["ignored", "not added", "only intended"])
def test_a_hook_refuses_by_name_a_module_that_git_does_not_track(
    repository: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    base = repository / "specs" / "Base.tla"
    if reason == "ignored":
        (repository / ".gitignore").write_text("Base.tla\n")
        move_base(repository)
    else:
        move_base(repository)
        git(repository, "rm", "--quiet", "--cached", "specs/Base.tla")
    if reason == "only intended":
        git(repository, "add", "--intent-to-add", "specs/Base.tla")
    assert base.exists()
    monkeypatch.chdir(repository)
    with pytest.raises(UsageError, match="git does not track") as caught:
        found(repository, Comparison("HEAD", hook=True))
    assert "  specs/Base.tla, which door needs" in caught.value.message
    assert "--force" in caught.value.hint


def test_a_hook_refuses_a_registry_of_another_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    monkeypatch.chdir(other)
    with pytest.raises(UsageError, match=r"registry\.yaml, which the registry needs") as caught:
        found(repository, Comparison("HEAD", hook=True))
    assert f"into the repository {other}" in caught.value.hint


def test_of_many_files_a_message_names_the_first_and_counts_the_others() -> None:
    names = [str(number) for number in range(12)]
    assert first_of(names) == [*names[:10], "and 2 more"]
    assert first_of(names[:10]) == names[:10]


def test_without_a_revision_all_models_are_touched_and_a_note_says_why(repository: Path) -> None:
    answer = found(repository, Comparison(None, "a new branch"))
    assert answer.models == ALL
    assert answer.notes == ("a new branch: 3 models selected, and all are run",)


def test_a_hook_of_pre_commit_for_which_nothing_is_staged_was_asked_for_all_files(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    hook = Comparison("HEAD", hook=True, may_be_all_files=True)
    assert found(repository, hook).models == ALL
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    git(repository, "add", "--all")
    assert found(repository, hook).models == {"door:unlocked"}


def test_what_was_compared_is_said_with_both_revisions(repository: Path) -> None:
    first = git(repository, "rev-parse", "--short=9", "HEAD")
    by_hand = found(repository, Comparison("HEAD")).compared
    assert by_hand == f"HEAD ({first}); compared with it: the working tree and what is staged"
    pushed = found(repository, Comparison("HEAD", target="HEAD")).compared
    assert pushed == f"HEAD ({first}); compared with it: HEAD ({first})"


def test_a_target_that_is_not_checked_out_is_refused(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    topic = commit(repository)
    git(repository, "checkout", "--quiet", "--detach", first)
    with pytest.raises(UsageError, match=r"differs from .*: specs/Door_Unlocked\.tla"):
        found(repository, Comparison(first, target=topic))
    (repository / "README").write_text("No model needs this.")
    commit(repository)
    assert found(repository, Comparison(first, target=first)).models == set()


def test_a_merge_of_the_target_is_checked_with_a_note(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "--quiet", "-b", "topic")
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    topic = commit(repository)
    git(repository, "checkout", "--quiet", "-b", "other", first)
    edit(repository / "specs" / "Door.cfg", "CONSTANTS", "CONSTANT")
    commit(repository)
    git(repository, "merge", "--quiet", "--no-edit", "topic")
    answer = found(repository, Comparison(first, target=topic))
    assert answer.models == ALL
    [note] = answer.notes
    assert note.startswith("a merge is checked; the working tree differs from ")


def test_during_a_merge_everything_that_it_brings_counts(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "--quiet", "-b", "topic")
    edit(repository / "specs" / "Door_Unlocked.tla", "everybody", "all")
    commit(repository)
    git(repository, "checkout", "--quiet", "-b", "other", first)
    git(repository, "merge", "--quiet", "--no-ff", "--no-commit", "topic")
    assert (repository / ".git" / "MERGE_HEAD").exists()
    assert changed(repository) == {"door:unlocked"}


def test_a_commit_on_a_new_branch_without_history_is_compared_with_nothing(
    repository: Path,
) -> None:
    git(repository, "checkout", "--quiet", "--orphan", "fresh")
    assert changed(repository) == ALL


def test_names_with_spaces_and_umlauts_are_compared(repository: Path) -> None:
    folder = repository / "Türen im Haus"
    folder.mkdir()
    (repository / "specs").rename(folder / "specs")
    commit(repository)
    edit(folder / "specs" / "Door_Unlocked.tla", "everybody", "all")
    assert changed(folder) == {"door:unlocked"}


@pytest.fixture
def with_submodule(repository: Path, tmp_path: Path) -> Path:
    """A repository whose folder `models` is the small project, as a submodule."""
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "--quiet")
    source = str(repository)
    git(whole, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source, "models")
    commit(whole)
    return whole


def test_a_hook_counts_a_submodule_that_moves_to_another_commit(
    with_submodule: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = with_submodule / "models"
    monkeypatch.chdir(with_submodule)
    hook = Comparison("HEAD", hook=True)
    assert found(models, hook).models == set()
    edit(models / "specs" / "Door_Unlocked.tla", "everybody", "all")
    commit(models)
    git(with_submodule, "add", "models")
    assert found(models, hook).models == ALL
