"""Where runs are recorded: beside the specs, and never outside the project."""

from pathlib import Path

import pytest

from moltverify.registry.records import Registry
from moltverify.suite.default_store import default_store


def store_of(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return default_store(Registry(folder / "registry.yaml", "A title", (), ())).root


def test_the_store_is_beside_the_folder_of_the_specs(tmp_path: Path) -> None:
    assert store_of(tmp_path / "specs") == tmp_path / ".moltverify"


@pytest.mark.parametrize("folders", [(), ("tla",)])
def test_a_registry_at_the_top_has_the_store_beside_itself(
    tmp_path: Path, folders: tuple[str, ...]
) -> None:
    (tmp_path / ".git").mkdir()
    assert store_of(tmp_path.joinpath(*folders)) == tmp_path / ".moltverify"


def test_without_a_repository_the_folder_of_the_registry_has_the_store(tmp_path: Path) -> None:
    assert store_of(tmp_path / "models") == tmp_path / "models" / ".moltverify"
