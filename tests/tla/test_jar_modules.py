"""The modules in library jars, and those that they need from folders."""

from pathlib import Path

from moltverify.tla.dependencies import DependencyReader
from moltverify.tla.jar_modules import jar_texts, library_jars
from tests.running.library_jars import write_jar


def module(name: str, uses: str = "") -> str:
    extends = f"EXTENDS {uses}\n" if uses else ""
    return f"---- MODULE {name} ----\n{extends}====\n"


def test_modules_are_where_tlc_looks_for_them(tmp_path: Path) -> None:
    names = ["A", "tla2sany/StandardModules/B", "below/C"]
    jar = write_jar(tmp_path / "x.jar", {name: module(name) for name in names})
    assert sorted(jar_texts(jar)) == ["A", "B"]


def test_what_is_no_jar_has_no_module(tmp_path: Path) -> None:
    damaged = tmp_path / "x.jar"
    damaged.write_text("no jar")
    assert jar_texts(damaged) == jar_texts(tmp_path / "gone.jar") == {}


def test_jars_are_told_from_folders_by_their_names() -> None:
    assert library_jars((Path("lib"), Path("a.jar"), Path("x/b.jar"))) == (
        Path("a.jar"),
        Path("x/b.jar"),
    )


def test_a_file_that_stands_in_for_a_jars_module_belongs_to_the_model(tmp_path: Path) -> None:
    jar = write_jar(tmp_path / "x.jar", {"Lib": module("Lib", "Own"), "Own": module("Own")})
    (tmp_path / "M.tla").write_text(module("M", "Lib"))
    (tmp_path / "Own.tla").write_text(module("Own"))
    found = DependencyReader().modules(tmp_path / "M.tla", (jar,))
    assert [file.name for file in found] == ["M.tla", "Own.tla"]


def test_a_jars_modules_are_no_files(tmp_path: Path) -> None:
    jar = write_jar(tmp_path / "x.jar", {"Lib": module("Lib")})
    (tmp_path / "M.tla").write_text(module("M", "Lib"))
    assert DependencyReader().modules(tmp_path / "M.tla", (jar,)) == (tmp_path / "M.tla",)
    assert DependencyReader().names_in(jar) == {"Lib"}
