"""`workers: auto` on the real TLC."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run, edit

REGISTRY = "specs/registry.yaml"

pytestmark = pytest.mark.tlc


@pytest.fixture
def auto(project: Path) -> Path:
    """The small project with as many workers as the machine has processors."""
    edit(project / REGISTRY, "{timeout: 60s}", "{timeout: 60s, workers: auto}")
    return project


@pytest.fixture
def one_processor() -> Iterator[None]:
    """Keep this process, and what it starts, to one processor."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    yield
    os.sched_setaffinity(0, before)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux only")
@pytest.mark.usefixtures("one_processor")
def test_the_pinned_length_does_not_count_even_on_one_processor(
    auto: Path, moltverify: Run
) -> None:
    edit(auto / REGISTRY, "length: 3", "length: 9")
    suite = json.loads(moltverify("run", "--json").stdout)
    assert {model["verdict"] for model in suite["models"]} == {"as expected"}
    assert {model["workers"] for model in suite["models"]} == {2}


@pytest.mark.nightly  # three runs
@pytest.mark.usefixtures("auto")
def test_a_verdict_is_used_with_another_number_of_workers_but_not_with_one(
    moltverify: Run,
) -> None:
    assert "3 as expected in" in moltverify("run").stdout
    assert "all cached" in moltverify("run", "--workers", "7").stdout
    assert "cached" not in moltverify("run", "--workers", "1").stdout


def test_a_receipt_of_workers_of_the_machine_has_their_number(auto: Path, moltverify: Run) -> None:
    # A receipt is refused if the digest of a model is not that of its run.
    assert moltverify("run", "--report", "receipt=all.json").returncode == 0
    models = json.loads((auto / "all.json").read_text())["models"]
    assert all(model["workers"] >= 2 for model in models)
