"""Models that ask which formulas a well-typed state breaks: their text, config and options."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.tautology_model import (
    Question,
    enumeration_experiment,
    mentions_next_state,
    question_config,
    relevant_variables,
    type_conjuncts,
    without_domain,
)
from moltverify.tla.config import Config, read_config
from moltverify.tla.syntax_tree import first_error, parse, text_of
from tests.audit.experiments.questions import question, without_types
from tests.audit.parsed import CONFIG, LAMP

TYPED = LAMP.replace(
    "TypeOK == on \\in BOOLEAN /\\ x \\in 0 .. 2",
    "Ons == on \\in BOOLEAN\nTypeOK == Ons /\\ (x \\in 0 .. 2) /\\ (on => x > 0)",
)


def root_of(experiment: Experiment) -> str:
    return experiment.modules[experiment.root].decode()


def lines_of(experiment: Experiment) -> list[str]:
    return [line.strip() for line in root_of(experiment).split("\n")]


def test_the_conjuncts_of_types_are_found_through_their_names(tmp_path: Path) -> None:
    asked = question(tmp_path, "x < 3", body=TYPED)
    found = [(text_of(part), module) for part, module in type_conjuncts(asked.sources, asked.types)]
    assert found == [
        ("on \\in BOOLEAN", "M"),
        ("x \\in 0 .. 2", "M"),
        ("on => x > 0", "M"),
    ]


def test_a_variable_is_relevant_if_a_formula_depends_on_it(tmp_path: Path) -> None:
    body = f"{LAMP}Low == x < 3\n"
    assert relevant_variables(question(tmp_path, "Low", body=body)) == {"x"}
    assert relevant_variables(question(tmp_path, "Low", "on", body=body)) == {"on", "x"}


def test_a_variable_without_a_domain_is_named_if_it_is_relevant(tmp_path: Path) -> None:
    body = LAMP.replace("/\\ x \\in 0 .. 2", "")
    assert without_domain(question(tmp_path, "x < 3", body=body)) == ["x"]
    assert without_domain(question(tmp_path, "on", body=body)) == []
    assert without_domain(without_types(question(tmp_path, "on /\\ x < 3"))) == ["on", "x"]


@pytest.mark.parametrize(("formula", "steps"), [("x < 3", False), ("[][x' > x]_x", True)])
def test_a_formula_about_steps_speaks_of_the_next_state(
    tmp_path: Path, formula: str, steps: bool
) -> None:
    assert mentions_next_state(question(tmp_path, formula)) is steps


def test_an_enumeration_begins_in_every_well_typed_state(tmp_path: Path) -> None:
    lines = lines_of(enumeration_experiment(question(tmp_path, "on => x < 3", body=TYPED)))
    begin = lines[lines.index("MoltverifyBegin ==") + 1 :]
    text = " ".join(begin[: begin.index("MoltverifyGo == UNCHANGED <<on, x>>")])
    # The conjunct that gives no domain comes last, whatever its place in the types.
    assert text == "/\\ on \\in ( BOOLEAN ) /\\ x \\in ( 0 .. 2 ) /\\ ( on => x > 0 )"


def test_an_irrelevant_variable_has_one_value_and_no_types(tmp_path: Path) -> None:
    lines = lines_of(enumeration_experiment(question(tmp_path, "x < 3", body=TYPED)))
    begin = " ".join(lines[lines.index("MoltverifyBegin ==") :])
    assert begin.startswith("MoltverifyBegin == /\\ x \\in ( 0 .. 2 ) /\\ on = TRUE MoltverifyGo")
    typed = lines.index("MoltverifyTyped ==")
    assert lines[typed + 1] == "/\\ TRUE"


def test_a_domain_of_subsets_is_one_that_tlc_can_choose_from(tmp_path: Path) -> None:
    body = LAMP.replace("on \\in BOOLEAN", "on \\subseteq {1, 2}")
    lines = lines_of(enumeration_experiment(question(tmp_path, "on # {}", body=body)))
    assert "/\\ on \\in SUBSET (" in lines


def test_each_formula_marks_a_register_if_it_is_false(tmp_path: Path) -> None:
    text = root_of(enumeration_experiment(question(tmp_path, "x < 3", "on")))
    assert "MoltverifyProbeFormula9001 ==\n  F0\n" in text
    assert "MoltverifyProbeFormula9002 ==\n  F1\n" in text
    probe = (
        "/\\ MoltverifyProbeSeen(9002) \\/ MoltverifyProbeFormula9002 \\/ MoltverifyProbeMark(9002)"
    )
    assert probe in text
    assert "MoltverifyNotAllBroken == \\E i \\in {9001, 9002} : ~MoltverifyProbeSeen(i)" in text


def test_the_generated_module_is_one(tmp_path: Path) -> None:
    for formula in ("x < 3", "[][x' > x]_x", "[](\\A i \\in {1} :\n      /\\ x > i\n      /\\ on)"):
        experiment = enumeration_experiment(question(tmp_path, formula))
        assert first_error(parse(root_of(experiment).encode())) is None


def test_a_step_counts_only_between_well_typed_states(tmp_path: Path) -> None:
    text = root_of(enumeration_experiment_of_steps(tmp_path))
    assert "MoltverifyProbe == [][(MoltverifyTyped => MoltverifyProbeAll)]_<<on, x>>" in text


def enumeration_experiment_of_steps(folder: Path) -> Experiment:
    return enumeration_experiment(question(folder, "[][x' > x]_x"))


def config_of(asked: Question, constants: tuple[str, ...] = ()) -> Config:
    return question_config(asked, constants)


def test_states_are_checked_by_an_invariant_and_steps_by_a_property(tmp_path: Path) -> None:
    states, steps = (config_of(question(tmp_path, one)) for one in ("x < 3", "[][x' > x]_x"))
    assert [one.name for one in states.invariants] == ["MoltverifyProbe", "MoltverifyNotAllBroken"]
    assert states.properties == ()
    assert [one.name for one in steps.invariants] == ["MoltverifyNotAllBroken"]
    assert [one.name for one in steps.properties] == ["MoltverifyProbe"]


def test_nothing_of_the_models_config_but_constants_is_left(tmp_path: Path) -> None:
    config = f"{CONFIG}VIEW x\nSYMMETRY x\nCONSTRAINT on\nACTION_CONSTRAINT on\nCONSTANT Cap = 2\n"
    made = config_of(question(tmp_path, "x < 3", config=config), ("a", "b"))
    assert (made.specification, made.view, made.symmetry) == (None, None, None)
    assert (made.constraints, made.action_constraints) == ((), ())
    assert made.init
    assert made.next
    assert (made.init.name, made.next.name) == ("MoltverifyBegin", "MoltverifyGo")
    assert [one.name for one in made.constants] == ["Cap", "a", "b"]


def test_a_state_without_successor_is_no_deadlock_there(tmp_path: Path) -> None:
    asked = question(tmp_path, "x < 3")
    assert asked.job.options.deadlock
    experiment = enumeration_experiment(replace(asked, timeout=7))
    assert not experiment.options.deadlock
    assert experiment.timeout == 7
    assert read_config(experiment.config).constants == ()
    assert experiment.modules["M"] == asked.sources.root.text
