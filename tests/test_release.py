"""`make release`: what keeps a commit from being released, and that versions have one place."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from moltverify import __version__
from release import NotReleasableError, build, obstacles, released_versions

ROOT = Path(__file__).parents[1]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def git(folder: Path, *arguments: str) -> None:
    person = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *person, *arguments], cwd=folder, check=True, timeout=60)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A commit that is ready to be released as 1.2.0."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n## 1.2.0 (2026-01-02)\n")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "One")
    git(folder, "tag", "v1.2.0")
    return folder


def test_a_clean_tagged_commit_with_its_section_has_no_obstacle(checkout: Path) -> None:
    assert [*obstacles(checkout, "1.2.0")] == []


def test_a_changed_tree_is_an_obstacle_that_names_the_file(checkout: Path) -> None:
    (checkout / "new.txt").write_text("new")
    assert [*obstacles(checkout, "1.2.0")] == [
        "the working tree has changes; commit them first:\n?? new.txt"
    ]


def test_a_version_without_tag_and_section_has_both_as_obstacles(checkout: Path) -> None:
    assert [*obstacles(checkout, "1.3.0")] == [
        "moltverify/__init__.py says 1.3.0, but HEAD has only v1.2.0: git tag v1.3.0",
        "CHANGELOG.md has no section for it: write '## 1.3.0 (YYYY-MM-DD)'",
    ]


def test_a_commit_after_the_tag_is_not_the_tagged_one(checkout: Path) -> None:
    git(checkout, "commit", "--quiet", "--allow-empty", "-m", "Two")
    [obstacle] = obstacles(checkout, "1.2.0")
    assert "HEAD has no tag: git tag v1.2.0" in obstacle


def test_a_folder_without_git_is_not_releasable(tmp_path: Path) -> None:
    with pytest.raises(NotReleasableError, match="git status --porcelain"):
        list(obstacles(tmp_path, "1.2.0"))


def test_a_build_adds_nothing_to_files_of_an_older_one(tmp_path: Path) -> None:
    (tmp_path / "moltverify-0.0.1.tar.gz").write_text("old")
    with pytest.raises(NotReleasableError, match="is not empty"):
        build(ROOT, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["moltverify-0.0.1.tar.gz"]


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    place = ROOT / project["tool"]["hatch"]["version"]["path"]
    assert f'__version__ = "{__version__}"\n' in place.read_text(encoding="utf-8")


def test_the_changelog_has_unreleased_changes_first_and_then_dated_versions() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
    released = released_versions(CHANGELOG)
    assert [heading.split()[0] for heading in headings[1:]] == released
    numbers = [tuple(map(int, version.split("."))) for version in released]
    assert numbers == sorted(numbers, reverse=True)


def test_the_changelog_sorts_changes_by_kind() -> None:
    kinds = set(re.findall(r"^### (.+)$", CHANGELOG, flags=re.MULTILINE))
    assert kinds
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
