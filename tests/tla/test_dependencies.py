"""Which files a model consists of."""

import zipfile
from pathlib import Path, PurePath

import pytest

from moltverify.registry.load import load_registry
from moltverify.running.job import job_files
from moltverify.running.toolchain import Toolchain
from moltverify.tla.dependencies import STANDARD, DependencyReader, used_module_names
from tests.registry.mistakes import REGISTRY


def module(folder: Path, name: str, body: str = "") -> Path:
    file = folder / f"{name}.tla"
    file.write_text(f"---- MODULE {name} ----\n{body}\n====\n")
    return file


def closure(file: Path) -> list[str]:
    return [path.name for path in DependencyReader().modules(file)]


def test_a_red_consists_of_its_module_the_greens_and_its_config(project: Path) -> None:
    red = load_registry(project / REGISTRY).models[-1]
    files = [path.name for path in job_files(red.job, DependencyReader())]
    assert files == ["Door.tla", "Door_Unlocked.tla", "Door_Unlocked.cfg"]


@pytest.mark.parametrize(
    "body",
    [
        "EXTENDS Naturals, B",
        "EXTENDS\n  Naturals,\n  B",
        "EXTENDS Naturals, \\* a comment\n  B",
        "EXTENDS Naturals (* a comment *), B",
        "INSTANCE B",
        "LOCAL INSTANCE B WITH x <- 1",
        "Copy == INSTANCE (* a comment *) B",
    ],
)
def test_a_module_that_is_extended_or_instantiated_belongs_to_it(tmp_path: Path, body: str) -> None:
    module(tmp_path, "B")
    assert closure(module(tmp_path, "A", body)) == ["A.tla", "B.tla"]


def test_use_goes_on_through_other_modules_and_in_circles(tmp_path: Path) -> None:
    module(tmp_path, "C", "EXTENDS A")
    module(tmp_path, "B", "EXTENDS C")
    assert closure(module(tmp_path, "A", "INSTANCE B")) == ["A.tla", "B.tla", "C.tla"]


@pytest.mark.parametrize("name", ["Naturals", "x" * 300])
def test_a_module_that_is_not_beside_it_is_no_file_of_it(tmp_path: Path, name: str) -> None:
    assert closure(module(tmp_path, "A", f"EXTENDS {name}")) == ["A.tla"]


def test_bytes_that_are_not_utf_8_do_not_hide_a_use(tmp_path: Path) -> None:
    module(tmp_path, "B")
    file = tmp_path / "A.tla"
    file.write_bytes("---- MODULE A ----\n\\* über\nEXTENDS B\n====\n".encode("latin-1"))
    assert closure(file) == ["A.tla", "B.tla"]


def test_names_are_those_after_the_two_words() -> None:
    assert list(used_module_names("EXTENDS A, B\nC == INSTANCE D WITH e <- F")) == ["A", "B", "D"]
    assert list(used_module_names("MYEXTENDS A\nx_INSTANCE B")) == []


def test_a_library_folder_is_looked_into_after_the_modules_own(tmp_path: Path) -> None:
    library = tmp_path / "lib"
    library.mkdir()
    module(library, "B", "EXTENDS C")
    module(library, "C")
    module(tmp_path, "C")
    files = DependencyReader().modules(module(tmp_path, "A", "EXTENDS B"), (library,))
    assert files == (tmp_path / "A.tla", library / "B.tla", tmp_path / "C.tla")


def test_a_file_that_shadows_a_standard_module_counts_even_if_only_another_uses_it(
    tmp_path: Path,
) -> None:
    module(tmp_path, "Naturals")
    assert closure(module(tmp_path, "A", "EXTENDS Integers")) == ["A.tla", "Naturals.tla"]
    assert closure(module(tmp_path, "B", "INSTANCE A")) == ["A.tla", "B.tla", "Naturals.tla"]


def test_a_module_that_uses_nothing_has_no_dependencies(tmp_path: Path) -> None:
    module(tmp_path, "Naturals")
    assert closure(module(tmp_path, "A")) == ["A.tla"]


def test_the_known_standard_modules_are_those_of_the_jar(toolchain: Toolchain) -> None:
    with zipfile.ZipFile(toolchain.jar.path) as jar:
        paths = map(PurePath, jar.namelist())
        names = {path.stem for path in paths if path.match("StandardModules/*.tla")}
    assert names <= STANDARD
