"""Witnesses as an operator, an expression, and an invariant of a config of its own."""

from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.suite.results import suite_from_json
from tests.conftest import Run, edit
from tests.registry.mistakes import REGISTRY, after, found

COUNTER = """---- MODULE Counter ----
EXTENDS Naturals
CONSTANT Limit
VARIABLE x
Init == x = 0
Next == x < Limit /\\ x' = x + 1
Spec == Init /\\ [][Next]_x
Low == x < 9
AtTwo == x = 2
NeverThree == x # 3
====
"""
WITNESSES = """
claims:
  - id: counts
    deadlock: allowed
    green: {module: Counter.tla}
    reaches:
      - {id: two, state: AtTwo}
      - {id: one, expression: x = 1}
      - id: lines
        expression: |
          /\\ x > 1
          /\\ \\/ x = 2
             \\/ x = 7
      - {id: three, never: NeverThree, config: Probe.cfg}
"""
CONFIG = "SPECIFICATION Spec\nINVARIANT Low\nCONSTANT Limit = 3\n"
PROBE = "SPECIFICATION Spec\nINVARIANT NeverThree\nCONSTANT Limit = 4\n"


@pytest.fixture
def counter(project: Path) -> Path:
    """The project with one claim that has witnesses of each form."""
    specs = project / "specs"
    for file in specs.glob("Door*"):
        file.unlink()
    (specs / "registry.yaml").write_text(WITNESSES)
    (specs / "Counter.tla").write_text(COUNTER)
    (specs / "Counter.cfg").write_text(CONFIG)
    (specs / "Probe.cfg").write_text(PROBE)
    return project


def test_witnesses_of_each_form_are_read(counter: Path) -> None:
    assert found(counter) == []
    [claim] = load_registry(counter / REGISTRY).claims
    assert [one.shares_files for one in claim.witnesses] == [True, True, True, False]
    assert claim.witnesses[3].job.config.name == "Probe.cfg"
    assert [one.name for one in claim.designs] == ["green", "three"]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("state: AtTwo", "state: AtTow", "does not define AtTow; did you mean 'AtTwo'?"),
        ("state: AtTwo", "shows: x", "the key 'state', 'expression' or 'never'"),
        ("state: AtTwo", "state: AtTwo, expression: x = 2", "a witness is about one state"),
        ("expression: x = 1", "expression: x = = 1", "this is no TLA+ expression: x = = 1"),
        ("expression: x = 1", "expression: 'x) A == (x'", "this is no TLA+ expression"),
        (", config: Probe.cfg", "", "'never' and 'config' go together"),
        ("state: AtTwo", "state: AtTwo, config: Probe.cfg", "'never' and 'config' go together"),
        ("never: NeverThree", "never: NeverTree", "Probe.cfg does not check NeverTree under INV"),
        ("config: Probe.cfg", "config: Prob.cfg", "Prob.cfg"),
    ],
)
def test_a_mistake_in_a_witness_is_named(counter: Path, old: str, new: str, mistake: str) -> None:
    mistakes = after(counter, old, new)
    assert any(mistake in one for one in mistakes), mistakes


def test_a_mistake_in_the_config_of_a_witness_is_its_own(counter: Path) -> None:
    edit(counter / "specs/Probe.cfg", "Limit", "Limti")
    [mistake] = found(counter)
    assert "counts@three: " in mistake
    assert "did you mean 'Limit'?" in mistake


SEVERAL = """
    reaches:
      - state: {two: AtTwo, more: AtTwo}
      - expression: {one: x = 1, end: x = Limit}
      - {never: {three: NeverThree, four: NeverFour}, config: Probe.cfg}
"""


@pytest.fixture
def several(counter: Path) -> Path:
    """The project with several witnesses in each entry."""
    head = WITNESSES[: WITNESSES.index("\n    reaches")]
    (counter / REGISTRY).write_text(head + SEVERAL)
    edit(counter / "specs/Counter.tla", "====\n", "NeverFour == x # 4\n====\n")
    edit(counter / "specs/Probe.cfg", "NeverThree", "NeverThree NeverFour")
    return counter


