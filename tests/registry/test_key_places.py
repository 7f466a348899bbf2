"""The place of a key of an entry."""

from pathlib import Path

import pytest

from moltverify.registry.key_places import KeyPlaces, key_place
from moltverify.registry.records import YamlPlace

TEXT = """\
claims:
  - id: door
    green: {module: Door.tla}
    phrases:
      Init: shut
      Open: open
  - id: gate
    green: &shared {module: Gate.tla}
"""


@pytest.mark.parametrize(
    ("entry", "keys", "place"),
    [
        ((2, 5), ("phrases", "Open"), (6, 7)),
        ((2, 5), ("green", "module"), (3, 13)),
        ((2, 5), ("phrases", "Close"), (4, 5)),
        ((2, 5), ("bounds",), (2, 5)),
        ((2, 5), (), (2, 5)),
        ((8, 12), ("module",), (8, 21)),
        ((99, 1), ("green",), (99, 1)),
    ],
)
def test_it_is_the_keys_own_or_that_of_what_is_above_it(
    tmp_path: Path, entry: tuple[int, int], keys: tuple[str, ...], place: tuple[int, int]
) -> None:
    file = tmp_path / "registry.yaml"
    file.write_text(TEXT)
    assert key_place(YamlPlace(file, *entry), *keys) == YamlPlace(file, *place)


def test_a_file_that_is_gone_leaves_the_entrys_place(tmp_path: Path) -> None:
    entry = YamlPlace(tmp_path / "registry.yaml", 2, 5)
    assert key_place(entry, "phrases") == entry


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("{module: Door.tla, config: Other.cfg}", (1, 20)),
        ("{id: open, module: Door.tla}", (1, 12)),
        # A witness has the files of its green.
        ("{id: let-in, state: Inside}", (1, 1)),
    ],
)
def test_a_config_is_from_its_own_key_or_from_the_module_s(
    tmp_path: Path, entry: str, place: tuple[int, int]
) -> None:
    file = tmp_path / "registry.yaml"
    file.write_text(entry)
    assert KeyPlaces().config(YamlPlace(file, 1, 1)) == YamlPlace(file, *place)


def test_a_file_is_read_once_for_all_its_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "registry.yaml"
    file.write_text("a: 1\nb: 2\n")
    keys = KeyPlaces()
    assert keys.first(YamlPlace(file, 1, 1), "b") == YamlPlace(file, 2, 1)
    file.unlink()
    assert keys.first(YamlPlace(file, 1, 1), "c", "a", "b") == YamlPlace(file, 1, 1)
    assert keys.below(YamlPlace(file, 1, 1), "b") == YamlPlace(file, 2, 1)
