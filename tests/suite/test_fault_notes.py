"""Notes of `check-registry` about known faults of TLC."""

from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.running.toolchain import KNOWN_JARS, Jar
from moltverify.suite.fault_notes import fault_notes
from tests.conftest import Run, edit

OLD, NEW = KNOWN_JARS
ROOT = Path(__file__).parents[2]
REASON = "    known_faults: {tlaplus#1145: The sequence is a constant.}\n    green:"
# tlaplus#1145 applies to 2.15 and 2.19, tlaplus#798 to 2.15 only.
SEQUENCE = "Bad == SubSeq([[i \\in 1..4 |-> 0] EXCEPT ![2] = 1], 2, 2)[1]\n"
WORKERS = "    workers: 4\n    green:"


def add(project: Path, units: str) -> int:
    """Add units before the end of the green's module; return the line of the first."""
    module = project / "specs" / "Door.tla"
    edit(module, "FiniteSets, Naturals", "FiniteSets, Naturals, Sequences")
    edit(module, "====\n", units + "====\n")
    first = units.partition("\n")[0]
    return module.read_text().splitlines().index(first) + 1


def notes(project: Path, digest: str = OLD) -> list[str]:
    registry = load_registry(project / "specs" / "registry.yaml")
    return list(fault_notes(registry.claims, Jar(project / "tla2tools.jar", digest)))


def test_a_plain_registry_has_no_notes_with_any_jar(project: Path) -> None:
    assert [notes(project, digest) for digest in (OLD, NEW, "0" * 64)] == [[], [], []]


def test_a_trigger_is_noted_once_for_all_models_of_its_module(project: Path) -> None:
    line = add(project, SEQUENCE)
    [note] = notes(project)
    assert note.startswith(f"{project / 'specs' / 'Door.tla'}:{line}: ")
    for part in (
        "false green possible, tlaplus#1145: ",
        "TLC ignores the EXCEPT",
        "TLC 2.15 has the fault, mended in builds of TLC since 2025-02-19",
        "use another jar, or give a reason in known_faults of door",
    ):
        assert part in note


def test_a_reason_in_the_registry_is_not_asked_for_again(project: Path) -> None:
    add(project, SEQUENCE)
    edit(project / "specs" / "registry.yaml", "    green:", REASON)
    [note] = notes(project)
    assert note.endswith("known_faults of door says why it does not apply")
    assert "give a reason" not in note


def test_a_trigger_that_only_a_red_has_needs_no_reason(project: Path) -> None:
    red = project / "specs" / "Door_Unlocked.tla"
    edit(red, "EXTENDS Door", "EXTENDS Door, Sequences")
    edit(red, "====\n", SEQUENCE + "====\n")
    [note] = notes(project)
    assert "Door_Unlocked.tla:" in note
    assert "known_faults of" not in note


def test_several_workers_are_noted_at_the_entry_and_with_a_property_avoided(project: Path) -> None:
    edit(project / "specs" / "registry.yaml", "    green:", WORKERS)
    file = project / "specs" / "registry.yaml"
    line = file.read_text().partition("- id: door")[0].count("\n") + 1
    races = notes(project)
    issues = [note.partition(" possible, ")[2].partition(":")[0] for note in races]
    assert issues == ["tlaplus#439", "tlaplus#883"]
    assert all(note.startswith(f"{file}:{line}: workers: 4: ") for note in races)
    assert not any("known_faults of" in note for note in races)
    add(project, "Opens == <>(1 = 1)\n")
    edit(project / "specs" / "Door.cfg", "CONSTANT", "PROPERTY Opens\nCONSTANT")
    [avoided] = [note for note in notes(project) if "tlaplus#971" in note]
    assert avoided.endswith("moltverify runs these models with one worker")
    assert not any("tlaplus#971" in note for note in notes(project, NEW))


def test_reductions_have_reasons_of_their_own_and_no_note(project: Path) -> None:
    add(project, "Same == 1\n")
    edit(project / "specs" / "Door.cfg", "CONSTANT", "VIEW Same\nCONSTANT")
    assert notes(project) == []


@pytest.mark.parametrize(
    ("issue", "said"),
    [
        ("tlaplus#1154", "tlaplus#1154 is no key of known_faults; did you mean 'tlaplus#1"),
        ("tlaplus#698", "tlaplus#698 is no key of known_faults; its key is tlaplus#439"),
        ("tlaplus#1145", ""),
    ],
)
def test_a_reason_for_what_is_no_known_fault_is_noted_at_its_key(
    project: Path, issue: str, said: str
) -> None:
    registry = project / "specs" / "registry.yaml"
    edit(registry, "    green:", REASON.replace("tlaplus#1145", issue))
    found = notes(project)
    assert len(found) == bool(said)
    line = registry.read_text().partition("known_faults")[0].count("\n") + 1
    assert all(said in note and note.startswith(f"{registry}:{line}:") for note in found)


def test_the_command_prints_notes_for_the_jar_that_is_named_and_exits_with_0(
    project: Path, moltverify: Run
) -> None:
    add(project, SEQUENCE)
    answer = moltverify("check-registry")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("note: ")
    assert "tlaplus#1145" in answer.stdout
    assert answer.stdout.endswith("nothing wrong\n")


@pytest.mark.nightly  # reads all specs of the project for each jar
def test_nothing_is_noted_on_the_projects_own_claims() -> None:
    claims = load_registry(ROOT / "specs" / "registry.yaml").claims
    for digest in (OLD, NEW):
        assert list(fault_notes(claims, Jar(ROOT / "tla2tools.jar", digest))) == []
