"""`moltverify export` prints or writes expectations, and replaces nothing unasked."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

EXPECTED = "# Door.expect\nexit=0\n# Door_Unlocked.expect\nexit=12\nproperty=OnlyWithKey\n"


def test_expect_files_are_printed_with_their_paths(moltverify: Run) -> None:
    answer = moltverify("export", "--format", "expect")
    assert (answer.returncode, answer.stdout) == (0, EXPECTED)
    words = "note: left out, a witness without a config of its own: door@let-in\n"
    assert answer.stderr == words


def test_a_selector_limits_what_a_manifest_has(moltverify: Run) -> None:
    answer = moltverify("export", "--format", "manifest", "door:unlocked")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert [one["path"] for one in json.loads(answer.stdout)["modules"]] == ["Door_Unlocked.tla"]


def test_a_file_that_differs_is_replaced_only_with_force(project: Path, moltverify: Run) -> None:
    own = project / "specs" / "Door.expect"
    own.write_text("exit=13\n")
    arguments = ("export", "--format", "expect", "--output", "specs")
    answer = moltverify(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"{own} is there already" in answer.stderr
    assert not own.with_name("Door_Unlocked.expect").exists()
    assert moltverify(*arguments, "--force").stdout == "wrote 2 files\n"
    assert own.read_text() == "exit=0\n"
    assert moltverify(*arguments).stdout == "wrote 0 files, 2 unchanged\n"


def test_a_folder_that_cannot_be_made_ends_with_3(moltverify: Run) -> None:
    answer = moltverify("export", "--format", "manifest", "--output", "specs/Door.tla/x")
    assert answer.returncode == 3
    assert "error: cannot write" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing option '--format'"),
        (("--format", "yaml"), "'yaml' is not one of"),
        (("--format", "expect", "--force"), "--force has no meaning without --output"),
        (("--format", "expect", "nothing"), "nothing"),
    ],
)
def test_bad_usage_ends_with_2(moltverify: Run, arguments: tuple[str, ...], words: str) -> None:
    answer = moltverify("export", *arguments)
    assert answer.returncode == 2
    assert words in answer.stderr
