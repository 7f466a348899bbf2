"""Recorded runs that cannot be read: a word about them, and no older run in their place unsaid."""

from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.tlc

DEEP = '{"type":"sequence","items":['


def deepen(project: Path, levels: int) -> Path:
    """Nest the values of a state in the recorded run."""
    [file] = (project / ".moltverify" / "runs").glob("*/results.json")
    text = file.read_text(encoding="utf-8")
    value = f"{DEEP * levels}5{']}' * levels}"
    assert '"shut"' in text
    file.write_text(text.replace('"shut"', value), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "arguments",
    [("show", "door:unlocked"), ("report", "--html", "page.html"), ("list",)],
    ids=lambda arguments: arguments[0],
)
def test_a_run_with_values_nested_thousands_deep_is_named(
    recorded: Path, moltverify: Run, arguments: tuple[str, ...]
) -> None:
    file = deepen(recorded, 3000)
    answer = moltverify(*arguments)
    assert f"note: left out {file}, which cannot be read: it is nested too deep" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.returncode in (0, 2)


def test_values_nested_a_hundred_deep_are_shown(recorded: Path, moltverify: Run) -> None:
    deepen(recorded, 150)
    for arguments in (("show", "door:unlocked", "--full"), ("report", "--html", "page.html")):
        answer = moltverify(*arguments)
        assert (answer.returncode, answer.stderr) == (0, "")


def test_others_are_counted(recorded: Path, moltverify: Run) -> None:
    runs = recorded / ".moltverify" / "runs"
    for name in ("20990101-000000-aaaaaa", "20990102-000000-aaaaaa"):
        (runs / name).mkdir()
        (runs / name / "results.json").write_text("{\x1b[31m")
    answer = moltverify("show", "door:unlocked")
    assert answer.returncode == 0
    assert f"{runs}/20990102-000000-aaaaaa/results.json, which cannot be read" in answer.stderr
    assert ", and 1 more" in answer.stderr
    assert "thief goes in" in answer.stdout


def test_a_deep_result_is_refused_by_merge(recorded: Path, moltverify: Run) -> None:
    file = deepen(recorded, 3000)
    answer = moltverify("merge", str(file))
    assert answer.returncode == 2
    assert "is not a result of moltverify: it is nested too deep" in answer.stderr
