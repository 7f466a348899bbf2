"""`moltverify list`."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run


def test_claims_are_listed_by_group_with_their_reds(moltverify: Run) -> None:
    answer = moltverify("list")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        "house  The house",
        "    door  Nobody is inside without the key",
        "          reds: unlocked",
        "",
        "1 claim, 3 models: 1 green, 1 witness, 1 red; 6 states",
    ]


@pytest.mark.tlc
@pytest.mark.usefixtures("recorded")
def test_a_claim_that_went_well_last_time_has_a_sign(moltverify: Run) -> None:
    assert "  ✓ door  Nobody" in moltverify("list").stdout


def test_names_are_a_claim_a_line(moltverify: Run) -> None:
    assert moltverify("list", "--names").stdout == "door\n"


@pytest.mark.tlc
@pytest.mark.usefixtures("recorded")
def test_json_has_everything_registered_and_the_last_verdicts(moltverify: Run) -> None:
    listing = json.loads(moltverify("list", "--json").stdout)
    assert (listing["title"], listing["distinct"]) == ("A door with a lock", 6)
    assert listing["groups"] == [{"id": "house", "title": "The house"}]
    [claim] = listing["claims"]
    assert claim["id"] == "door"
    assert claim["phrases"]["Init"] == "The door is {{ door }}"
    assert [(model["id"], model["last"]) for model in claim["models"]] == [
        ("door", "as expected"),
        ("door@let-in", "as expected"),
        ("door:unlocked", "as expected"),
    ]


def test_json_of_what_was_never_run_has_no_verdicts(moltverify: Run) -> None:
    [claim] = json.loads(moltverify("list", "--json").stdout)["claims"]
    assert {model["last"] for model in claim["models"]} == {None}


@pytest.mark.parametrize("selector", ["door", "house", "door:unlocked", "d*"])
def test_a_selector_narrows_the_listing_to_its_claims(moltverify: Run, selector: str) -> None:
    assert moltverify("list", "--names", selector).stdout == "door\n"


def test_an_unknown_selector_suggests_the_nearest(moltverify: Run) -> None:
    answer = moltverify("list", "hose")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "nothing is called 'hose'; did you mean 'house'?" in answer.stderr


@pytest.mark.parametrize("content", ["", "{", "[]", '{"models": [{"id": 5}]}'])
def test_a_damaged_record_is_left_out_and_named(
    project: Path, moltverify: Run, content: str
) -> None:
    run = project / ".moltverify" / "runs" / "20260101-000000-aaaaaa"
    run.mkdir(parents=True)
    (run / "results.json").write_text(content)
    answer = moltverify("list")
    assert answer.returncode == 0
    assert answer.stderr.startswith(
        f"note: left out {run / 'results.json'}, which cannot be read: "
    )
    assert answer.stderr.count("\n") == 1
    assert "    door  Nobody" in answer.stdout


def test_a_registry_without_claims_is_an_empty_listing(project: Path, moltverify: Run) -> None:
    (project / "specs" / "registry.yaml").write_text("suite: {title: x}\ngroups: {}\n")
    assert moltverify("list").stdout == "0 claims, 0 models: 0 green, 0 witness, 0 red; 0 states\n"
    assert moltverify("run").returncode == 2
