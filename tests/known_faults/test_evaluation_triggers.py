"""Triggers in expressions: each in several forms, through names and modules, and near misses."""

from pathlib import Path

import pytest

from tests.known_faults.faulty_models import fault_job, labels

COUNTER = "VARIABLE x\nInit == x = 0\nNext == x' = 1 - x\n"
LINE = 6  # the first line after the counter
CHOICE = "Choose(v) == x' \\in {1, 2} /\\ v = x'\n"


@pytest.mark.parametrize(
    "action",
    [
        "Pass(v) == Choose(v)\nStep == Pass(x')",
        "Pass(v) == Choose(v + 0)\nStep == Pass(x')",
        "Pass(v) == Choose(IF v = 1 THEN 1 ELSE 2)\nStep == Pass(x')",
        "Pass(v) == LET w == v + 0 IN Choose(w)\nStep == Pass(x')",
        "Pass(F(_)) == Choose(F(0))\nStep == LET F(k) == x' IN Pass(F)",
        "Pass(F(_)) == Choose(F(0))\nStep == Pass(LAMBDA k : x')",
        "a ++ b == Choose(a + b)\nStep == x' ++ 0",
    ],
)
def test_a_primed_argument_that_is_passed_on_to_a_choice_is_named(
    tmp_path: Path, action: str
) -> None:
    assert labels(fault_job(tmp_path, COUNTER + CHOICE + action)) == {f"798:{LINE + 1}"}


@pytest.mark.parametrize(
    "action",
    [
        "Step == Choose(x')",
        "Step == Choose(x' + 0)",
        "Step == LET r == x' + 0 IN Choose(r + 0)",
        "Pass(v) == Choose(v + 0)\nStep == Pass(x)",
        "Set(v) == v = 1\nPass(v) == Set(v + 0)\nStep == x' = 1 /\\ Pass(x')",
    ],
)
def test_a_primed_argument_that_tlc_does_not_keep_is_not_named(tmp_path: Path, action: str) -> None:
    assert labels(fault_job(tmp_path, COUNTER + CHOICE + action)) == set()


def test_a_choice_in_another_module_that_a_config_puts_in_place_is_found(tmp_path: Path) -> None:
    body = COUNTER + CHOICE + "Stub(v) == TRUE\nPass(v) == Stub(v + 0)\nStep == Pass(x')"
    config = "INIT Init\nNEXT Next\nCONSTANT Stub <- Choose\n"
    assert labels(fault_job(tmp_path, body)) == set()
    assert labels(fault_job(tmp_path, body, config)) == {f"798:{LINE + 2}"}


FUNCTIONS = "G == [a : {1}]\nD == [{1, 2} -> {1, 2}]\nF == [g \\in D |-> [i \\in {1} |-> x]]\n"


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("Inv == [[F EXCEPT ![k] = h] EXCEPT ![k] = h]", {"1302"}),
        ("E == [F EXCEPT ![k] = h]\nInv == [E EXCEPT ![k] = h]", {"1302"}),
        ("Inv == LET e == [F EXCEPT ![k] = h] IN [e EXCEPT ![k] = h]", {"1302"}),
        ("Up(f) == [f EXCEPT ![k] = h]\nInv == Up([F EXCEPT ![k] = h])", {"1302"}),
        ("Inv == [F EXCEPT ![k] = h]", set()),
        ("Inv == [x EXCEPT ![k] = h]", set()),
    ],
)
def test_an_update_of_an_update_of_a_function_over_functions_is_named(
    tmp_path: Path, update: str, expected: set[str]
) -> None:
    body = COUNTER + FUNCTIONS + "k == <<1, 1>>\nh == <<1>>\n" + update
    assert {one.split(":")[0] for one in labels(fault_job(tmp_path, body))} == expected


NESTED = "F == [g \\in {1, 2} |-> [i \\in {1, 2} |-> x]]\nH == [F[1] EXCEPT ![1] = 5]\n"


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("[[F EXCEPT ![1] = H] EXCEPT ![1][2] = 7][1]", {"1302"}),
        ("[F EXCEPT ![1] = [@ EXCEPT ![1] = 5], ![1][2] = 7][1]", {"1302"}),
        ("LET e == [F EXCEPT ![1] = H] f == [e EXCEPT ![1][2] = 7] IN f[1]", {"1302"}),
        ("[F EXCEPT ![1] = H, ![2] = H][1]", set()),
        ("[F EXCEPT ![1][1] = 5, ![1][2] = 7][1]", set()),
        ("[F EXCEPT ![1] = H, ![1][2] = 7]", set()),
    ],
)
def test_a_path_into_an_update_that_an_update_set_is_named_where_it_is_applied(
    tmp_path: Path, update: str, expected: set[str]
) -> None:
    found = labels(fault_job(tmp_path, COUNTER + NESTED + f"Inv == {update} = <<5, 7>>"))
    assert {one.split(":")[0] for one in found} - {"1145"} == expected


