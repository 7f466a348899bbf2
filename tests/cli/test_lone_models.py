"""Claims of few keys: a green alone, reds alone, models without a behaviour, and --green."""

import json
from pathlib import Path

import pytest

from moltverify.registry.load import load_for_greens, load_registry
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY, after, found

COUNTER = """---- MODULE Counter ----
EXTENDS Naturals
CONSTANT Limit
VARIABLE x
Init == x = 0
Next == x < Limit /\\ x' = x + 1
Spec == Init /\\ [][Next]_x
Low == x < 3
====
"""
TABLE = """---- MODULE Table ----
EXTENDS Naturals
CONSTANT Limit
ASSUME Limit < 3
====
"""
LONE = """
claims:
  - id: counts
    deadlock: allowed
    green: {module: Counter.tla}
  - id: overflows
    deadlock: allowed
    reds: [{id: high, module: Counter.tla, config: High.cfg, violates: Low}]
  - id: adds-up
    green: {module: Table.tla, kind: constant}
    reds: [{id: wrong, module: Table.tla, config: Wrong.cfg, kind: assumption}]
"""


@pytest.fixture
def lone(project: Path) -> Path:
    """The project with claims that have an id and models only, instead of its own."""
    specs = project / "specs"
    for name, text in {
        "registry.yaml": LONE,
        "Counter.tla": COUNTER,
        "Counter.cfg": "SPECIFICATION Spec\nINVARIANT Low\nCONSTANT Limit = 2\n",
        "High.cfg": "SPECIFICATION Spec\nINVARIANT Low\nCONSTANT Limit = 3\n",
        "Table.tla": TABLE,
        "Table.cfg": "CONSTANT Limit = 2\n",
        "Wrong.cfg": "CONSTANT Limit = 3\n",
    }.items():
        (specs / name).write_text(text)
    for file in specs.glob("Door*"):
        file.unlink()
    return project


def test_an_id_and_one_model_are_enough(lone: Path) -> None:
    assert found(lone) == []
    registry = load_registry(lone / REGISTRY)
    assert [claim.title for claim in registry.claims] == ["counts", "overflows", "adds-up"]
    assert [model.id for model in registry.models] == [
        "counts",
        "overflows:high",
        "adds-up",
        "adds-up:wrong",
    ]
    assert registry.claims[1].green is None


@pytest.mark.parametrize("rest", ["", "\n    title: x", "\n    reaches: []"])
def test_a_claim_needs_a_model(lone: Path, rest: str) -> None:
    (lone / REGISTRY).write_text(f"claims:\n  - id: counts{rest}\n")
    assert any("a claim needs a model: the key 'green', or 'reds'" in one for one in found(lone))


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        (
            "specs/Table.cfg",
            "CONSTANT",
            "INIT Init\nCONSTANT",
            "Table.cfg:1 names Init, which has a behaviour; leave out 'kind: constant'",
        ),
        ("specs/Table.tla", "ASSUME Limit < 3", "", "Table.tla has no ASSUME, so there is nothing"),
        (
            REGISTRY,
            "kind: constant}",
            "kind: constant}\n    reaches: [{id: x, expression: 'TRUE'}]",
            "'reaches' is about states, and a green with 'kind: constant' has none",
        ),
        (REGISTRY, ", kind: constant", "", "; a model of ASSUMEs alone has 'kind: constant'"),
    ],
)
def test_a_constant_model_has_assumptions_and_no_behaviour(
    lone: Path, file: str, old: str, new: str, mistake: str
) -> None:
    if "Init" in new:
        edit(lone / "specs/Table.tla", "====\n", "Init == TRUE\n====\n")
    mistakes = after(lone, old, new, file)
    assert any(mistake in one for one in mistakes), mistakes


