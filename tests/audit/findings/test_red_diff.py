"""A red that does not extend its green: which of its definitions differ."""

from pathlib import Path

from moltverify.audit.findings.red_diff import (
    definition_differences,
    extends_module_of,
    red_diff_text,
    with_red_diff,
)
from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from tests.audit.parsed import LAMP, parsed

FINDING = AuditFinding(
    claim="lamp", kind=FindingKind.RED_DIFFERS, subject="copy", message="it is a copy"
)


def red(folder: Path, body: str) -> ParsedModules:
    """Write a red called Red beside the green M."""
    (folder / "Red.tla").write_text(f"---- MODULE Red ----\n{body}\n====\n")
    (folder / "Red.cfg").write_text("SPECIFICATION Spec\n")
    return read_parsed_modules(folder / "Red.tla", folder / "Red.cfg")


def test_a_red_that_extends_the_greens_module_is_no_copy(tmp_path: Path) -> None:
    green = parsed(tmp_path, LAMP)
    assert extends_module_of(red(tmp_path, "EXTENDS M"), green)
    assert not extends_module_of(red(tmp_path, f"EXTENDS Naturals\n{LAMP}"), green)


def test_one_file_by_two_paths_is_one_module(tmp_path: Path) -> None:
    green = parsed(tmp_path, LAMP)
    (tmp_path / "link").symlink_to(tmp_path)
    module, config = tmp_path / "link" / "M.tla", tmp_path / "link" / "M.cfg"
    assert extends_module_of(read_parsed_modules(module, config), green)


def test_changed_added_and_missing_definitions_are_named_in_order(tmp_path: Path) -> None:
    green = parsed(tmp_path, f"{LAMP}A == 1\nB == 2\nC == 3")
    other = red(tmp_path, f"EXTENDS Naturals\n{LAMP}B == 9\nA == 8\nD == 4")
    assert list(definition_differences(other.root, green.root)) == [
        "it changes A, B",
        "it adds D",
        "it lacks C",
    ]


def test_layout_and_comments_are_no_difference(tmp_path: Path) -> None:
    green = parsed(tmp_path, "VARIABLE x\nInit == /\\ x = 0\n        /\\ TRUE")
    other = red(tmp_path, "VARIABLE x\nInit ==\n  /\\ x = 0 \\* none yet\n  /\\ TRUE")
    assert red_diff_text(other, green) == "Red.tla does not extend M.tla: no definition differs"


def test_a_finding_about_a_copy_gets_the_differences(tmp_path: Path) -> None:
    green = parsed(tmp_path, f"{LAMP}A == 1")
    copy = red(tmp_path, f"EXTENDS Naturals\n{LAMP}A == 2")
    found = with_red_diff(FINDING, {"copy": copy}, green)
    assert found.message == "Red.tla does not extend M.tla: it changes A"
    assert found.key == FINDING.key


def test_other_findings_stay_as_they_are(tmp_path: Path) -> None:
    green = parsed(tmp_path, LAMP)
    reds = {"copy": red(tmp_path, LAMP), "extending": red(tmp_path, "EXTENDS M")}
    for subject, kind in (
        ("extending", FindingKind.RED_DIFFERS),
        ("unknown", FindingKind.RED_DIFFERS),
        ("copy", FindingKind.RED_NOT_AS_EXPECTED),
    ):
        found = AuditFinding(claim="lamp", kind=kind, subject=subject, message="as it is")
        assert with_red_diff(found, reds, green) == found
