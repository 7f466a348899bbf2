"""A run of one model starts Java at once, and gives what it gives otherwise."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from moltverify.cli.early_start import early_launch, paths_of_one_model
from moltverify.store.runs import EARLY
from tests.conftest import Finished

# On all processors: with xdist a test has one, and on one processor nothing starts early.
WIDELY = (
    "import os; os.sched_setaffinity(0, range(os.cpu_count()));"
    "from moltverify.cli import main; main()"
)
# As in a run whose Java starts in its turn.
WITHOUT = (
    "import moltverify.running.early_java as early\n"
    "def refuse(*_): raise OSError('none here')\n"
    "early.early_java = refuse\n"
    "from moltverify.cli import main; main()"
)
MODEL = "door:unlocked"
alone = pytest.mark.skipif((os.cpu_count() or 1) == 1, reason="nothing starts early here")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([MODEL], {}),
        ([MODEL, "--no-cache", "-q"], {}),
        (["--registry", "a/b", MODEL], {"--registry": Path("a/b")}),
        (
            ["--registry=a/b", MODEL, "--store", "s"],
            {"--registry": Path("a/b"), "--store": Path("s")},
        ),
        ([MODEL, "--tla2tools", "x.jar"], {"--tla2tools": Path("x.jar")}),
    ],
)
def test_a_run_of_one_model_is_known_by_its_words(
    words: Sequence[str], named: Mapping[str, Path]
) -> None:
    assert paths_of_one_model(["run", *words]) == named


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["run"],
        ["run", "door"],
        ["run", MODEL, "door:other"],
        ["run", MODEL, "--sandbox"],
        ["run", MODEL, "--engine", "warm"],
        ["run", MODEL, "--engine=warm"],
        ["run", MODEL, "--also-with", "old.jar"],
        ["run", MODEL, "--help"],
        ["run", "--store", "door:x"],
        ["show", MODEL],
        ["list", "run", MODEL],
    ],
)
def test_no_other_command_starts_java(words: Sequence[str]) -> None:
    assert paths_of_one_model(words) is None
    with early_launch(words, {}) as launch:
        assert launch is None


@pytest.mark.parametrize("words", [["run", MODEL, "--registry", "missing"], ["run", MODEL]])
def test_what_prevents_it_is_left_to_the_command(
    words: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with early_launch(words, {}) as launch:
        assert launch is None
    assert list(tmp_path.iterdir()) == []


def run(program: str, project: Path, environment: Mapping[str, str], *words: str) -> Finished:
    return subprocess.run(
        [sys.executable, "-c", program, "run", *words],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def lasting(value: Any) -> Any:
    """Return a result without what differs between two runs."""
    if isinstance(value, dict):
        passing = {"seconds", "started", "run", "logs"}
        return {key: lasting(one) for key, one in value.items() if key not in passing}
    return [lasting(one) for one in value] if isinstance(value, list) else value


@alone
@pytest.mark.tlc
def test_the_result_is_that_of_a_run_whose_java_starts_in_its_turn(
    recorded: Path, environment: dict[str, str]
) -> None:
    words = (MODEL, "--no-cache", "--json")
    early, late = (run(one, recorded, environment, *words) for one in (WIDELY, WITHOUT))
    assert (early.returncode, early.stderr) == (late.returncode, late.stderr) == (0, "")
    assert lasting(json.loads(early.stdout)) == lasting(json.loads(late.stdout))
    # What TLC printed lies where it lies otherwise.
    for made in map(json.loads, (early.stdout, late.stdout)):
        printed = recorded / ".moltverify" / "runs" / made["models"][0]["logs"]
        assert "OnlyWithKey is violated" in (printed / "output.txt").read_text()


@alone
@pytest.mark.tlc
@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        ((MODEL,), 0),  # cached
        (("door:*",), 0),  # several models
        (("door:unlock",), 2),
        ((MODEL, "--workers", "no"), 2),
    ],
)
def test_a_process_that_was_started_in_vain_ends_with_the_command(
    words: Sequence[str], exit_code: int, recorded: Path, environment: dict[str, str]
) -> None:
    done = run(WIDELY, recorded, environment, *words)
    assert done.returncode == exit_code
    assert "Traceback" not in done.stderr
    assert list((recorded / ".moltverify").glob(f"{EARLY}*")) == []


def test_an_interrupt_before_the_command_is_known_has_its_exit_code(tmp_path: Path) -> None:
    program = (
        "import moltverify.cli as cli\n"
        "def interrupt(*_): raise KeyboardInterrupt\n"
        "cli.early_launch = interrupt\n"
        "cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, "interrupted\n")
