"""Modules that are nowhere are found before TLC looks for them."""

from pathlib import Path

import pytest

from moltverify.registry.check import check_registry
from moltverify.running.toolchain import Jar, find_jar
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY, found

DOOR = "specs/Door.tla"
HEAD = "EXTENDS FiniteSets, Naturals"


@pytest.mark.parametrize(
    ("new", "mistake"),
    [
        ("EXTENDS FiniteSets, Naturals, SequencesExt", "31: there is no module SequencesExt;"),
        ("EXTENDS FiniteSets, Natural\nLOCAL INSTANCE Naturals", "21: there is no module Natural;"),
        ("EXTENDS FiniteSets, (* é *) Naturals, Gone", "39: there is no module Gone;"),
        ("EXTENDS FiniteSets, Naturals\nG == INSTANCE Gone", "15: there is no module Gone;"),
        (f"{HEAD}\nG == LET I == INSTANCE Gone IN 1", "24: there is no module Gone;"),
        (f"{HEAD}\n\tLOCAL INSTANCE Gone", "24: there is no module Gone;"),
    ],
)
def test_a_module_that_is_nowhere_is_a_mistake_with_its_place(
    project: Path, new: str, mistake: str
) -> None:
    edit(project / DOOR, HEAD, new)
    answer = found(project)
    assert len(answer) == 1
    assert mistake.replace("Natural;", "Natural; did you mean 'Naturals'?") in answer[0]
    assert "Door.tla:" in answer[0]
    assert "`library:`" in answer[0]


def test_a_module_beside_is_suggested(project: Path) -> None:
    edit(project / DOOR, HEAD, f"{HEAD}, Dor_Unlocked")
    assert "no module Dor_Unlocked; did you mean 'Door_Unlocked'?" in found(project)[0]


def test_a_module_that_an_instance_lacks_is_found(project: Path) -> None:
    (project / "specs/Near.tla").write_text("---- MODULE Near ----\nEXTENDS Far\n====\n")
    edit(project / DOOR, HEAD, f"{HEAD}\nINSTANCE Near")
    assert "Near.tla:2:9: there is no module Far" in found(project)[0]


@pytest.mark.parametrize(
    "new",
    [
        f"{HEAD}\n\\* INSTANCE Gone",
        f"{HEAD}\n---- MODULE Inner ----\n====\nINSTANCE Inner",
        "EXTENDS FiniteSets, Naturals, TLC, Json",
    ],
)
def test_what_only_looks_missing_is_no_mistake(project: Path, new: str) -> None:
    edit(project / DOOR, HEAD, new)
    assert found(project) == []


def jar() -> Jar:
    """Return the jar that comes along, TLC 2.15."""
    return find_jar(None, {})


def test_a_module_that_the_chosen_jar_lacks_is_a_mistake(project: Path) -> None:
    edit(project / DOOR, HEAD, "EXTENDS FiniteSets, Naturals, Json")
    mistakes = check_registry(project / REGISTRY, jar()).mistakes
    assert ["no module Json" in one.message for one in mistakes] == [True]


@pytest.mark.parametrize(
    ("section", "release"),
    [
        ("ALIAS TypeOK", "TLC 2.20 (1.8.0)"),
        ("POSTCONDITION TypeOK", "TLC 2.20 (1.8.0)"),
        ("CHECK_DEADLOCK TRUE", "TLC 2.19 (1.7.4)"),
    ],
)
def test_a_keyword_that_the_chosen_jar_lacks_is_a_mistake(
    project: Path, section: str, release: str
) -> None:
    for config in ("Door.cfg", "Door_Unlocked.cfg"):
        edit(project / "specs" / config, "SPECIFICATION Spec", f"SPECIFICATION Spec\n{section}")
    assert found(project) == []
    mistakes = [one.message for one in check_registry(project / REGISTRY, jar()).mistakes]
    keyword = section.partition(" ")[0]
    assert len(mistakes) == 2
    assert f"Door.cfg:2 says {keyword}, which TLC 2.15 (d5b5a7f, 2020) does not know" in mistakes[0]
    assert f"; {release} does" in mistakes[0]


def test_the_command_asks_the_jar_that_would_run(project: Path, moltverify: Run) -> None:
    edit(project / DOOR, HEAD, "EXTENDS FiniteSets, Naturals, Json")
    answer = moltverify("check-registry")
    assert (answer.returncode, "no module Json" in answer.stderr) == (2, True)
    answer = moltverify("check-registry", "--tla2tools", "gone.jar")
    assert (answer.returncode, "there is no file gone.jar" in answer.stderr) == (3, True)


def test_a_run_names_the_keyword_before_tlc_misreads_it(project: Path, moltverify: Run) -> None:
    """TLC 2.15 would take it for the name of an invariant."""
    edit(project / "specs/Door.cfg", "INVARIANTS", "CHECK_DEADLOCK TRUE\nINVARIANTS")
    edit(project / "specs/Door_Unlocked.cfg", "INVARIANTS", "CHECK_DEADLOCK TRUE\nINVARIANTS")
    answer = moltverify("run")
    assert answer.returncode == 2
    assert "Door.cfg:4 says CHECK_DEADLOCK, which TLC 2.15 (d5b5a7f, 2020)" in answer.stderr
