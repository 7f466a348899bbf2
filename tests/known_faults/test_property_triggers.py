"""Triggers in temporal formulas: of the specification, and of the properties."""

from pathlib import Path

import pytest

from tests.known_faults.faulty_models import UNKNOWN, fault_job, labels

COUNTER = "CONSTANT S\nVARIABLE x\nInit == x = 0\nNext == x' = 1 - x\n"
LINE = 7  # the first line after the counter


def found(folder: Path, formula: str, *more: str, known: bool = True) -> set[str]:
    """Return what a property matches."""
    config = "INIT Init\nNEXT Next\nPROPERTY P\nCONSTANT S = {s1, s2}\n"
    job = fault_job(folder, COUNTER + formula, config)
    return labels(job, *more, jar=None if known else UNKNOWN)


def of_specification(folder: Path, formula: str) -> set[str]:
    """Return what a specification matches."""
    config = "SPECIFICATION Spec\nCONSTANT S = {s1, s2}\n"
    return labels(fault_job(folder, COUNTER + formula, config))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("P == FALSE ~> (x = 1)", {f"604:{LINE}"}),
        ("No == 1 = 2\nP == No ~> (x = 1)", {f"604:{LINE + 1}"}),
        ("P == []<>(\\E s \\in S : s # s)", {f"604:{LINE}"}),
        ("P == (x = 0) ~> (x = 1)", set()),
        ("Is(v) == x = v\nP == Is(0) ~> Is(1)", set()),
    ],
)
def test_a_constant_operand_of_a_temporal_operator_is_named(
    tmp_path: Path, formula: str, expected: set[str]
) -> None:
    assert found(tmp_path, formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("P == [](x = 0 => []([](x = 0)))", {f"710:{LINE}"}),
        ("P == x = 0 => [][x' = 1]_x", {f"710:{LINE}"}),
        ("P == [](x < 2) /\\ [][x' # x]_x", set()),
        ("Q == [](x < 2)\nP == Q /\\ [][x' # x]_x", set()),
        ("P == [](x = 0 => <>(x = 1))", set()),
    ],
)
def test_a_safety_property_that_is_no_invariant_and_no_step_is_named(
    tmp_path: Path, formula: str, expected: set[str]
) -> None:
    assert found(tmp_path, formula) == expected


@pytest.mark.parametrize(
    "formula", ["P == x = 0 => <>[](x = 1)", "Q == <>[](x = 1)\nP == x = 0 => Q"]
)
def test_an_implied_eventually_always_is_a_fault_of_other_releases(
    tmp_path: Path, formula: str
) -> None:
    assert found(tmp_path, formula) == set()
    line = LINE + formula.count("\n")
    assert f"1037:{line}" in found(tmp_path, formula, known=False)


def test_eventually_always_is_a_fault_of_simulation(tmp_path: Path) -> None:
    assert found(tmp_path, "P == <>[](x = 1)") == set()
    assert found(tmp_path, "P == <>[](x = 1)", "-simulate") == {f"204:{LINE}"}


STEPS = "Init /\\ [][Next]_x"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (f"Spec == {STEPS} /\\ []<>(x = 7)", {f"161:{LINE}"}),
        (f"Fair == <>[](x = 7)\nSpec == {STEPS} /\\ Fair", {f"161:{LINE}"}),
        (f"Spec == {STEPS} /\\ ((x = 0) ~> (x = 1))", {f"161:{LINE}"}),
        (f"Spec == {STEPS} /\\ [](x < 9)", {f"525:{LINE}"}),
        (f"Low == [](x < 9)\nSpec == {STEPS} /\\ Low", {f"525:{LINE}"}),
        (f"Spec == {STEPS} /\\ WF_x(Next) /\\ SF_x(Next)", set()),
        (f"Spec == {STEPS} /\\ \\A s \\in S : WF_x(Next /\\ s = s)", set()),
        (f"Spec == {STEPS} /\\ \\A i \\in 1..32 : WF_x(Next /\\ i = i)", {f"742:{LINE}"}),
        (f"Many(i) == WF_x(Next /\\ i = i)\nSpec == {STEPS} /\\ \\A i \\in 1..9 : Many(i)", set()),
        (
            f"Many == \\A i, j \\in 1..6 : WF_x(Next /\\ i = j)\nSpec == {STEPS} /\\ Many",
            {f"742:{LINE}"},
        ),
        (f"Spec == {STEPS} /\\ \\A i \\in SUBSET S : WF_x(Next /\\ i = i)", {f"742:{LINE}"}),
    ],
)
def test_what_tlc_makes_of_a_specifications_conjuncts(
    tmp_path: Path, formula: str, expected: set[str]
) -> None:
    assert of_specification(tmp_path, formula) == expected
