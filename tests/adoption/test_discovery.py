"""What is found in folders, and what is left aside with a reason."""

from pathlib import Path

import pytest

from moltverify.adoption.discovery import found_files, why_unused
from moltverify.adoption.survey import left_modules, survey_of
from moltverify.errors import UsageError
from tests.adoption.trees import DOOR, config, write_tree


def test_modules_configs_and_scripts_are_found_in_folders_below(tmp_path: Path) -> None:
    root = write_tree(
        tmp_path, {"a/Door.tla": DOOR, "b/c/Door.cfg": config(), "Makefile": "", "x/run.sh": ""}
    )
    found = found_files([root], root)
    assert [file.name for file in found.modules] == ["Door.tla"]
    assert [file.name for file in found.configs] == ["Door.cfg"]
    assert [file.name for file in found.scripts] == ["Makefile", "run.sh"]


def test_hidden_and_foreign_folders_are_not_entered(tmp_path: Path) -> None:
    names = (".git/A.tla", "node_modules/x/B.tla", "states/26-01-01/C.tla", ".moltverify/D.cfg")
    root = write_tree(tmp_path, dict.fromkeys(names, DOOR))
    assert found_files([root], root).modules == ()


def test_scripts_and_workflows_of_the_current_folder_count_though_models_lie_below(
    tmp_path: Path,
) -> None:
    root = write_tree(
        tmp_path, {"tla/Door.tla": DOOR, "Makefile": "", ".github/workflows/ci.yml": ""}
    )
    found = found_files([root / "tla"], root)
    assert [file.name for file in found.scripts] == ["Makefile", "ci.yml"]


def test_what_tlc_and_the_toolbox_wrote_is_skipped_with_a_reason(tmp_path: Path) -> None:
    names = [
        "Door_TTrace_1700000000.tla",
        "Door.toolbox/Door___Model_1_SnapShot_17/MC.cfg",
        "Door.toolbox/Model_1/TE.cfg",
        "Door.toolbox/Model_1/MC.cfg",
    ]
    found = found_files([write_tree(tmp_path, dict.fromkeys(names, ""))], tmp_path)
    assert {one.file.name: one.reason for one in found.skipped} == {
        "Door_TTrace_1700000000.tla": "TLC wrote it about a counterexample",
        "MC.cfg": "the Toolbox keeps it of a former run",
        "TE.cfg": "the Toolbox wrote it about a counterexample",
    }
    assert [file.parent.name for file in found.configs] == ["Model_1"]


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        found_files([tmp_path / "missing"], tmp_path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---- MODULE P ----\nEXTENDS Door, TLAPS\n====", "a proof for TLAPS, without a config"),
        ("---- MODULE P ----\nTHEOREM T == TRUE\n<1>1. QED\n====", "a proof for TLAPS"),
        ("---- MODULE P ----\nVARIABLE\n  \\* @type: Int;\n  x\n====", "a module for Apalache"),
        ("---- MODULE P ----\n====", "no config, and no model uses it"),
    ],
)
def test_a_module_without_a_config_has_a_reason(tmp_path: Path, text: str, reason: str) -> None:
    file = write_tree(tmp_path, {"P.tla": text}) / "P.tla"
    assert why_unused(file).startswith(reason)


def test_a_module_that_a_model_extends_is_not_left_over(tmp_path: Path) -> None:
    root = write_tree(
        tmp_path,
        {
            "lib/Door.tla": DOOR,
            "MCDoor.tla": "---- MODULE MCDoor ----\nEXTENDS Door\n====\n",
            "MCDoor.cfg": config(),
            "Alone.tla": "---- MODULE Alone ----\n====\n",
        },
    )
    survey = survey_of([root], root)
    left = left_modules(survey, survey.pairing.models)
    assert [one.file.name for one in left] == ["Alone.tla"]
    assert survey.pairing.models[0].libraries == (root / "lib",)
