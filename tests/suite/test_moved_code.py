"""The claims whose code changed, in real repositories."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from moltverify.suite.comparison import Comparison
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY
from tests.suite.test_changed_by_git import commit, found, git

GROUP = "    group: house\n"
CODE = '    implementation: [{path: "src/**/*.py", symbols: [lock]}, {file: other.py}]\n'


@pytest.fixture
def coded(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project and its code in a repository, clean."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    (project / "src" / "deep").mkdir(parents=True)
    for name in ("src/lock.py", "src/deep/key.py", "other.py"):
        (project / name).write_text("lock = 1\n")
    (project / ".gitignore").write_text("made.py\n")
    edit(project / REGISTRY, GROUP, GROUP + CODE)
    git(project, "init", "--quiet")
    commit(project)
    return project


def moved(folder: Path, comparison: Comparison | None = None) -> Mapping[str, tuple[str, ...]]:
    return found(folder, comparison or Comparison("HEAD")).moved


def test_a_clean_tree_has_no_moved_code(coded: Path) -> None:
    assert moved(coded) == {}


def test_changed_code_names_its_claim_and_selects_no_model(coded: Path) -> None:
    edit(coded / "src" / "lock.py", "1", "2")
    edit(coded / "src" / "deep" / "key.py", "1", "2")
    assert moved(coded) == {"door": ("src/deep/key.py", "src/lock.py")}
    assert found(coded, Comparison("HEAD")).models == set()


def test_a_file_of_a_published_package_is_no_code_of_the_repository(coded: Path) -> None:
    edit(coded / "other.py", "1", "2")
    assert moved(coded) == {}


def test_removed_and_new_code_counts_but_ignored_files_do_not(coded: Path) -> None:
    (coded / "src" / "made.py").write_text("")
    assert moved(coded) == {}
    (coded / "src" / "lock.py").unlink()
    (coded / "src" / "new.py").write_text("")
    assert moved(coded) == {"door": ("src/lock.py", "src/new.py")}


def test_a_hook_is_about_what_is_staged(coded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(coded)
    edit(coded / "src" / "lock.py", "1", "2")
    (coded / "src" / "new.py").write_text("")
    assert moved(coded, Comparison("HEAD", hook=True)) == {}
    git(coded, "add", "src/lock.py")
    assert moved(coded, Comparison("HEAD", hook=True)) == {"door": ("src/lock.py",)}


def test_code_is_compared_with_the_named_revision(coded: Path) -> None:
    first = git(coded, "rev-parse", "HEAD")
    edit(coded / "src" / "lock.py", "1", "2")
    commit(coded)
    assert moved(coded) == {}
    assert moved(coded, Comparison(first)) == {"door": ("src/lock.py",)}


def test_code_behind_a_link_counts(coded: Path) -> None:
    (coded / "linked").symlink_to("src")
    edit(coded / REGISTRY, "src/**/*.py", "linked/deep")
    commit(coded)
    edit(coded / "src" / "deep" / "key.py", "1", "2")
    assert moved(coded) == {"door": ("src/deep/key.py",)}


def test_code_in_a_submodule_that_moved_counts(
    coded: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    part = tmp_path_factory.mktemp("part")
    git(part, "init", "--quiet")
    (part / "a.py").write_text("lock = 1\n")
    commit(part)
    allowed = ("-c", "protocol.file.allow=always")
    git(coded, *allowed, "submodule", "--quiet", "add", str(part), "src/part")
    commit(coded)
    edit(coded / "src" / "part" / "a.py", "1", "2")
    commit(coded / "src" / "part")
    assert moved(coded) == {"door": ("src/part/a.py",)}


def test_the_program_names_the_claim_to_look_at(coded: Path, moltverify: Run) -> None:
    edit(coded / "src" / "lock.py", "1", "2")
    answer = moltverify("run", "--changed")
    assert answer.returncode == 0
    assert answer.stderr == "look at: door (src/lock.py)\n"
    assert answer.stdout.startswith("no model differs from HEAD (")
    clean = moltverify("run", "--with-code", "--since", commit(coded))
    assert (clean.returncode, clean.stderr) == (0, "")


@pytest.mark.tlc
def test_with_code_runs_the_models_of_claims_whose_code_changed(
    coded: Path, moltverify: Run
) -> None:
    edit(coded / "src" / "lock.py", "1", "2")
    answer = moltverify("run", "--with-code")
    assert answer.returncode == 0
    assert "look at: door (src/lock.py)\n" in answer.stderr
    assert "3 models: 3 as expected" in answer.stdout