@pytest.mark.nightly  # every report of five models
@pytest.mark.tlc
def test_models_of_each_kind_are_run_and_judged(lone: Path, moltverify: Run) -> None:
    finished = moltverify("run")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "holds in 3 distinct states" in finished.stdout
    assert "violates the invariant Low in 4 states" in finished.stdout
    assert "its assumptions hold" in finished.stdout
    assert "violates the assumption" in finished.stdout
    listed = moltverify("list").stdout
    # No claim has a group, so no heading says so.
    assert "ungrouped" not in listed
    assert "reds: none" in listed
    assert json.loads(moltverify("list", "--json").stdout)["claims"][1]["distinct"] is None
    for name in ("html", "junit", "sarif", "markdown"):
        assert moltverify("report", f"--{name}", str(lone / name)).returncode == 0
    assert moltverify("docs", "--out", str(lone / "pages")).returncode == 0
    assert "### Green" in (lone / "pages" / "ungrouped.md").read_text()


@pytest.mark.tlc
def test_a_constant_model_whose_assumption_is_false_is_unexpected(
    lone: Path, moltverify: Run
) -> None:
    edit(lone / "specs/Table.cfg", "= 2", "= 4")
    finished = moltverify("run", "adds-up", "--green")
    assert finished.returncode == 1
    assert "UNEXPECTED: expected that the model has no states" in finished.stdout
    assert "but the assumption line 4, column 8 of module Table is violated" in finished.stdout


@pytest.mark.tlc
@pytest.mark.usefixtures("lone")
def test_the_audit_names_what_is_missing(moltverify: Run) -> None:
    finished = moltverify("audit", "--json")
    assert finished.returncode == 1, finished.stderr
    findings = {(one["claim"], one["kind"]) for one in json.loads(finished.stdout)["findings"]}
    assert {
        ("counts", "no-red"),
        ("counts", "no-witness"),
        ("counts", "no-statement"),
        ("overflows", "no-green"),
        ("overflows", "no-fault"),
        ("adds-up", "no-statement"),
    } <= findings
    assert ("adds-up", "no-witness") not in findings


@pytest.mark.tlc
@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("config: High.cfg", "config: Low.cfg", "Low.cfg"),
        ("kind: assumption", "violates: Sum", "does not check Sum"),
        ("id: high,", "", "the key 'id' is missing"),
        ("id: high,", "id: high, colour: red,", "unknown key 'colour'"),
    ],
)
def test_greens_are_run_whatever_the_reds_are_like(
    lone: Path, moltverify: Run, old: str, new: str, note: str
) -> None:
    edit(lone / REGISTRY, old, new)
    refused = moltverify("run")
    assert (refused.returncode, note in refused.stderr) == (2, True)
    finished = moltverify("run", "--green")
    assert finished.returncode == 0, finished.stderr
    assert "2 claims, 2 models: 2 as expected" in finished.stdout
    assert finished.stderr.startswith("note: not needed for the greens: ")
    assert note in finished.stderr


def test_a_mistake_in_a_green_stops_its_run(lone: Path, moltverify: Run) -> None:
    edit(lone / "specs/Counter.cfg", "INVARIANT Low", "INVARIANT Lo")
    refused = moltverify("run", "--green")
    assert refused.returncode == 2
    assert "Counter.cfg:2 names Lo" in refused.stderr
    edit(lone / REGISTRY, "module: Counter.tla}", "module: Counte.tla}")
    refused = moltverify("run", "--green")
    assert (refused.returncode, "Counte.tla" in refused.stderr) == (2, True)


def test_a_registry_for_greens_has_all_reds_unless_one_has_a_mistake(lone: Path) -> None:
    registry, mistakes = load_for_greens(lone / REGISTRY)
    assert (len(registry.models), mistakes) == (4, [])
    edit(lone / REGISTRY, "id: high", "id: High")
    registry, mistakes = load_for_greens(lone / REGISTRY)
    assert [model.id for model in registry.models] == ["counts", "adds-up"]
    assert [one.path for one in mistakes] == ["claims[1].reds[0].id"]
