"""Output streams: with a narrow encoding, with and without colour, piped, closed, full."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from moltverify.report.story.escaping import UNSAFE, display_width
from tests.cli.processes import PATIENCE, PROGRAM, in_terminal
from tests.conftest import Run, edit

pytestmark = [pytest.mark.tlc, pytest.mark.usefixtures("recorded")]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    "arguments",
    [["run"], ["run", "--full"], ["list"], ["show", "door"], ["run", "--help"], ["--help"]],
)
def test_piped_output_has_no_codes_and_keeps_to_the_columns(
    moltverify: Run, arguments: list[str], columns: int
) -> None:
    answer = moltverify(*arguments, env={"COLUMNS": str(columns)})
    assert answer.returncode == 0
    assert not UNSAFE.search(answer.stdout)
    assert max(map(display_width, answer.stdout.splitlines())) <= columns


@pytest.mark.parametrize(
    "arguments", [["run"], ["list"], ["show", "door"], ["doctor"], ["run", "x"]]
)
def test_a_terminal_gets_colour_unless_it_is_unwanted(
    project: Path, environment: dict[str, str], arguments: list[str]
) -> None:
    plain = {**environment, "TERM": "xterm", "COLUMNS": "100"}
    coloured, code = in_terminal(*arguments, cwd=project, env=plain)
    assert COLOUR.search(coloured)
    without, same = in_terminal(*arguments, cwd=project, env={**plain, "NO_COLOR": "1"})
    assert not COLOUR.search(without)
    dumb, again = in_terminal(*arguments, cwd=project, env={**plain, "TERM": "dumb"})
    assert "\x1b" not in dumb
    assert code == same == again


@pytest.mark.parametrize("arguments", [["run"], ["show", "door"]])
def test_a_narrow_encoding_gets_ascii(project: Path, moltverify: Run, arguments: list[str]) -> None:
    edit(project / "specs" / "registry.yaml", "{{ door }}", "{{ door }} → ½")
    edit(project / "specs" / "registry.yaml", "goes in", "goes ïn")
    answer = moltverify(*arguments, env={"PYTHONIOENCODING": "ascii"})
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.isascii()
    assert "The door is shut \\u2192 \\xbd" in answer.stdout
    assert "  ok red" in answer.stdout


def test_a_listing_in_a_narrow_encoding_is_no_error(project: Path, moltverify: Run) -> None:
    edit(project / "specs" / "registry.yaml", "The house", "Das Haus → ½")
    answer = moltverify("list", env={"PYTHONIOENCODING": "ascii"})
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["run"], ["list"], ["show", "door"], ["run", "--json"]])
def test_a_reader_that_leaves_is_no_error_and_loses_no_run(
    project: Path, environment: dict[str, str], arguments: list[str]
) -> None:
    before = len(list((project / ".moltverify" / "runs").glob("*/results.json")))
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        errors = program.stderr.read()
        assert program.wait(PATIENCE) == 0
    assert errors == b""
    after = len(list((project / ".moltverify" / "runs").glob("*/results.json")))
    assert after - before == ("run" in arguments)


def shell(
    command: str, project: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command, sys.executable],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("command", ["run", "list", "run --json"])
def test_a_full_disk_below_the_output_exits_with_3(
    project: Path, environment: dict[str, str], command: str
) -> None:
    answer = shell(f'"$0" -m moltverify {command} > /dev/full', project, environment)
    assert answer.returncode == 3
    assert answer.stderr == "error: cannot write standard output: No space left on device\n"


@pytest.mark.parametrize("command", ["run", "list", "--version"])
@pytest.mark.parametrize("closing", [">&-", ">&- 2>&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_error(
    project: Path, environment: dict[str, str], command: str, closing: str
) -> None:
    answer = shell(f'"$0" -m moltverify {command} {closing}', project, environment)
    assert (answer.returncode, answer.stderr) == (0, "")


HOSTILE = "\\e[31mred\\e]0;x\\a\\u202e"


def test_hostile_texts_of_a_registry_do_nothing_to_a_terminal(
    project: Path, environment: dict[str, str], moltverify: Run
) -> None:
    registry = project / "specs" / "registry.yaml"
    edit(registry, "title: Nobody is inside without the key", f'title: "{HOSTILE}"')
    edit(registry, "house: The house", f'house: "{HOSTILE}"')
    edit(registry, '"The door is', f"\"{HOSTILE} {{{{ '{HOSTILE}' }}}} The door is")
    seen = [moltverify("show", "door").stdout, moltverify("list").stdout]
    edit(registry, "group: house", f'group: "{HOSTILE}"\n    "{HOSTILE}": x')
    seen.append(moltverify("check-registry").stderr)
    seen.append(moltverify("run", "\x1b[31m").stderr)
    for text in seen:
        assert not UNSAFE.search(text)
        assert "\\x1b[31mred" in text or "nothing is called" in text or "mistakes" in text
    shown, _ = in_terminal("list", cwd=project, env={**environment, "NO_COLOR": "1"})
    assert not UNSAFE.search(shown.replace("\r\n", "\n"))


def test_nothing_is_written_into_the_users_home(
    project: Path, environment: dict[str, str], moltverify: Run
) -> None:
    assert moltverify("run", cwd=project).returncode == 0
    assert os.listdir(environment["HOME"]) == []  # noqa: PTH208 - names, not paths
