"""What a config may name: the names of a model's modules, and where they are not all known."""

from pathlib import Path

import pytest

from moltverify.registry.spec_files import KnownNames, SpecFiles
from moltverify.running.job import TlcJob
from tests.tla.modules import write_module


def job(folder: Path, body: str, *libraries: Path) -> TlcJob:
    """Return the job of a module called M with these units."""
    (folder / "M.cfg").write_text("INIT Init\n")
    return TlcJob(
        module=write_module(folder, "M", body), config=folder / "M.cfg", libraries=libraries
    )


def names(folder: Path, body: str, *libraries: Path) -> KnownNames:
    return SpecFiles().names(job(folder, body, *libraries))


def used(folder: Path, body: str) -> list[str]:
    return [file.file.stem for file in SpecFiles().used_modules(job(folder, body))]


def test_the_names_are_those_of_all_modules(tmp_path: Path) -> None:
    write_module(tmp_path, "B", "CONSTANT C\nFromB == 1\nASSUME Small == C < 3")
    found = names(tmp_path, "EXTENDS Naturals, B\nOwn == 1\na \\prec b == a\nLOCAL Near == 1")
    assert found.defined == {"Own", "\\prec", "Near", "FromB"}
    assert {"C", "Small", "Nat", "BOOLEAN"} <= found.declared
    assert found.complete


@pytest.mark.parametrize(
    ("name", "lacking"),
    [("Own", False), ("C", False), ("Nat", False), ("TRUE", False), ("x", True), ("own", True)],
)
def test_a_name_is_lacking_if_nothing_gives_it(tmp_path: Path, name: str, lacking: bool) -> None:
    found = names(tmp_path, "CONSTANT C\nVARIABLE x\nOwn == 1")
    assert found.lacks(name) is lacking


@pytest.mark.parametrize(
    ("body", "complete"),
    [
        ("EXTENDS Naturals, FiniteSets, Sequences, TLC, Bags, Reals", True),
        ("---- MODULE Inner ----\nA == 1\n====\nINSTANCE Inner", True),
        ("\\* INSTANCE Community", True),
        ("EXTENDS Community", False),
        ("INSTANCE Community", False),
        ("A == LET I == INSTANCE Community IN I!B", False),
        # Later versions of TLC bring these; what they define is not known here.
        ("EXTENDS TLCExt", False),
        ("EXTENDS Json", False),
        ("A == )", False),
        ("A == " + "\\/ " * 400 + "TRUE", False),
    ],
)
def test_names_are_complete_if_every_module_is_understood(
    tmp_path: Path, body: str, complete: bool
) -> None:
    found = names(tmp_path, body)
    assert (found.complete, found.lacks("Unheard")) == (complete, complete)


def test_the_names_of_a_library_count(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    write_module(library, "Far", "FromFar == 1")
    assert names(tmp_path, "EXTENDS Far", library).defined == {"FromFar"}
    assert not names(tmp_path, "EXTENDS Far").complete


@pytest.mark.parametrize(
    ("body", "defined"),
    [
        ("---- MODULE Inner ----\nA == 1\n====\nINSTANCE Inner", {"A"}),
        ("---- MODULE Inner ----\nA == 1\n====\nI == INSTANCE Inner", {"A", "I"}),
        ("---- MODULE Inner ----\nA == 1\n====", set()),
        (
            "---- MODULE Inner ----\nA == 1\n====\n---- MODULE Next ----\nEXTENDS Inner\n====",
            {"A"},
        ),
    ],
)
def test_a_module_inside_counts_if_the_file_uses_it(
    tmp_path: Path, body: str, defined: set[str]
) -> None:
    assert names(tmp_path, body).defined == defined


@pytest.mark.parametrize(
    ("body", "modules"),
    [
        ("EXTENDS B", ["M", "B"]),
        ("\\* INSTANCE B", ["M"]),
        ("---- MODULE B ----\n====\nINSTANCE B", ["M"]),
        # Which modules it uses is TLC's to decide.
        ("INSTANCE B\nA == )", ["M"]),
    ],
)
def test_modules_that_tlc_surely_reads_are_those_in_parsed_code(
    tmp_path: Path, body: str, modules: list[str]
) -> None:
    write_module(tmp_path, "B", "A == 1")
    assert used(tmp_path, body) == modules


def test_definitions_of_a_name_come_from_all_modules(tmp_path: Path) -> None:
    write_module(tmp_path, "B", "A == 1")
    files, own = SpecFiles(), job(tmp_path, "I == INSTANCE B\nA == 2")
    assert [one.module for one in files.definitions(own, "A")] == ["B", "M"]
    assert list(files.definitions(own, "C")) == []


def test_a_file_that_changes_is_read_anew_by_other_files_only(tmp_path: Path) -> None:
    """One check sees one state of the files."""
    files, own = SpecFiles(), job(tmp_path, "A == 1")
    assert files.names(own).defined == {"A"}
    changed = job(tmp_path, "B == 1")
    assert files.names(changed).defined == {"A"}
    assert SpecFiles().names(changed).defined == {"B"}
