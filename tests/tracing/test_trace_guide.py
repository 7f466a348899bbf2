"""The page about logs: its mapping and its log give the answers that it shows."""

import re
from pathlib import Path

import pytest

from tests.conftest import Run

PAGE = (Path(__file__).parents[2] / "docs" / "trace.md").read_text(encoding="utf-8")
CODES = {"app.log": 0, "monday.log": 1, "quiet.log": 3, "app.log --prove": 0}


def block(language: str, of: str = PAGE) -> str:
    """Return the first block of a language."""
    found = re.search(rf"```{language}\n(.*?)```", of, flags=re.DOTALL)
    assert found, f"the page has no {language}"
    return found[1]


def without_times(text: str) -> str:
    """Return an answer without how long it took."""
    return re.sub(r" in \d+\.\d s", "", text).rstrip()


def shown(arguments: str) -> str:
    """Return what the page shows for some arguments."""
    pattern = rf"\$ moltverify trace reset-link {re.escape(arguments)}\n(.*?)```"
    found = re.search(pattern, PAGE, flags=re.DOTALL)
    assert found, f"the page does not show {arguments}"
    return found[1].rstrip()


@pytest.mark.tlc
def test_the_answers_of_the_page_are_those_of_the_tool(tmp_path: Path, moltverify: Run) -> None:
    folder = tmp_path / "guide"
    folder.mkdir()
    assert moltverify("init", cwd=folder).returncode == 0
    registry = folder / "specs" / "registry.yaml"
    registry.write_text(registry.read_text(encoding="utf-8") + block("yaml"), encoding="utf-8")
    log = block("json")
    (folder / "app.log").write_text(log, encoding="utf-8")
    (folder / "monday.log").write_text(log.replace("refused", "opened"), encoding="utf-8")
    first = "".join(log.splitlines(keepends=True)[:4])
    (folder / "quiet.log").write_text(first, encoding="utf-8")
    for arguments, code in CODES.items():
        answer = moltverify(
            "trace", "reset-link", *arguments.split(), cwd=folder, env={"COLUMNS": "100"}
        )
        assert (answer.returncode, answer.stderr) == (code, ""), arguments
        assert without_times(answer.stdout) == shown(arguments)
