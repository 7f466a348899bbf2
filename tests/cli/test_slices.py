"""A model in slices from the command line: shards that are merged, receipts, reports."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from moltverify.suite.results import suite_from_json
from tests.conftest import Run
from tests.suite.sliced_models import CONFIG, LEAKS, MODULE, REGISTRY

pytestmark = pytest.mark.tlc

SLICES = ", slice: [kind = 1, kind = 2], distinct: 15"


@pytest.fixture
def gates(tmp_path: Path) -> Path:
    """A project with a green and a red in three slices each."""
    folder = tmp_path / "gates"
    folder.mkdir()
    (folder / "Gate.tla").write_text(MODULE)
    (folder / "Gate.cfg").write_text(CONFIG)
    (folder / "registry.yaml").write_text(REGISTRY.format(green=SLICES, reds=LEAKS))
    return folder


def test_shards_divide_the_slices_and_merge_puts_the_models_together(
    moltverify: Run, gates: Path
) -> None:
    for number in "12":
        answer = moltverify("run", "--shard", f"{number}/2", "--json", cwd=gates)
        assert answer.returncode == 0, answer.stderr
        (gates / f"{number}.json").write_text(answer.stdout)
    parts = [suite_from_json((gates / f"{number}.json").read_bytes()) for number in "12"]
    ids = sorted(model.id for part in parts for model in part.models)
    assert ids == [
        *("gate#1", "gate#2", "gate#rest"),
        *("gate:leaks#1", "gate:leaks#2", "gate:leaks#rest"),
    ]
    assert all(part.models for part in parts)

    merged = moltverify("merge", "1.json", "2.json", "--json", "all.json", cwd=gates)
    assert (merged.returncode, merged.stderr) == (0, "")
    whole = suite_from_json((gates / "all.json").read_bytes())
    assert [(model.id, model.ok, len(model.parts)) for model in whole.models] == [
        ("gate", True, 3),
        ("gate:leaks", True, 3),
    ]
    assert whole["gate"].statistics.distinct == 15

    # Without a shard, the slices that it had are missing, and no model is made of the others.
    alone = moltverify("merge", "1.json", cwd=gates)
    missing = [line for line in alone.stdout.splitlines() if line.startswith("not run: ")]
    assert missing == [f"not run: {model.id}" for model in parts[1].models]
    assert alone.returncode == 3


def test_reports_and_the_receipt_say_that_slices_are_the_whole(
    moltverify: Run, gates: Path
) -> None:
    reports = ["--report", "receipt=r.json", "--report", "junit=j.xml", "--report", "html=p.html"]
    answer = moltverify("run", *reports, cwd=gates)
    assert answer.returncode == 0, answer.stderr
    assert "holds in 15 distinct states, put together from 3 slices" in answer.stdout
    assert "slice 1 (kind = 1): holds, 5 distinct states, 5 generated, depth 5" in answer.stdout

    green, red = json.loads((gates / "r.json").read_text())["models"]
    assert green["outcome"].startswith("holds, in 3 slices, which are all of it by construction")
    assert [part["slice"] for part in green["parts"]] == ["kind = 1", "kind = 2", ""]
    assert "MoltverifySlice.tla" in green["arguments"]
    assert red["parts"][2]["outcome"] == "violated"
    same = moltverify("verify-receipt", "r.json", cwd=gates)
    assert (same.returncode, same.stdout) == (0, "2 models: all the same\n")

    case = ElementTree.parse(gates / "j.xml").find(".//testcase[@name='green']/system-out")
    assert case is not None
    assert "put together from 3 slices" in (case.text or "")
    assert "the rest slice: holds, 5 distinct states" in (gates / "p.html").read_text()

    # Another number of states in one slice is a difference, although the sum is the same.
    receipt = json.loads((gates / "r.json").read_text())
    receipt["models"][0]["parts"][0]["counts"]["distinct"] = 4
    (gates / "r.json").write_text(json.dumps(receipt))
    other = moltverify("verify-receipt", "r.json", cwd=gates)
    assert other.returncode == 1
    assert "gate slice 1 (kind = 1): was holds, 4 distinct states, is holds, 5" in other.stdout


def test_a_shard_has_no_receipt(moltverify: Run, gates: Path) -> None:
    answer = moltverify("run", "--shard", "1/2", "--report", "receipt=r.json", cwd=gates)
    assert "which is a part of a model" in answer.stderr
    assert "moltverify merge" in answer.stderr
    assert not (gates / "r.json").exists()


def test_an_error_in_a_module_is_told_with_its_slice(moltverify: Run, gates: Path) -> None:
    (gates / "registry.yaml").write_text(REGISTRY.format(green=", slice: [kind + 1]", reds=LEAKS))
    answer = moltverify("run", "--green", "--brief", cwd=gates)
    assert answer.returncode == 3
    assert "BROKEN: slice 1 (kind + 1): evaluation error in Gate, line 5" in answer.stdout


def test_a_step_out_of_a_slice_is_told_with_its_action(moltverify: Run, gates: Path) -> None:
    (gates / "registry.yaml").write_text(REGISTRY.format(green=", slice: [x < 3]", reds=LEAKS))
    answer = moltverify("run", "--green", "--brief", cwd=gates)
    assert answer.returncode == 3
    assert "a step leads out of slice 1 (x < 3), by Step" in " ".join(answer.stdout.split())
