"""Files that no model uses, and files that are not for TLC."""

from pathlib import Path

import pytest

from moltverify.audit.findings.stray_files import is_hidden, stray_files
from tests.audit.parsed import LAMP, write_model


def stray(folder: Path, *used: str) -> list[str]:
    return [one.subject for one in stray_files(folder, [folder / name for name in used])]


def write(folder: Path, **texts: str) -> None:
    """Write modules of one line each."""
    for name, text in texts.items():
        (folder / f"{name}.tla").write_text(f"---- MODULE {name} ----\n{text}\n====\n")


def test_files_that_no_model_uses_are_stray(tmp_path: Path) -> None:
    write_model(tmp_path, LAMP)
    for name in ("Old.tla", "Old.cfg", "notes.txt", ".git/Hidden.tla", "M.toolbox/Made.tla"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "link").symlink_to(tmp_path)
    found = list(stray_files(tmp_path, [tmp_path / "link" / "M.tla", tmp_path / "M.cfg"]))
    assert [one.key for one in found] == ["stray-file:Old.cfg", "stray-file:Old.tla"]
    assert [one.claim for one in found] == ["", ""]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("M_proof", ""),
        ("M_proofs", ""),
        ("MProof", ""),
        ("Safety", "EXTENDS M, TLAPS"),
        ("Safety", "THEOREM TRUE\n  <1>1. TRUE\n  <1> QED"),
        ("APM", ""),
        ("ApaM", ""),
        ("M_apalache", ""),
        ("Typed", "EXTENDS Apalache"),
        ("Typed", "VARIABLE\n  \\* @type: Int;\n  x"),
        ("M_TTrace_1700000000", ""),
    ],
)
def test_proofs_and_modules_of_other_tools_are_not_stray(
    tmp_path: Path, name: str, text: str
) -> None:
    write(tmp_path, M="VARIABLE x", **{name: text})
    assert stray(tmp_path, "M.tla") == []


def test_what_a_proof_extends_is_not_stray(tmp_path: Path) -> None:
    write(tmp_path, M="VARIABLE x", M_proof="EXTENDS M, Lemmas", Lemmas="EXTENDS Sums", Sums="")
    assert stray(tmp_path, "M.tla") == []


@pytest.mark.parametrize("name", ["APs", "Apart", "Proof"])
def test_a_name_that_only_looks_like_another_tools_is_stray(tmp_path: Path, name: str) -> None:
    write(tmp_path, M="VARIABLE x", **{name: ""})
    assert stray(tmp_path, "M.tla") == [f"{name}.tla"]


@pytest.mark.parametrize(
    ("file", "hidden"),
    [("a/M.tla", False), (".git/M.tla", True), ("M.toolbox/M.tla", True), ("a/.M.tla", True)],
)
def test_folders_that_are_not_for_people_are_hidden(
    tmp_path: Path, file: str, hidden: bool
) -> None:
    assert is_hidden(tmp_path / file, tmp_path) is hidden
