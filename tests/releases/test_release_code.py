"""What is kept of a release's code, and how it is read again."""

import json
from pathlib import Path

import pytest

from moltverify.releases.code_facts import read_facts
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.release_code import (
    asked_versions,
    decoded_manifest,
    keep_code,
    kept_name,
    read_imports,
    read_manifest,
    read_places,
)
from moltverify.releases.symbol_search import SymbolPlace, Wanted

MANIFEST = {
    "dependencies": {"paint": "1.0.0", "wax": "2"},
    "optionalDependencies": {"glue": "3", "paint": "0.9"},
    "engines": {"node": ">=22"},
}
CODE = {
    "package.json": json.dumps(MANIFEST).encode(),
    "dist/house/door.js": b'import "./hinge.js";\nimport { red } from "paint/red";\n',
    "dist/house/hinge.js": b'import "@old/oil";\nimport "node:fs";\n',
    "dist/house/plans.json": b"{}",
    "dist/house/lathe.wasm": b"\0asm",
    "dist/garden.js": b'import "glue";\n',
}
DOOR = Wanted("house/door.js", ("openDoor",))


def kept(folder: Path, *wanted: Wanted, code: dict[str, bytes] = CODE, whole: bool = False) -> Path:
    folder.mkdir(exist_ok=True)
    keep_code(code, wanted, folder, product="house", whole=whole)
    return folder


def files_of(folder: Path) -> set[str]:
    below = folder / "dist"
    return {one.relative_to(below).as_posix() for one in below.rglob("*") if one.is_file()}


def test_what_a_symbol_loads_is_kept_and_what_code_may_read(tmp_path: Path) -> None:
    assert files_of(kept(tmp_path, DOOR)) == {
        "house/door.js",
        "house/hinge.js",
        "house/plans.json",
        "house/lathe.wasm",
    }


def test_all_code_is_kept_for_a_command_that_may_load_any(tmp_path: Path) -> None:
    assert files_of(kept(tmp_path, whole=True)) == {name[5:] for name in CODE if "/" in name}


def test_a_release_without_code_is_a_folder_without_files(tmp_path: Path) -> None:
    bare = kept(tmp_path, DOOR, code={"package.json": b"{}"})
    assert files_of(bare) == set()
    place = SymbolPlace(reason="no chunk defines openDoor")
    assert read_places(bare) == {"house/door.js#openDoor": place}


def test_only_packages_that_the_release_names_have_a_version(tmp_path: Path) -> None:
    # @old/oil is imported, and the manifest does not name it.
    assert read_imports(kept(tmp_path, DOOR)) == {"paint": "1.0.0"}


def test_a_dependency_comes_before_an_optional_one(tmp_path: Path) -> None:
    folder = kept(tmp_path, DOOR)
    assert asked_versions(folder) == {"paint": "1.0.0", "wax": "2", "glue": "3"}
    assert read_manifest(folder).engines == {"node": ">=22"}


def test_each_kept_file_has_facts(tmp_path: Path) -> None:
    facts = read_facts(kept(tmp_path, DOOR))
    assert facts["house/door.js"].imports == ("./hinge.js", "paint/red")
    assert set(facts) == {"house/door.js", "house/hinge.js"}


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b'{"engines": 3}', b'{"dependencies": [1]}'])
def test_a_damaged_manifest_is_named_with_its_release(text: bytes) -> None:
    with pytest.raises(UnobtainableError, match=r"the package\.json of house cannot be read"):
        decoded_manifest(text, "house")


def test_releases_lie_apart_if_other_symbols_are_kept() -> None:
    names = [
        kept_name((), whole=False),
        kept_name((), whole=True),
        kept_name((DOOR,), whole=False),
        kept_name((Wanted("house/door.js", ("lockDoor",)),), whole=False),
        kept_name((Wanted("house/door.js", ("openDoor",), "sdk/door"),), whole=False),
    ]
    assert len(set(names)) == len(names)
    other = Wanted("house/bell.js", ("ring",))
    assert kept_name((DOOR, other), whole=False) == kept_name((other, DOOR), whole=False)