LAMBDA = "VARIABLE q\nTake == q' = SelectSeq(q, LAMBDA e : e # Len(q'))\nPlain == q' = Tail(q)\n"


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("L == INSTANCE Queue WITH q <- x\nP == ENABLED L!Take", {"725:4"}),
        ("L == INSTANCE Queue WITH q <- x\nP == WF_x(L!Take)", {"725:4"}),
        ("L == INSTANCE Queue WITH q <- x\nP == SF_x(L!Take)", {"725:4"}),
        ("L == INSTANCE Queue WITH q <- x\nP == L!Take", set()),
        ("P == ENABLED (x' = 1)", set()),
    ],
)
def test_enabled_of_an_instances_action_with_a_lambda_over_a_primed_variable_is_named(
    tmp_path: Path, use: str, expected: set[str]
) -> None:
    assert labels(fault_job(tmp_path, COUNTER + use, others={"Queue": LAMBDA})) == expected


@pytest.mark.parametrize(
    "use",
    [
        'Inv == [i \\in {1} |-> TLCGet("level")][1] < 3',
        'Inv == {TLCGet("level") : i \\in {1}} = {1}',
        'Inv == {i \\in 1..9 : i = TLCGet("level")} = {1}',
        'Inv == LET level == TLCGet("level") IN [i \\in {1} |-> level] = <<1>>',
        'Key == "level"\nInv == {TLCGet(Key)} = {1}',
    ],
)
def test_the_level_inside_a_constructor_is_named(tmp_path: Path, use: str) -> None:
    line = LINE + use.count("\n")
    assert labels(fault_job(tmp_path, COUNTER + use)) == {f"df427fb9e:{line}"}


def test_a_register_or_a_level_outside_of_constructors_is_not_named(tmp_path: Path) -> None:
    body = COUNTER + 'Inv == [i \\in {1} |-> TLCGet(1)] = <<1>> /\\ TLCGet("level") < 9'
    assert labels(fault_job(tmp_path, body)) == set()


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("P == ENABLED x'", {f"1336:{LINE}"}),
        ("P == ENABLED (x')", {f"1336:{LINE}"}),
        ("P == ENABLED (LET y == x' IN y = 1)", {f"1336:{LINE}"}),
        ("P == ENABLED (x' = 1)", set()),
        ("P == ENABLED (LET y == x IN x' = y)", {f"1336:{LINE}"}),
    ],
)
def test_enabled_of_a_primed_variable_alone_is_named(
    tmp_path: Path, use: str, expected: set[str]
) -> None:
    assert labels(fault_job(tmp_path, COUNTER + use)) == expected


@pytest.mark.parametrize(
    ("other", "expected"), [("x == 1\n", {"362:3"}), ("y == 1\n", set()), ("f(x) == x\n", set())]
)
def test_an_operator_of_an_instance_with_the_name_of_a_variable_is_named(
    tmp_path: Path, other: str, expected: set[str]
) -> None:
    assert (
        labels(fault_job(tmp_path, COUNTER + "L == INSTANCE Other", others={"Other": other}))
        == expected
    )


def test_an_operator_of_one_instance_applied_to_one_of_another_is_named(tmp_path: Path) -> None:
    instances = "A == INSTANCE Other\nB == INSTANCE Other\n"
    other = "Id(v) == v\nOne == 1\n"
    body = COUNTER + instances + "Inv == A!Id(B!One) = 1\n"
    assert labels(fault_job(tmp_path, body, others={"Other": other})) == {f"1134:{LINE + 2}"}
    body = COUNTER + instances + "Inv == A!Id(A!One) = 1\n"
    assert labels(fault_job(tmp_path, body, others={"Other": other})) == set()


@pytest.mark.parametrize("use", ["RandomElement(1..3)", "RandomSubset(2, 1..3)"])
def test_a_random_choice_is_named(tmp_path: Path, use: str) -> None:
    assert labels(fault_job(tmp_path, COUNTER + f"Inv == x # {use}")) == {f"498:{LINE}"}
