"""Reds that break without a counterexample, or in an initial state, on TLC and in the check."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.registry.mistakes import REGISTRY, after, found

MODULE = """---- MODULE Kinds ----
EXTENDS Naturals, TLC
VARIABLE n
Init == n = 0
InitAsserts == n = 0 /\\ Assert(FALSE, "at once")
Next == n < 3 /\\ n' = n + 1
NextAsserts == Next /\\ Assert(n' < 2, "too far")
Small == n < 5
Started == n > 0
Asserts == Assert(n < 2, "in a property")
Wrong == FALSE
====
"""
REDS = """
claims:
  - id: kinds
    deadlock: allowed
    green: {module: Kinds.tla}
    reds:
      - {id: start, config: start.cfg, violates: Started, length: 1}
      - {id: wrong, config: wrong.cfg, violates: Wrong, kind: constant invariant}
      - {id: in-property, config: asserts.cfg, kind: assertion, length: 3}
      - {id: in-action, config: action.cfg, kind: assertion}
      - {id: in-init, config: init.cfg, kind: assertion}
"""
CONFIGS = {
    "Kinds": "INIT Init\nNEXT Next\nINVARIANT Small\n",
    "start": "INIT Init\nNEXT Next\nINVARIANT Started\n",
    "wrong": "INIT Init\nNEXT Next\nINVARIANT Wrong\n",
    "asserts": "INIT Init\nNEXT Next\nINVARIANT Asserts\n",
    "action": "INIT Init\nNEXT NextAsserts\nINVARIANT Small\n",
    "init": "INIT InitAsserts\nNEXT Next\nINVARIANT Small\n",
}
REASONS = {
    "kinds": "holds in 4 distinct states",
    "kinds:start": "violates the invariant Started in 1 state",
    "kinds:wrong": "violates the constant invariant Wrong",
    "kinds:in-property": "violates the assertion in 3 states",
    "kinds:in-action": "violates the assertion",
    "kinds:in-init": "violates the assertion",
}


@pytest.fixture
def kinds(project: Path) -> Path:
    """The project with a red of each kind instead of its own claim."""
    specs = project / "specs"
    for file in specs.glob("Door*"):
        file.unlink()
    (specs / "registry.yaml").write_text(REDS)
    (specs / "Kinds.tla").write_text(MODULE)
    for name, text in CONFIGS.items():
        (specs / f"{name}.cfg").write_text(text)
    return project


def reasons(answer_text: str) -> dict[str, str]:
    return {one["id"]: one["reason"] for one in json.loads(answer_text)["models"]}


@pytest.mark.tlc
@pytest.mark.usefixtures("kinds")
def test_each_kind_is_as_expected_on_tlc(moltverify: Run) -> None:
    answer = moltverify("run", "--json")
    assert (answer.returncode, reasons(answer.stdout)) == (0, REASONS)
    text = moltverify("show", "kinds:in-property").stdout
    assert "An Assert fails after state 3." in text


@pytest.mark.tlc
def test_another_kind_than_the_stated_one_is_unexpected_on_tlc(
    kinds: Path, moltverify: Run
) -> None:
    text = REDS.replace(", length: 1", "").replace("kind: constant invariant", "kind: invariant")
    text = text.replace("init.cfg, kind: assertion", "init.cfg, kind: deadlock")
    (kinds / REGISTRY).write_text(text)
    wrong = ["kinds:start", "kinds:wrong", "kinds:in-init"]
    told = reasons(moltverify("run", *wrong, "--json").stdout)
    assert "the initial state breaks it already ('length: 1' expects that)" in told["kinds:start"]
    assert "but the constant invariant Wrong is violated" in told["kinds:wrong"]
    assert "expected that a deadlock is reached, but the assertion" in told["kinds:in-init"]


def test_what_the_config_does_not_have_is_a_mistake(kinds: Path) -> None:
    assert found(kinds) == []
    in_init = "init.cfg, kind: "
    for old, new, mistake in (
        ("violates: Wrong", "violates: Wrang", "wrong.cfg does not check Wrang; did you mean"),
        (f"{in_init}assertion", f"{in_init}postcondition", "init.cfg has no POSTCONDITION"),
        ("violates: Wrong, ", "", "the key 'violates' is missing"),
    ):
        mistakes = after(kinds, old, new)
        assert any(mistake in one for one in mistakes), mistakes
        (kinds / REGISTRY).write_text(REDS)


def test_a_postcondition_is_the_config_s(kinds: Path) -> None:
    (kinds / "specs" / "init.cfg").write_text("INIT Init\nNEXT Next\nPOSTCONDITION Small\n")
    kind = "kind: postcondition"
    mistakes = after(kinds, "init.cfg, kind: assertion", f"init.cfg, violates: Started, {kind}")
    assert any("init.cfg has no POSTCONDITION Started" in one for one in mistakes), mistakes
    mistakes = after(kinds, "violates: Started, kind: post", "violates: Small, kind: post")
    assert not any("has no POSTCONDITION" in one for one in mistakes), mistakes
