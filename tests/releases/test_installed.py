"""Installed packages are found where npm puts them, without npm."""

import json
from pathlib import Path

import pytest

from moltverify.releases.installed import Installed, installed_packages, packages_at

NAMES = ("house", "@old/hut")


def install(folder: Path, name: str, version: str = "1.2.3") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": version}))
    return folder


def executable(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def test_a_package_in_node_modules_here_or_above_is_found(tmp_path: Path) -> None:
    near = install(tmp_path / "a" / "node_modules" / "house", "house", "2.0.0")
    far = install(tmp_path / "node_modules" / "@old" / "hut", "@old/hut")
    (tmp_path / "a" / "b").mkdir()
    assert installed_packages(NAMES, tmp_path / "a" / "b", {}) == [
        Installed("house", "2.0.0", near),
        Installed("@old/hut", "1.2.3", far),
    ]


@pytest.mark.parametrize("variable", ["NPM_CONFIG_PREFIX", "npm_config_prefix"])
def test_a_global_package_is_found_by_the_prefix_in_the_environment(
    tmp_path: Path, variable: str
) -> None:
    folder = install(tmp_path / "prefix" / "lib" / "node_modules" / "house", "house")
    found = installed_packages(NAMES, tmp_path, {variable: str(tmp_path / "prefix")})
    assert [one.folder for one in found] == [folder]


def test_a_global_package_is_found_by_the_prefix_in_npmrc(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text("color=false\nprefix = ${HOME}/global\n")
    folder = install(tmp_path / "global" / "lib" / "node_modules" / "house", "house")
    found = installed_packages(NAMES, tmp_path / "none", {"HOME": str(tmp_path)})
    assert [one.folder for one in found] == [folder]


def test_a_global_package_is_found_beside_node_and_only_once(tmp_path: Path) -> None:
    node = executable(tmp_path / "v24" / "bin" / "node")
    link = tmp_path / "bin" / "node"
    link.parent.mkdir()
    link.symlink_to(node)
    folder = install(tmp_path / "v24" / "lib" / "node_modules" / "house", "house")
    for path in (f"{link.parent}:{node.parent}", str(node.parent)):
        found = installed_packages(NAMES, tmp_path / "none", {"PATH": path})
        assert [one.folder for one in found] == [folder]


def test_a_package_is_found_by_its_command(tmp_path: Path) -> None:
    folder = install(tmp_path / "store" / "house", "house")
    command = executable(folder / "dist" / "entry.js")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "house").symlink_to(command)
    found = installed_packages(NAMES, tmp_path / "none", {"PATH": str(tmp_path / "bin")})
    assert [one.folder for one in found] == [folder]


def test_a_path_is_the_package_its_manifest_or_a_folder_with_it(tmp_path: Path) -> None:
    folder = install(tmp_path / "node_modules" / "house", "house")
    for path in (folder, folder / "package.json", tmp_path, tmp_path / "node_modules"):
        assert packages_at(path, NAMES) == [Installed("house", "1.2.3", folder)]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"name": "shed", "version": "1"}', '{"name": "house"}', "[" * 9_000]
)
def test_another_or_a_damaged_manifest_is_no_package(tmp_path: Path, text: str) -> None:
    install(tmp_path / "house", "house")
    (tmp_path / "house" / "package.json").write_text(text)
    assert packages_at(tmp_path, NAMES) == []


def test_a_global_package_is_found_where_windows_has_it(tmp_path: Path) -> None:
    folder = install(tmp_path / "npm" / "node_modules" / "house", "house")
    found = installed_packages(NAMES, tmp_path / "none", {"APPDATA": str(tmp_path)})
    assert [one.folder for one in found] == [folder]


def test_a_prefix_in_npmrc_may_stand_in_quotes_or_below_home(tmp_path: Path) -> None:
    folder = install(tmp_path / "global" / "lib" / "node_modules" / "house", "house")
    for line in ("prefix=~/global", 'prefix="~/global"', f"prefix = {tmp_path}/global"):
        (tmp_path / ".npmrc").write_text(f"{line}\n")
        found = installed_packages(NAMES, tmp_path / "none", {"USERPROFILE": str(tmp_path)})
        assert [one.folder for one in found] == [folder]


def test_a_linked_package_is_one_with_what_it_links_to(tmp_path: Path) -> None:
    folder = install(tmp_path / ".pnpm" / "house@1" / "node_modules" / "house", "house")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "house").symlink_to(folder, target_is_directory=True)
    found = installed_packages(NAMES, tmp_path, {})
    assert found == [Installed("house", "1.2.3", folder)]
    assert found[0].label == "house@1.2.3"


def test_without_a_home_a_path_or_a_package_nothing_is_found(tmp_path: Path) -> None:
    assert installed_packages(NAMES, tmp_path / "none", {}) == []
    assert installed_packages(NAMES, tmp_path / "none", {"PATH": str(tmp_path)}) == []
    assert installed_packages((), tmp_path, {"HOME": str(tmp_path)}) == []
