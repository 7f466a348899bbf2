"""The task for VS Code on the page about editors, against what a watch really prints."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.processes import PROGRAM
from tests.conftest import edit
from tests.watching.watch_process import change

PAGE = Path(__file__).parents[2] / "docs" / "editors.md"


def matcher() -> dict[str, Any]:
    """The problem matcher of the page."""
    [task] = json.loads(re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0])[
        "tasks"
    ]
    found: dict[str, Any] = task["problemMatcher"]
    return found


def problems(lines: Iterator[str]) -> list[tuple[str, str, str, str]]:
    """Return the file, line, column and severity of each problem of the next round."""
    found: list[tuple[str, str, str, str]] = []
    pattern, background = matcher()["pattern"], matcher()["background"]
    columns = [pattern[name] for name in ("file", "line", "column", "severity")]
    for line in lines:
        if re.search(background["beginsPattern"], line):
            found.clear()
        if match := re.search(pattern["regexp"], line.rstrip("\n")):
            file, number, column, severity = (match[at] or "" for at in columns)
            found.append((file, number, column, severity))
        if re.search(background["endsPattern"], line):
            return found
    raise AssertionError("the watch has ended")


@pytest.mark.tlc
def test_the_matcher_of_the_page_reads_what_a_watch_prints(
    recorded: Path, environment: dict[str, str]
) -> None:
    registry, module = (recorded / "specs" / name for name in ("registry.yaml", "Door.tla"))
    edit(registry, "distinct: 6", "distinct: 7")
    with subprocess.Popen(
        [*PROGRAM, "watch"], cwd=recorded, env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        lines = iter(program.stdout.readline, "")
        assert problems(lines) == [("specs/Door.tla", "1", "", "error")]
        change(registry, "distinct: 7", "distinkt: 6")
        number = registry.read_text().split("distinkt")[0].count("\n") + 1
        [(file, line, column, severity)] = problems(lines)
        assert (file, line, severity) == ("specs/registry.yaml", str(number), "error")
        assert (
            registry.read_text().split("\n")[number - 1][int(column) - 1 :].startswith("distinkt")
        )
        change(registry, "distinkt: 6", "distinct: 6")
        assert problems(lines) == []
        change(module, "HasKey(v) == v", "HasKey(v) == = v")
        assert problems(lines) == [("specs/Door.tla", "9", "16", "error")]
        change(module, "HasKey(v) == = v", "HasKey(v) == v")
        assert problems(lines) == []
        program.send_signal(signal.SIGINT)
