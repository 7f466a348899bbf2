"""Rewritten classes: their static state is made anew, and nothing else of them is changed."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.class_file import ClassFile
from moltverify.running.warm.static_reset import (
    STATICS,
    has_state,
    initialiser,
    renewable,
    static_fields,
)

SOURCE = Path(__file__).with_name("Statics.java")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The classes of Statics.java by name."""
    folder = tmp_path_factory.mktemp("classes")
    try:
        command = ["javac", "--release", "8", "-Xlint:-options", "-d", str(folder), str(SOURCE)]
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no Java compiler here")
    return {file.stem: file.read_bytes() for file in folder.glob("*.class")}


@pytest.fixture(scope="module")
def original(toolchain: Toolchain) -> dict[str, bytes]:
    """All classes of TLC's jar by name."""
    with zipfile.ZipFile(toolchain.jar.path) as jar:
        names = [name for name in jar.namelist() if name.endswith(".class")]
        return {name.removesuffix(".class"): jar.read(name) for name in names}


def printed(classes: dict[str, bytes], toolchain: Toolchain, folder: Path) -> list[str]:
    """Return the lines that the program prints with these classes."""
    for name, content in classes.items():
        (folder / f"{name}.class").write_bytes(content)
    # All are verified: what is rewritten must be sound bytecode.
    command = [str(toolchain.java.path), "-XX:-UsePerfData", "-cp", str(folder), "Statics"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_static_state_is_cleared_and_then_as_at_first(
    compiled: dict[str, bytes], toolchain: Toolchain, tmp_path: Path
) -> None:
    first, second, cleared, renewed, _ = printed(renewable(compiled), toolchain, tmp_path)
    assert first == "1 1 42 0.5 first+ 7 0 1"
    assert second == "2 2 44 1.0 first++ 7 0 1"
    assert cleared == "null 0 null"
    # Late was initialised after Counter had been used once; it is now renewed before.
    assert renewed == "1 1 42 0.5 first+ 7 0 0"


def test_classes_are_noted_in_the_order_in_which_their_initialisation_ended(
    compiled: dict[str, bytes], toolchain: Toolchain, tmp_path: Path
) -> None:
    noted = printed(renewable(compiled), toolchain, tmp_path)[-1]
    assert noted.split() == ["Counter", f"Names{STATICS}", "Late"]


def test_without_rewriting_the_program_finds_nothing_to_renew(
    compiled: dict[str, bytes], toolchain: Toolchain, tmp_path: Path
) -> None:
    assert printed(compiled, toolchain, tmp_path)[3].startswith("3 3 46")


def test_an_enumeration_is_left_as_it_is(compiled: dict[str, bytes]) -> None:
    assert renewable(compiled)["Colour"] == compiled["Colour"]


def test_every_class_of_tlc_is_written_as_it_was_read(original: dict[str, bytes]) -> None:
    assert len(original) > 900
    for name, content in original.items():
        assert ClassFile(content).written() == content, name


def test_only_static_state_and_what_uses_it_is_rewritten(original: dict[str, bytes]) -> None:
    made = renewable(original)
    for name, content in original.items():
        old, new = ClassFile(content), ClassFile(made[name])
        if has_state(old) or len(new.constants) > len(old.constants):
            continue
        assert made[name] == content, name
    assert {name for name in made if name not in original} == {
        name + STATICS
        for name, content in original.items()
        if ClassFile(content).access & 0x200 and has_state(ClassFile(content))
    }


def test_no_static_field_that_code_sets_stays_final(original: dict[str, bytes]) -> None:
    for name, content in renewable(original).items():
        file = ClassFile(content)
        if has_state(file) and initialiser(file) is not None:
            assert not [field for field in static_fields(file) if field.access & 0x10], name
