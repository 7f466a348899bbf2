"""`moltverify show`: what was recorded, again."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, edit

pytestmark = pytest.mark.tlc


@pytest.mark.usefixtures("recorded")
def test_the_last_story_is_told_again(moltverify: Run) -> None:
    answer = moltverify("show", "door:unlocked")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Fault: The door is not locked." in answer.stdout
    assert "3  thief goes in" in answer.stdout
    assert "witness" not in answer.stdout


def test_it_is_told_in_the_registrys_words_of_now(recorded: Path, moltverify: Run) -> None:
    edit(recorded / "specs" / "registry.yaml", "goes in", "walks in")
    assert "3  thief walks in" in moltverify("show", "door").stdout


@pytest.mark.usefixtures("recorded")
def test_full_shows_whole_states(moltverify: Run) -> None:
    assert moltverify("show", "door", "--full").stdout.count("waiting  ") == 3


@pytest.mark.usefixtures("recorded")
def test_raw_is_what_tlc_said(moltverify: Run) -> None:
    text = moltverify("show", "door", "--raw").stdout
    assert text.startswith("@!@!@STARTMSG 2262:0 @!@!@\nTLC2 Version 2.15")
    assert "Invariant OnlyWithKey is violated." in text


MEASURED = """
import resource, subprocess, sys
with open(sys.argv[1], "wb") as out:
    subprocess.run(sys.argv[2:], stdout=out, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_raw_output_is_not_held_in_memory(
    recorded: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    [file] = (recorded / ".moltverify" / "runs").glob("*/models/*unlocked*/output.txt")
    show = (sys.executable, "-m", "moltverify", "show", "door:unlocked", "--raw")
    peaks = []
    for size in (1, 40):
        file.write_bytes(b"1" * (size << 20))
        measured = subprocess.run(
            [sys.executable, "-c", MEASURED, str(tmp_path / "shown"), *show],
            cwd=recorded,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert (tmp_path / "shown").read_bytes() == file.read_bytes()
        peaks.append(int(measured.stdout) / (1 << 20 if sys.platform == "darwin" else 1 << 10))
    assert peaks[1] - peaks[0] < 10


@pytest.mark.usefixtures("recorded")
def test_a_model_that_holds_has_no_counterexample(moltverify: Run) -> None:
    edit_nothing = moltverify("show", "door:")
    assert "there is no counterexample" not in edit_nothing.stdout
    assert "holds in 6 distinct states" in edit_nothing.stdout


def test_what_was_never_run_is_an_error_that_says_how_to(moltverify: Run) -> None:
    answer = moltverify("show", "door:unlocked")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "error: no run of door:unlocked is recorded\nhint: run: moltverify run door:unlocked\n"
    )


def test_raw_output_that_is_kept_no_longer_is_an_error(recorded: Path, moltverify: Run) -> None:
    for models in (recorded / ".moltverify" / "runs").glob("*/models"):
        shutil.rmtree(models)
    answer = moltverify("show", "door", "--raw")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "TLC's output is kept no longer: " in answer.stderr
    assert "--no-cache" in answer.stderr
    assert moltverify("show", "door").returncode == 0


@pytest.mark.parametrize("place", ["../../..", "/etc"])
def test_a_record_cannot_show_a_file_outside_the_store(
    recorded: Path, moltverify: Run, place: str
) -> None:
    (recorded / "output.txt").write_text("secret")
    [file] = (recorded / ".moltverify" / "runs").glob("*/results.json")
    text = re.sub(r'"logs":"[^"]+"', f'"logs":"{place}"', file.read_text())
    file.write_text(text)
    answer = moltverify("show", "door", "--raw")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "the record names a file outside the store" in answer.stderr
