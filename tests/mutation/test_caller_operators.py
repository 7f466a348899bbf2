"""Changes of one caller: an action that is gone, a call without the operator, two parties."""

from pathlib import Path

from moltverify.mutation.mutants import Mutant, MutantGenerator
from tests.mutation.parsed import mutants_of, sources_of, texts

MESSAGES = """\
VARIABLES x, sent
Users == {"ann", "bob"}
TypeOK == x \\in 0 .. 9
Safe == x < 9
Init == x = 0 /\\ sent = {}
"""


def made(folder: Path, body: str, operator: str) -> list[str]:
    """Return the new lines that an operator makes of a module's steps, without their margin."""
    mutants = MutantGenerator(sources_of(folder, MESSAGES + body)).mutants()
    return [new_lines(one) for one in mutants if one.operator == operator]


def new_lines(mutant: Mutant) -> str:
    lines = [line[1:].strip() for line in mutant.diff.split("\n") if line.startswith("+")]
    return " ".join(lines)


def test_each_action_of_a_disjunction_is_deleted_once(tmp_path: Path) -> None:
    step = "A \\/ (B \\/ C)"
    actions = "\n".join(f"{name} == x' = {n} /\\ mode' = mode" for n, name in enumerate("ABC"))
    assert texts(mutants_of(tmp_path, step, actions), "delete an action") == [
        "Step == FALSE \\/ (B \\/ C)",
        "Step == A \\/ (FALSE \\/ C)",
        "Step == A \\/ (B \\/ FALSE)",
    ]


def test_an_action_of_several_lines_is_deleted_whole(tmp_path: Path) -> None:
    chosen = "\\E i \\in {1, 2} :\n       x' = i /\\ mode' = mode"
    step = f"\n  \\/ {chosen}\n  \\/ x' = 3 /\\ UNCHANGED mode"
    mutants = mutants_of(tmp_path, step)
    [first, _] = [one for one in mutants if one.operator == "delete an action"]
    assert [line for line in first.diff.split("\n") if line.startswith("+")] == ["+  \\/ FALSE"]


def test_a_disjunction_about_the_state_alone_is_no_choice_of_actions(tmp_path: Path) -> None:
    step = "(x = 1 \\/ x = 2) /\\ x' = 3 /\\ mode' = mode"
    assert texts(mutants_of(tmp_path, step), "delete an action") == []


def test_one_caller_goes_without_an_operator_that_another_calls_too(tmp_path: Path) -> None:
    body = """\
Kept(set) == {m \\in set : m > x}
Send == sent' = Kept(sent) \\cup {1} /\\ x' = x
Drop == sent' = Kept(sent) /\\ x' = x
Next == Send \\/ Drop
"""
    assert made(tmp_path, body, "skip a shared operator") == [
        "Send == sent' = sent \\cup {1} /\\ x' = x",
        "Drop == sent' = sent /\\ x' = x",
    ]


def test_an_operator_with_one_caller_and_one_of_a_standard_module_stay(tmp_path: Path) -> None:
    body = """\
Kept(set) == {m \\in set : m > x}
Send == sent' = Kept(sent) /\\ x' = x
Next == Send
"""
    assert made(tmp_path, body, "skip a shared operator") == []


def test_a_formula_and_an_argument_that_only_names_something_stay(tmp_path: Path) -> None:
    body = """\
Is(set) == set = {}
Of(user) == IF user = "ann" THEN {1} ELSE sent
Send(u) == Is(sent) /\\ sent' = Of(u) /\\ x' = x
Drop(u) == ~Is(sent) /\\ sent' = Of(u) /\\ x' = x
Next == \\E u \\in Users : Send(u) \\/ Drop(u)
"""
    assert made(tmp_path, body, "skip a shared operator") == []


def test_two_parameters_of_one_set_are_taken_for_each_other_in_one_conjunct(
    tmp_path: Path,
) -> None:
    body = """\
Send(from, to) == from # "bob" /\\ sent' = sent \\cup {[by |-> from, to |-> to]} /\\ x' = x
Next == \\E u, v \\in Users : Send(u, v)
"""
    found = made(tmp_path, body, "swap two parties")
    assert found[0].startswith('Send(from, to) == to # "bob" /\\ sent\' = sent \\cup {[by |-> from')
    assert "{[by |-> to, to |-> from]}" in " ".join(found[1].split())
    # And at the call itself.
    assert found[2:] == ["Next == \\E u, v \\in Users : Send(v, u)"]


def test_names_of_different_sets_are_no_parties(tmp_path: Path) -> None:
    body = """\
Send(user, size) == user # "bob" /\\ sent' = sent \\cup {size} /\\ x' = x
Next == \\E u \\in Users, n \\in {1, 2} : Send(u, n)
"""
    assert made(tmp_path, body, "swap two parties") == []
