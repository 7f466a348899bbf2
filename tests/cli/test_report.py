"""`--report` of run, and the command that reports a recorded run again."""

import hashlib
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.mark.nightly  # tests/report writes pages from records
@pytest.mark.tlc
def test_a_run_writes_its_page_and_report_writes_the_same_again(
    moltverify: Run, project: Path
) -> None:
    ran = moltverify("run", "--report", "html=out/now.html")
    assert (ran.returncode, ran.stderr) == (0, "")
    now = (project / "out" / "now.html").read_bytes()
    again = moltverify("report", "--html", "again.html", "--report", "html=third.html")
    assert again.stdout == "wrote third.html\nwrote again.html\n"
    assert (project / "again.html").read_bytes() == now
    assert (project / "third.html").read_bytes() == now
    assert b"Nobody is inside without the key" in now

    (run,) = (one.name for one in (project / ".moltverify" / "runs").iterdir())
    assert moltverify("report", "--html", "named.html", "--run", run).returncode == 0
    assert (project / "named.html").read_bytes() == now
    missing = moltverify("report", "--html", "none.html", "--run", "yesterday")
    assert missing.returncode == 2
    assert "no run yesterday is recorded" in missing.stderr
    assert run in missing.stderr

    module = project / "specs" / "Door.tla"
    digest = hashlib.sha256(module.read_bytes()).hexdigest()
    module.write_bytes(module.read_bytes() + b"\nMore.\n")
    assert moltverify("report", "--html", "later.html").returncode == 0
    later = (project / "later.html").read_text(encoding="utf-8")
    assert "changed since" in later
    assert "changed since" not in now.decode()
    assert f'title="SHA-256 {digest}"' in later

    (project / "folder").mkdir()
    unwritable = moltverify("report", "--html", "folder")
    assert unwritable.returncode == 2
    assert "folder is a folder" in unwritable.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["report"], "nothing to write"),
        (["report", "--html", "page.html"], "no run is recorded"),
        (["report", "--report", "pdf=page.pdf"], "no format 'pdf'; there is html"),
        (["run", "--report", "html"], "name a file: html=FILE"),
        (["run", "--report", "html="], "name a file: html=FILE"),
    ],
)
def test_what_cannot_be_reported_is_said(
    moltverify: Run, project: Path, arguments: list[str], says: str
) -> None:
    answer = moltverify(*arguments)
    assert answer.returncode == 2
    assert says in answer.stderr
    assert not list(project.glob("page.*"))
