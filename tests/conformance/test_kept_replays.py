"""What a kept finding depends on."""

from pathlib import Path

import pytest

from moltverify.conformance.kept_replays import RULES, scripts_digest, scripts_with
from moltverify.store.code_digest import room_digest


def adapters(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "door.mjs").write_text('import { oil } from "./hinge-oil.mjs";\n')
    (folder / "hinge-oil.mjs").write_text("export const oil = 1;\n")
    (folder / "roof.mjs").write_text("export const roof = 1;\n")
    (folder / "door.py").write_text("import sys\n")
    return folder


def test_a_script_belongs_with_those_that_it_names(tmp_path: Path) -> None:
    folder = adapters(tmp_path)
    assert {one.name for one in scripts_with(folder / "door.mjs")} == {"door.mjs", "hinge-oil.mjs"}


def test_another_adapter_beside_it_changes_nothing(tmp_path: Path) -> None:
    folder = adapters(tmp_path)
    command = ("{node}", "{harness}", "door.mjs", "door.py")
    first = scripts_digest(folder, command)
    (folder / "roof.mjs").write_text("export const roof = 2;\n")
    scripts_digest.cache_clear()
    assert scripts_digest(folder, command) == first
    for name in ("hinge-oil.mjs", "door.py"):
        (folder / name).write_text("changed\n")
        scripts_digest.cache_clear()
        assert scripts_digest(folder, command) != first
        first = scripts_digest(folder, command)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_digest_of_its_code(rule: str) -> None:
    # Without one, all of them together would be the version only.
    assert len(room_digest(rule)) == 64
