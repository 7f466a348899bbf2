"""`moltverify check-registry`."""

from pathlib import Path

import pytest

from tests.conftest import Run, edit


def test_a_sound_registry_is_counted(project: Path, moltverify: Run) -> None:
    answer = moltverify("check-registry")
    assert (answer.returncode, answer.stderr) == (0, "")
    file = project / "specs" / "registry.yaml"
    assert answer.stdout == f"{file}: 1 claim, 3 models: nothing wrong\n"


def test_mistakes_in_the_files_are_found_without_running_tlc(
    project: Path, moltverify: Run
) -> None:
    edit(project / "specs" / "Door.cfg", "TypeOK", "TypeKO")
    edit(project / "specs" / "Door_Unlocked.cfg", "TypeOK", "TypeKO")
    answer = moltverify("check-registry", env={"PATH": "", "JAVA_HOME": ""})
    assert (answer.returncode, answer.stdout) == (2, "")
    # The witness, with the config of the green, repeats nothing.
    assert answer.stderr.startswith("error: 2 mistakes in the registry\n")
    assert answer.stderr.count("which no module defines; did you mean 'TypeOK'?") == 2


def test_notes_are_printed_and_change_no_exit_code(project: Path, moltverify: Run) -> None:
    shadow = project / "specs" / "Naturals.tla"
    shadow.write_text("---- MODULE Naturals ----\n====\n")
    note = f"note: {shadow} shadows TLC's standard module Naturals: "
    answer = moltverify("check-registry")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith(note)
    assert answer.stdout.endswith(": nothing wrong\n")
    edit(project / "specs" / "Door.cfg", "TypeOK", "TypeKO")
    answer = moltverify("check-registry")
    assert answer.returncode == 2
    assert answer.stdout.startswith(note)
    assert answer.stderr.startswith("error: ")


def test_mistakes_in_what_the_systems_state_says_are_found_with_the_others(
    project: Path, moltverify: Run
) -> None:
    (project / "specs" / "snapshots.yaml").write_text(
        "tables: {doors: {columns: {name: id}}}\nclaims: {door: {events: SELECT key FROM doors}}\n"
    )
    edit(project / "specs" / "Door.cfg", "TypeOK", "TypeKO")
    answer = moltverify("check-registry")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("error: 3 mistakes in the registry\n")
    assert "did you mean 'TypeOK'?" in answer.stderr
    assert "snapshots.yaml:2:16: claims.door: the claim has no key 'trace'" in answer.stderr
    assert "events: SQLite says: no such column: key" in answer.stderr


def test_a_registry_with_mistakes_leaves_the_systems_state_unchecked(
    project: Path, moltverify: Run
) -> None:
    (project / "specs" / "snapshots.yaml").write_text(
        "tables: {doors: {columns: {name: id}}}\nclaims: {door: {events: SELECT 1}}\n"
    )
    edit(project / "specs" / "registry.yaml", "id: door", "id: door\n    colour: red")
    answer = moltverify("check-registry")
    assert answer.returncode == 2
    # A claim that is not read would count as one that does not exist.
    assert "snapshots.yaml" not in answer.stderr


@pytest.mark.parametrize("content", ["", "- " * 50_000, "\x00", "a: [", "&a [*a]", "{{{"])
def test_a_registry_that_is_none_exits_with_2(project: Path, moltverify: Run, content: str) -> None:
    (project / "specs" / "registry.yaml").write_text(content)
    answer = moltverify("check-registry")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "specs/registry.yaml:1:" in answer.stderr or "specs/registry.yaml:2:" in answer.stderr
    assert "Traceback" not in answer.stderr
