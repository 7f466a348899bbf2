"""Paths as tools that annotate a repository's files need them."""

from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.registry.repository_paths import Repository
from moltverify.registry.spec_texts import SourceFile


def registry_in(specs: Path) -> Registry:
    specs.mkdir(parents=True)
    file = specs / "registry.yaml"
    file.write_text("suite: {title: T}\ngroups: {}\nclaims: []\n", encoding="utf-8")
    return load_registry(file)


def path_of(registry: Registry, path: str) -> str:
    return Repository(registry).path_of(SourceFile(path, "", ""))


def test_paths_start_at_the_folder_with_git(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    registry = registry_in(tmp_path / "deep" / "specs")
    assert path_of(registry, "a/B.tla") == "deep/specs/a/B.tla"


def test_the_nearest_git_counts_and_a_worktrees_file_too(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / ".git").write_text("gitdir: elsewhere\n")
    registry = registry_in(tmp_path / "deep" / "specs")
    assert path_of(registry, "B.tla") == "specs/B.tla"


def test_without_git_paths_start_above_the_specs(tmp_path: Path) -> None:
    # The test's folder is below no repository of its own; a stray one above would be found.
    if any((above / ".git").exists() for above in tmp_path.parents):
        pytest.skip("the temporary folder is in a repository")
    registry = registry_in(tmp_path / "project" / "specs")
    assert path_of(registry, "B.tla") == "specs/B.tla"


def test_detours_are_taken_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    registry = registry_in(tmp_path / "specs")
    assert path_of(registry, "../shared/C.tla") == "shared/C.tla"


def test_a_file_outside_the_repository_has_its_absolute_path(tmp_path: Path) -> None:
    (tmp_path / "in" / ".git").mkdir(parents=True)
    registry = registry_in(tmp_path / "in" / "specs")
    outside = (tmp_path / "out" / "C.tla").resolve()
    assert path_of(registry, "../../out/C.tla") == outside.as_posix()
