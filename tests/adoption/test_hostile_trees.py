"""A repository from a stranger: adoption runs its models, and nothing else of it."""

from pathlib import Path

import pytest

from tests.adoption.trees import DOOR, config, digests, write_tree
from tests.conftest import Run

# Each of these would write a file if anything ran it.
TRAPS = {
    "Makefile": "X := $(shell touch made)\nall:\n\ttouch made; tlc -config Door.cfg Door.tla\n",
    "run.sh": "touch ran; tlc -config $(touch ran).cfg `touch ran`; cd $(touch ran) && tlc Door\n",
    "manifest.json": '{"modules": [{"path": "../../Door.tla", "models": [{"path": "/x.cfg"}]}]}',
    "Door.expect": "exit=`touch expected`\n",
    "tools/tla2tools.jar": "not a jar",
    ".pre-commit-config.yaml": "repos: []\n",
}


@pytest.mark.tlc
def test_nothing_of_a_repository_is_run_but_its_models(tmp_path: Path, moltverify: Run) -> None:
    root = write_tree(tmp_path / "r", {"Door.tla": DOOR, "Door.cfg": config(), **TRAPS})
    before = digests(root)
    answer = moltverify("adopt", "--yes", "--no-deadlock", cwd=root)
    assert answer.returncode == 0, answer.stderr
    after = digests(root)
    assert after.keys() - before.keys() == {"registry.yaml"}
    assert {file: after[file] for file in before} == before


@pytest.mark.tlc
@pytest.mark.parametrize("name", ["registry.yaml", ".github/workflows/models.yml"])
def test_a_link_in_the_place_of_a_file_is_not_written_through(
    tmp_path: Path, moltverify: Run, name: str
) -> None:
    root = write_tree(tmp_path / "r", {"Door.tla": DOOR, "Door.cfg": config(), ".git/HEAD": ""})
    link = root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tmp_path / "elsewhere")
    before = digests(root)
    answer = moltverify("adopt", "--yes", "--no-deadlock", "--workflow", cwd=root)
    # Nor is any other file written.
    assert digests(root) == before
    assert not (tmp_path / "elsewhere").exists()
    assert answer.returncode != 0
    assert "link" in answer.stderr


@pytest.mark.tlc
def test_a_hostile_name_is_shown_as_text(tmp_path: Path, moltverify: Run) -> None:
    wrong = "Door\x1b[31m_\u202ebug.cfg"
    root = write_tree(
        tmp_path / "r", {"Door.tla": DOOR, "Door.cfg": config(), wrong: "INIT Nothing\nNEXT Next\n"}
    )
    answer = moltverify("adopt", "--yes", "--no-deadlock", cwd=root)
    assert answer.returncode == 0, answer.stderr
    for text in (answer.stdout, answer.stderr, (root / "registry.yaml").read_text()):
        assert "\x1b" not in text
    assert "\u202e" not in answer.stdout