def test_an_entry_names_several_witnesses_of_one_form(several: Path) -> None:
    assert found(several) == []
    [claim] = load_registry(several / REGISTRY).claims
    assert [one.name for one in claim.witnesses] == ["two", "more", "one", "end", "three", "four"]
    assert [one.job.config.name for one in claim.witnesses[3:]] == ["Counter.cfg"] + [
        "Probe.cfg"
    ] * 2
    lines = (several / REGISTRY).read_text().splitlines()
    assert "{one: x = 1" in lines[claim.witnesses[2].source.line - 1]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("state: {two: AtTwo, more: AtTwo}", "state: AtTwo", "the key 'id' is missing"),
        ("- state: {two", "- id: both\n        state: {two", "'id' and 'shows' are keys of one"),
        ("- state: {two", "- shows: All\n        state: {two", "the keys of 'state' are ids"),
        ("state: {two: AtTwo, more: AtTwo}", "state: {}", "there is no witness here"),
        ("more: AtTwo", "two: AtTwo", "this key is here twice"),
        ("more: AtTwo", "one: AtTwo", "counts@one"),
        ("more: AtTwo", "More: AtTwo", "lower-case words"),
        ("more: AtTwo", "more: AtTow", "does not define AtTow; did you mean 'AtTwo'?"),
        ("more: AtTwo", "more: [AtTwo]", "found a list"),
        ("four: NeverFour", "four: NeverFive", "Probe.cfg does not check NeverFive"),
        (", config: Probe.cfg", "", "'never' and 'config' go together"),
        ("end: x = Limit", "end: x = = 1", "this is no TLA+ expression"),
    ],
)
def test_a_mistake_in_an_entry_for_several_is_named(
    several: Path, old: str, new: str, mistake: str
) -> None:
    mistakes = after(several, old, new)
    assert any(mistake in one for one in mistakes), mistakes


def test_a_mistake_in_a_config_for_several_witnesses_is_named_once(several: Path) -> None:
    edit(several / "specs/Probe.cfg", "Limit", "Limti")
    [mistake] = found(several)
    assert "did you mean 'Limit'?" in mistake


@pytest.mark.tlc
@pytest.mark.usefixtures("several")
def test_invariants_of_one_config_are_violated_each_as_if_it_were_alone_there(
    moltverify: Run,
) -> None:
    finished = moltverify("run", "counts@*", "--json", "--no-cache")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    results = {one.id: one for one in suite_from_json(finished.stdout.encode()).models}
    assert [len(one.trace or ()) for one in results.values()] == [3, 3, 2, 4, 4, 5]
    assert results["counts@three"].shared_with == ("counts@four",)
    assert results["counts@end"].shared_with == ("counts@two", "counts@more", "counts@one")
    alone = moltverify("run", "counts@four")
    assert "reaches ~NeverFour in 5 states" in alone.stdout


@pytest.mark.nightly  # the tests above read each form
@pytest.mark.tlc
def test_states_of_each_form_are_reached(counter: Path, moltverify: Run) -> None:
    finished = moltverify("run")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    for words in (
        "reaches AtTwo in 3 states",
        "reaches x = 1 in 2 states",
        "reaches ~NeverThree in 4 states",
    ):
        assert words in finished.stdout
    assert "5 models: 5 as expected" in finished.stdout
    assert "all cached" in moltverify("run").stdout
    # The probe has a config of its own, so the green's verdict does not depend on it.
    edit(counter / "specs/Probe.cfg", "Limit = 4", "Limit = 2")
    finished = moltverify("run")
    assert finished.returncode == 1
    assert "expected that a state with ~NeverThree is reached, but" in finished.stdout
    assert "4 cached" in finished.stdout


@pytest.mark.tlc
def test_an_expression_with_an_unknown_name_is_broken(counter: Path, moltverify: Run) -> None:
    edit(counter / REGISTRY, "expression: x = 1", "expression: y = 1")
    finished = moltverify("run", "counts@one")
    assert finished.returncode == 3
    assert "BROKEN" in finished.stdout
