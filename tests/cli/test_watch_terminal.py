"""A watch on a real terminal: what it shows, its keys, and the terminal afterwards."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.processes import PATIENCE, PROGRAM, is_running, wait_until
from tests.conftest import edit, java_children
from tests.suite.test_loop import ENDLESS
from tests.watching.terminal import watch_on_terminal
from tests.watching.watch_process import change

pytestmark = pytest.mark.tlc

KEYS = "a: run all  f: run failed  q: quit"
FINE = "watching 3 models: 3 as expected"


def test_what_breaks_is_shown_with_its_place_and_its_story(
    recorded: Path, environment: dict[str, str]
) -> None:
    module = recorded / "specs" / "Door.tla"
    with watch_on_terminal(cwd=recorded, env=environment) as terminal:
        began = terminal.wait_for(KEYS)
        assert FINE in began
        # The expected counterexample of the red is not what a user waits for.
        assert "thief" not in began
        change(module, 'HasKey(v) == v = "owner"', "HasKey(v) == TRUE")
        change(module, "OnlyWithKey == \\A v \\in inside : HasKey(v)", "OnlyWithKey == inside = {}")
        shown = terminal.wait_for(KEYS)
        while "UNEXPECTED" not in shown:
            shown = terminal.wait_for(KEYS)
    assert "checking 3 models: specs/Door.tla changed" in shown
    line = module.read_text().split("\n").index("OnlyWithKey == inside = {}") + 1
    assert f"specs/Door.tla:{line}: error: door: unexpected: " in shown
    assert re.search(r"(owner|thief) goes in", shown)


def test_an_error_is_shown_with_its_line_and_a_caret_before_the_verdicts(
    recorded: Path, environment: dict[str, str]
) -> None:
    with watch_on_terminal(cwd=recorded, env=environment) as terminal:
        terminal.wait_for(KEYS)
        change(recorded / "specs" / "Door.tla", "HasKey(v) == v", "HasKey(v) == = v")
        shown = terminal.wait_for(KEYS)
    error = shown.index("specs/Door.tla:9:16: error: door")
    assert '     9 | HasKey(v) == = v = "owner"\n       |                ^' in shown
    assert shown.index("BROKEN: parse error in Door, line 9; see above") > error
    # Once, although it takes down three models.
    assert shown.count(": error: ") == 1
    assert shown.count("BROKEN") == 3


def test_keys_run_all_and_what_failed_and_quit(recorded: Path, environment: dict[str, str]) -> None:
    with watch_on_terminal(cwd=recorded, env=environment) as terminal:
        terminal.wait_for(KEYS)
        before = terminal.modes()
        assert before == 0  # keys are neither shown nor do they wait for Enter
        # Nothing failed, so only the tally is shown again.
        terminal.type("f")
        assert "checking" not in terminal.wait_for(FINE)
        change(recorded / "specs" / "registry.yaml", "distinct: 6", "distinct: 7")
        terminal.wait_for("watching 3 models: 1 unexpected, 2 as expected")
        terminal.type("xf")
        assert "checking 1 model: those that failed" in terminal.wait_for("watching")
        terminal.type("a")
        assert "checking 3 models: all" in terminal.wait_for("watching 3 models")
        terminal.type("q")
        assert terminal.wait() == 0
        assert terminal.modes() != 0


def test_ctrl_c_ends_the_watch_and_its_models_and_leaves_the_terminal_as_it_was(
    recorded: Path, environment: dict[str, str]
) -> None:
    with watch_on_terminal(cwd=recorded, env=environment) as terminal:
        before = terminal.modes()
        terminal.wait_for(KEYS)
        change(recorded / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
        terminal.wait_for("checking 1 model")
        workers = wait_until(lambda: java_children(terminal.program.pid, workers=True))
        terminal.type("\x03")
        assert terminal.wait() == 130
        assert terminal.modes() != 0
        wait_until(lambda: [] if any(map(is_running, workers)) else [1])
    assert before != 0


def test_after_a_stop_the_keys_work_again(recorded: Path, environment: dict[str, str]) -> None:
    with watch_on_terminal(cwd=recorded, env=environment) as terminal:
        terminal.wait_for(KEYS)
        os.kill(terminal.program.pid, signal.SIGSTOP)
        terminal.show_keys()
        assert terminal.modes() != 0
        os.kill(terminal.program.pid, signal.SIGCONT)
        wait_until(lambda: [] if terminal.modes() else [1])
        terminal.type("q")
        assert terminal.wait() == 0


def test_without_a_terminal_there_are_no_keys_and_each_line_comes_at_once(
    recorded: Path, environment: dict[str, str]
) -> None:
    edit(recorded / "specs" / "registry.yaml", "distinct: 6", "distinct: 7")
    with subprocess.Popen(
        [*PROGRAM, "watch"],
        cwd=recorded,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write("q\n")
        program.stdin.flush()
        lines = iter(program.stdout.readline, "")
        shown = next(line for line in lines if line.startswith("watching"))
        program.send_signal(signal.SIGINT)
        assert program.wait(PATIENCE) == 130
    assert shown.startswith("watching 3 models: 1 unexpected, 2 as expected")
    assert "q: quit" not in shown
