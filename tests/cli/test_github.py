"""A run in GitHub Actions: annotations, the summary, and no workflow command from other text."""

import io
import json
from pathlib import Path

import pytest

from moltverify.cli.github import Muzzled
from tests.conftest import Run, edit
from tests.report import sample
from tests.report.runner_rules import obeyed


def test_a_line_written_in_pieces_starts_no_command() -> None:
    below = io.StringIO()
    stream = Muzzled(below)
    for piece in ("a\n ", " :", ":err", "or::x\n", "##", "[error]y"):
        stream.write(piece)
        stream.flush()
    stream.release()
    assert below.getvalue() == "a\n  : :error::x\n## [error]y"


def test_nothing_is_lost_or_doubled() -> None:
    below = io.StringIO()
    stream = Muzzled(below)
    stream.writelines(["a", "b\nc", "\n", "d"])
    stream.release()
    stream.release()
    assert below.getvalue() == "ab\nc\nd"


def test_there_is_no_way_past_it() -> None:
    assert not hasattr(Muzzled(io.StringIO()), "buffer")


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    return tmp_path / "summary.md"


def on_github(summary: Path) -> dict[str, str]:
    return {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}


@pytest.mark.tlc
def test_a_hostile_run_obeys_no_text_and_fills_the_summary(
    moltverify: Run, tmp_path: Path, summary: Path
) -> None:
    summary.write_text("before\n")
    options = ["--registry", str(sample.SPECS), "--store", str(tmp_path / "store")]
    answer = moltverify("run", "hostile", "--traces", *options, env=on_github(summary))
    assert answer.returncode == 0
    assert "error" in answer.stdout
    assert obeyed(answer.stdout) == obeyed(answer.stderr) == []
    assert summary.read_text().startswith("before\n## ✅ Samples")


@pytest.mark.tlc
def test_an_unexpected_verdict_is_annotated_and_json_stays_whole(
    moltverify: Run, project: Path, summary: Path
) -> None:
    edit(project / "specs" / "registry.yaml", "length: 3", "length: 4")
    answer = moltverify("run", "door:unlocked", "--json", env=on_github(summary))
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["models"][0]["verdict"] == "unexpected"
    (found,) = obeyed(answer.stderr)
    assert found.properties["file"] == "specs/Door.tla"
    assert found.properties["title"] == "door:unlocked: unexpected"

    summary.unlink()
    summary.mkdir()
    again = moltverify("run", "door:unlocked", env=on_github(summary))
    assert again.returncode == 1
    assert "summary cannot be written" in obeyed(again.stderr)[-1].message

    elsewhere = moltverify("run", "door:unlocked", env={"GITHUB_ACTIONS": "false"})
    assert obeyed(elsewhere.stdout) == obeyed(elsewhere.stderr) == []


def test_an_error_message_starts_no_command(moltverify: Run, summary: Path) -> None:
    answer = moltverify("run", "x\n::error::y", env=on_github(summary))
    assert answer.returncode == 2
    assert "error" in answer.stderr
    assert obeyed(answer.stderr) == []


@pytest.mark.tlc
def test_merging_tells_only_what_no_shard_has_told(
    moltverify: Run, project: Path, summary: Path
) -> None:
    edit(project / "specs" / "registry.yaml", "length: 3", "length: 4")
    moltverify("run", "door:unlocked", "--report", "json=1.json")
    answer = moltverify("merge", "1.json", "--only", "door", env=on_github(summary))
    (found,) = obeyed(answer.stderr)
    assert (found.properties["title"], found.message) == ("not run", "door, door@let-in")
    assert "1 unexpected, 2 not run" in summary.read_text()
