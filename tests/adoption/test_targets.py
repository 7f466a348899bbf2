"""Which registry adoption writes into, and what that has already."""

from pathlib import Path

import pytest

from moltverify.adoption.discovery import absolute
from moltverify.adoption.records import PairedModel
from moltverify.adoption.targets import new_place, registry_target, top_folder
from moltverify.errors import RegistryError
from tests.adoption.trees import DOOR, config, write_tree


def model(module: Path, config_file: Path | None = None) -> PairedModel:
    """Return a model by the paths of its files."""
    other = config_file or module.with_suffix(".cfg")
    return PairedModel(config=other, module=module, how="")


@pytest.mark.parametrize(
    ("modules", "place"),
    [
        (["specs/a/X.tla", "specs/Y.tla"], "specs/registry.yaml"),
        (["specs/X.tla", "tla/Y.tla"], "registry.yaml"),
        (["tla/X.tla"], "registry.yaml"),
        (["../elsewhere/X.tla", "../elsewhere/b/Y.tla"], "../elsewhere/registry.yaml"),
        ([], "registry.yaml"),
    ],
)
def test_a_new_registry_lies_above_all_models_where_commands_find_it(
    tmp_path: Path, modules: list[str], place: str
) -> None:
    here = tmp_path / "here"
    models = [model(absolute(here / one)) for one in modules]
    assert new_place(here, models) == absolute(here / place)


def test_configs_in_another_folder_count_too(tmp_path: Path) -> None:
    one = model(tmp_path / "specs/X.tla", tmp_path / "cfg/X.cfg")
    assert new_place(tmp_path, [one]) == tmp_path / "registry.yaml"


def test_the_top_of_no_files_is_no_folder() -> None:
    assert top_folder([]) is None


TEXT = "claims: [{id: door, tier: weekly, green: {module: Door.tla}}]\n"


def test_a_registry_that_commands_find_is_extended(tmp_path: Path) -> None:
    root = write_tree(
        tmp_path, {"specs/Door.tla": DOOR, "specs/Door.cfg": config(), "specs/registry.yaml": TEXT}
    )
    target = registry_target(None, root, [model(root / "tla/X.tla")])
    assert (target.file, target.text) == (root / "specs/registry.yaml", TEXT)
    assert target.configs == {(root / "specs/Door.cfg").resolve()}
    assert (target.ids, target.tiers) == ({"door"}, {"weekly"})


def test_a_file_or_folder_that_is_named_is_the_place(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    for given in (tmp_path / "x", tmp_path / "x" / "registry.yaml"):
        target = registry_target(given, tmp_path, [])
        assert target.file == tmp_path / "x" / "registry.yaml"
        assert (target.registry, target.configs, target.ids, target.tiers) == (
            None,
            set(),
            set(),
            set(),
        )


def test_a_registry_with_mistakes_is_an_error(tmp_path: Path) -> None:
    write_tree(tmp_path, {"registry.yaml": "claims: 3\n"})
    with pytest.raises(RegistryError):
        registry_target(None, tmp_path, [])
