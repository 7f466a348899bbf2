"""States as initial predicates: TLC begins in the very state, whatever its values are."""

from pathlib import Path

import pytest

import moltverify as mv
from moltverify.tla.values import ModelValue, Symbolic, Value, parse_value
from moltverify.tlc.outcome import Violated
from moltverify.tracing.literal_state import LITERALS, literal_state

VALUES = (
    "5",
    "-3",
    '"a \\"b\\" \\\\ c"',
    "{1, 2}",
    "<<1, <<>>, TRUE>>",
    '[a |-> 1, b |-> [c |-> {"x"}]]',
    '("a b" :> 1 @@ "c" :> 2)',
    "(1 :> m1 @@ 3 :> m2)",
    "2..4",
    "m1",
)


def state(*texts: str) -> tuple[tuple[str, Value], ...]:
    """Return a state with variables v0, v1 and so on."""
    return tuple((f"v{number}", parse_value(text)) for number, text in enumerate(texts))


@pytest.mark.tlc
def test_tlc_begins_in_the_state(tmp_path: Path) -> None:
    found = literal_state(state(*VALUES))
    assert found is not None
    assert found.model_values == ("m1", "m2")
    assert found.undeclared({"m2", "other"}) == ["m1"]
    names = ", ".join(name for name, _ in found.state)
    (tmp_path / f"{LITERALS}.tla").write_text(found.module(), encoding="utf-8")
    root = [
        "---- MODULE Root ----",
        f"EXTENDS {LITERALS}",
        "CONSTANTS m1, m2",
        f"VARIABLES {names}",
        "Init ==",
        *found.predicate(),
        f"Next == UNCHANGED <<{names}>>",
        "Never == v0 # 5",
        "====",
    ]
    (tmp_path / "Root.tla").write_text("\n".join(root) + "\n", encoding="utf-8")
    config = "INIT Init\nNEXT Next\nINVARIANT Never\nCONSTANTS m1 = m1 m2 = m2\n"
    (tmp_path / "Root.cfg").write_text(config, encoding="utf-8")
    outcome = mv.run_tlc(tmp_path / "Root.tla").outcome
    assert isinstance(outcome, Violated)
    [only] = outcome.trace.steps
    told = [value.python() if hasattr(value, "python") else value for _, value in only.state]
    assert told == [
        value.python() if hasattr(value, "python") else value for _, value in found.state
    ]


def test_a_value_that_is_no_expression_has_no_literal_state() -> None:
    assert literal_state((("v", Symbolic("SUBSET Nat")),)) is None
    assert literal_state((("v", parse_value("<<{m1}>>")),)) is not None


def test_a_state_without_model_values_needs_no_parameters() -> None:
    found = literal_state(state("1", "2"))
    assert found is not None
    assert list(found.predicate()) == [
        "  /\\ v0 = MoltverifyValue1",
        "  /\\ v1 = MoltverifyValue2",
    ]
    assert found.assignments(set()) == ()
    other = literal_state((("v", ModelValue("m1")),))
    assert other is not None
    assert [one.name for one in other.assignments(set())] == ["m1"]
    assert "MoltverifyValue1(m1) == m1" in other.module()
