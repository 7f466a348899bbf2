"""`moltverify site`, as a process: from a run of the real TLC to pages with its own output."""

from pathlib import Path

import msgspec
import pytest

from tests.conftest import Run


@pytest.mark.tlc
def test_a_run_becomes_a_site_with_tlcs_own_output_and_a_receipt(
    moltverify: Run, project: Path
) -> None:
    assert moltverify("run").returncode == 0
    made = moltverify("site", "--output", "public", "--history", "history.json")
    assert (made.returncode, made.stderr) == (0, "")
    assert "open public/index.html" in made.stdout
    public = project / "public"
    assert "Nobody is inside without the key" in (public / "index.html").read_text("utf-8")
    outputs = sorted(one.name for one in (public / "claims" / "door").glob("*.output.txt"))
    assert len(outputs) == 3
    assert (
        b"Model checking completed"
        in (public / "claims" / "door" / "green.output.txt").read_bytes()
    )
    # The receipt is one that the tool itself can check.
    assert moltverify("verify-receipt", str(public / "claims/door/receipt.json")).returncode == 0

    assert moltverify("run").returncode == 0
    again = moltverify("site", "--output", "public", "--history", "history.json")
    assert again.returncode == 0
    runs = msgspec.json.decode((project / "history.json").read_bytes())["runs"]
    assert len(runs) == 2
    # The second run's verdicts were cached, and its site still has what TLC printed.
    assert (public / "claims" / "door" / "green.output.txt").exists()


@pytest.mark.tlc
def test_a_site_of_a_run_whose_files_changed_has_no_receipt_and_says_so(
    moltverify: Run, project: Path
) -> None:
    assert moltverify("run").returncode == 0
    module = project / "specs" / "Door.tla"
    module.write_bytes(module.read_bytes() + b"\nMore.\n")
    assert moltverify("site", "--output", "public").returncode == 0
    assert not (project / "public" / "claims" / "door" / "receipt.json").exists()
    page = (project / "public" / "claims" / "door.html").read_text("utf-8")
    assert "changed since" in page


def test_without_a_recorded_run_there_is_no_site(moltverify: Run, project: Path) -> None:
    made = moltverify("site", "--output", "public")
    assert made.returncode == 2
    assert "no run is recorded" in made.stderr
    assert "moltverify run" in made.stderr
    assert not (project / "public").exists()


@pytest.mark.tlc
def test_a_folder_of_other_files_and_a_false_history_are_refused(
    moltverify: Run, project: Path
) -> None:
    assert moltverify("run").returncode == 0
    refused = moltverify("site", "--output", "specs")
    assert refused.returncode == 2
    assert "specs has files that are no site of moltverify" in refused.stderr
    assert not (project / "specs" / "index.html").exists()
    (project / "notes.json").write_text("{}")
    refused = moltverify("site", "--output", "public", "--history", "notes.json")
    assert refused.returncode == 2
    assert "notes.json is no history" in refused.stderr
    assert not (project / "public").exists()


@pytest.mark.tlc
def test_what_if_lists_the_other_steps_and_later_sites_still_have_them(
    moltverify: Run, project: Path
) -> None:
    assert moltverify("run").returncode == 0
    assert moltverify("site", "--output", "public").returncode == 0
    page = project / "public" / "claims" / "door.html"
    assert "possible here" not in page.read_text("utf-8")
    made = moltverify("site", "--output", "public", "--what-if")
    assert (made.returncode, made.stderr) == (0, "")
    assert "1 other step was possible here" in page.read_text("utf-8")
    assert moltverify("site", "--output", "public").returncode == 0
    assert "1 other step was possible here" in page.read_text("utf-8")


@pytest.mark.tlc
def test_results_in_a_file_take_the_place_of_a_recorded_run(moltverify: Run, project: Path) -> None:
    assert moltverify("run", "--report", "json=all.json").returncode == 0
    assert moltverify("site", "--output", "public", "--results", "all.json").returncode == 0
    assert (project / "public" / "claims" / "door" / "green.output.txt").exists()
    for content, says in (("", "is empty"), ("{}", "is not a result")):
        (project / "none.json").write_text(content)
        refused = moltverify("site", "--output", "other", "--results", "none.json")
        assert refused.returncode == 2
        assert says in refused.stderr
