"""What makes TLC search less than all states, found in configs and modules."""

from pathlib import Path

import pytest

from moltverify.tla.reductions import ReductionKind, reductions_of
from tests.mutation.parsed import sources_of

BODY = """\
CONSTANTS P, Boss
VARIABLE turn
Perms == Permutations(P)
Init == turn \\in P
Next == turn' \\in P
Safe == turn \\in P
Stays == [][turn' # turn]_turn
Always == [](turn \\in P) /\\ Stays
Settles == \\E p \\in P : <>[](turn = p)
Few == turn # Boss
"""
CONFIG = "INIT Init\nNEXT Next\nCONSTANT P = {p1, p2}\n"
WITH_SYMMETRY = CONFIG + "SYMMETRY Perms\n"


def kinds(folder: Path, config: str, body: str = BODY, **modules: str) -> list[ReductionKind]:
    return [one.kind for one in reductions_of(sources_of(folder, body, config, **modules))]


def test_a_model_without_reductions_has_none(tmp_path: Path) -> None:
    assert kinds(tmp_path, CONFIG + "INVARIANT Safe\nPROPERTY Settles\n") == []


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("SYMMETRY Perms", ReductionKind.SYMMETRY),
        ("VIEW turn", ReductionKind.VIEW),
        ("CONSTRAINT Few", ReductionKind.CONSTRAINT),
        ("CONSTRAINTS Few", ReductionKind.CONSTRAINT),
        ("ACTION_CONSTRAINT Few", ReductionKind.ACTION_CONSTRAINT),
        ("ACTION_CONSTRAINTS Few", ReductionKind.ACTION_CONSTRAINT),
    ],
)
def test_each_keyword_that_reduces_is_named_with_its_line(
    tmp_path: Path, section: str, kind: ReductionKind
) -> None:
    [found] = reductions_of(sources_of(tmp_path, BODY, f"{CONFIG}INVARIANT Safe\n{section}\n"))
    assert (found.kind, found.line) == (kind, 5)
    assert found.condition == f"under {kind.value} {section.split()[1]}"
    assert str(found).startswith(f"{tmp_path / 'M.cfg'}:5: {kind.value} ")


@pytest.mark.parametrize(
    ("section", "unsound"),
    [
        ("SYMMETRY Perms", ReductionKind.SYMMETRIC_LIVENESS),
        ("VIEW turn", ReductionKind.VIEWED_LIVENESS),
        ("CONSTRAINT Few", ReductionKind.CUT_LIVENESS),
        ("ACTION_CONSTRAINT Few", ReductionKind.CUT_LIVENESS),
    ],
)
def test_liveness_with_a_reduction_is_named_apart(
    tmp_path: Path, section: str, unsound: ReductionKind
) -> None:
    found = reductions_of(sources_of(tmp_path, BODY, f"{CONFIG}{section}\nPROPERTY Settles\n"))
    assert [one.kind for one in found][1:] == [unsound]
    assert "Settles" in found[1].may_miss


@pytest.mark.parametrize("safety", ["Stays", "Always"])
def test_a_property_of_states_and_steps_is_no_liveness(tmp_path: Path, safety: str) -> None:
    assert kinds(tmp_path, f"{WITH_SYMMETRY}PROPERTY {safety}\n") == [ReductionKind.SYMMETRY]


def test_a_property_that_names_itself_through_another_may_be_liveness(tmp_path: Path) -> None:
    body = BODY + "Odd == Even /\\ [](turn \\in P)\nEven == Odd /\\ [](turn \\in P)\n"
    found = kinds(tmp_path, f"{WITH_SYMMETRY}PROPERTY Odd\n", body)
    assert ReductionKind.SYMMETRIC_LIVENESS in found


def test_a_property_that_no_module_here_defines_may_be_liveness(tmp_path: Path) -> None:
    found = kinds(tmp_path, f"{WITH_SYMMETRY}PROPERTY Elsewhere\n")
    assert ReductionKind.SYMMETRIC_LIVENESS in found


@pytest.mark.parametrize(
    "constant",
    ["Boss = p1", "Boss = {p1}", "Boss = {{p1}, {p3}}"],
    ids=["a member", "a set of one", "a set of sets"],
)
def test_a_member_with_another_role_makes_the_set_unlike(tmp_path: Path, constant: str) -> None:
    found = reductions_of(sources_of(tmp_path, BODY, f"{WITH_SYMMETRY}CONSTANT {constant}\n"))
    assert [one.kind for one in found] == [ReductionKind.SYMMETRY, ReductionKind.ASYMMETRY]
    assert "Boss has p1 of P" in found[1].may_miss


@pytest.mark.parametrize("constant", ["Boss = p3", "Boss = {p1, p2}", "Boss = 1"])
def test_all_members_or_none_in_another_constant_are_alike(tmp_path: Path, constant: str) -> None:
    config = f"{WITH_SYMMETRY}CONSTANT {constant}\n"
    assert kinds(tmp_path, config) == [ReductionKind.SYMMETRY]


def test_a_members_own_name_matters_only_where_a_definition_uses_it(tmp_path: Path) -> None:
    config = f"{WITH_SYMMETRY}CONSTANT p1 = p1\n"
    declared = "CONSTANT p1\n" + BODY
    assert kinds(tmp_path / "a", config, declared) == [ReductionKind.SYMMETRY]
    used = declared + "First == turn = p1\n"
    assert ReductionKind.ASYMMETRY in kinds(tmp_path / "b", config, used)


def test_choose_over_the_set_prefers_a_member(tmp_path: Path) -> None:
    [_, found] = reductions_of(
        sources_of(tmp_path, BODY + "Leader == CHOOSE p \\in P : TRUE\n", WITH_SYMMETRY)
    )
    assert found.kind is ReductionKind.ASYMMETRY
    assert "CHOOSE at line 13 of M" in found.may_miss


@pytest.mark.parametrize(
    ("definition", "unlike"),
    [
        ("Pick(S) == CHOOSE s \\in S : TRUE", True),
        ("Pick == CHOOSE s \\in {turn} : TRUE", True),
        ("Some == P \\cup {}\nPick == CHOOSE s \\in Some : TRUE", True),
        ("Pick == CHOOSE f \\in [P -> 1..2] : TRUE", True),
        ("Name == ToString(turn)", True),
        ("Max(S) == CHOOSE s \\in S : \\A t \\in S : s >= t", False),
        ("Limit == 3\nPick == CHOOSE n \\in 1..Limit : n # 2", False),
        ("None == CHOOSE v : v \\notin P", False),
        ("ToString(v) == 1\nName == ToString(turn)", False),
    ],
)
def test_what_may_tell_members_apart_is_named(
    tmp_path: Path, definition: str, unlike: bool
) -> None:
    found = kinds(tmp_path, WITH_SYMMETRY, f"{BODY}{definition}\n")
    assert (ReductionKind.ASYMMETRY in found) is unlike


def test_a_string_of_the_set_in_a_module_tells_it_from_the_others(tmp_path: Path) -> None:
    config = WITH_SYMMETRY.replace("{p1, p2}", '{"a", "b"}')
    assert ReductionKind.ASYMMETRY in kinds(tmp_path, config, BODY + 'First == turn = "a"\n')


def test_a_symmetry_through_another_definition_is_followed(tmp_path: Path) -> None:
    body = BODY + "Both == Perms\n"
    config = CONFIG + "SYMMETRY Both\nCONSTANT Boss = p1\n"
    assert ReductionKind.ASYMMETRY in kinds(tmp_path, config, body)


def test_a_random_value_is_named_where_it_is_drawn(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, BODY, CONFIG, Dice="EXTENDS TLC\nRoll == RandomElement({1, 2})")
    [found] = reductions_of(sources)
    assert (found.kind, found.file.name, found.line) == (ReductionKind.RANDOM, "Dice.tla", 3)
    assert found.condition == "for the random values of one run (RandomElement)"


@pytest.mark.parametrize("value", ['TLCGet("level")', "TLCGet(1)", "JavaTime", "PickSuccessor(1)"])
def test_a_value_of_the_search_is_named_where_it_is_asked_for(tmp_path: Path, value: str) -> None:
    body = BODY.replace("Next ==", f"Next == {value} # 0 /\\")
    [found] = reductions_of(sources_of(tmp_path, body, CONFIG))
    assert (found.kind, found.line) == (ReductionKind.SEARCH, 7)
    assert found.condition == f"for the values of one search ({found.name})"
    assert value.startswith(found.name)


@pytest.mark.parametrize("name", ["RandomElement", "TLCGet"])
def test_a_drawing_operator_in_the_place_of_another_is_named_in_the_config(
    tmp_path: Path, name: str
) -> None:
    body = BODY + "One(S) == 1\n"
    [found] = reductions_of(sources_of(tmp_path, body, f"{CONFIG}CONSTANT One <- {name}\n"))
    assert (found.name, found.file.name, found.line) == (name, "M.cfg", 4)


def test_an_operator_of_that_name_in_a_module_above_hides_no_drawing(tmp_path: Path) -> None:
    body = BODY + "RandomElement(S) == 1\nDice == INSTANCE Dice\nOne == Dice!Roll\n"
    dice = "LOCAL INSTANCE TLC\nRoll == RandomElement({1, 2})"
    assert kinds(tmp_path, CONFIG, body, Dice=dice) == [ReductionKind.RANDOM]


def test_an_operator_of_a_module_below_with_that_name_draws_nothing(tmp_path: Path) -> None:
    dice = "RandomElement(S) == CHOOSE x \\in S : TRUE"
    body = BODY + "One == RandomElement({1})\n"
    assert kinds(tmp_path, CONFIG, f"INSTANCE Dice\n{body}", Dice=dice) == []


def test_an_operator_of_the_suite_with_that_name_draws_nothing(tmp_path: Path) -> None:
    body = BODY + "RandomElement(S) == CHOOSE x \\in S : TRUE\nOne == RandomElement({1})\n"
    assert kinds(tmp_path, CONFIG, body) == []


def test_a_property_without_a_temporal_operator_is_named(tmp_path: Path) -> None:
    config = CONFIG + "INVARIANT Few\nPROPERTIES Safe Always Settles\n"
    [found] = reductions_of(sources_of(tmp_path, BODY, config))
    assert (found.kind, found.name, found.line) == (ReductionKind.INITIAL, "Safe", 5)
    assert found.condition == "with Safe in the initial states only"


def test_an_assumption_is_named_only_where_a_property_is_about_behaviours(tmp_path: Path) -> None:
    body = BODY + "Spec == Init /\\ [][Next]_turn /\\ <>(turn = Boss)\n"
    config = "SPECIFICATION Spec\nCONSTANT P = {p1, p2}\nPROPERTY "
    [found] = reductions_of(sources_of(tmp_path, body, f"{config}Settles\n"))
    assert (found.kind, found.file.name, found.line) == (ReductionKind.ASSUMED, "M.tla", 13)
    assert found.condition == "under the assumption <>(turn = Boss)"
    assert "checks Settles (liveness) only of" in found.may_miss
    assert kinds(tmp_path, f"{config}Always\n", body) == []


@pytest.mark.parametrize(
    ("inner", "through", "liveness"),
    [
        ("Goal == <>(y = 1)", "I!Goal", True),
        ("Goal == []<>(y = 1)", "J(turn)!Goal", True),
        ("Goal == [](y = 1)", "I!Goal", False),
        ("Goal == [](y = 1)\nOdd(n) == <>(y = n)", "I!Odd(1)", True),
    ],
)
def test_a_property_of_an_instance_is_what_it_is_there(
    tmp_path: Path, inner: str, through: str, liveness: bool
) -> None:
    instances = "I == INSTANCE Inner WITH y <- turn\nJ(y) == INSTANCE Inner\n"
    body = f"{BODY}{instances}Goal == {through}\n"
    found = kinds(
        tmp_path, f"{CONFIG}CONSTRAINT Few\nPROPERTY Goal\n", body, Inner=f"VARIABLE y\n{inner}"
    )
    assert found == [ReductionKind.CONSTRAINT, *([ReductionKind.CUT_LIVENESS] if liveness else [])]


# Nested deeper than the grammar can parse, so that nothing of the module is.
DEEP = "Deep == " + "/\\ " * 400 + "TRUE\n"


def test_a_value_that_is_drawn_where_the_parser_fails_is_named(tmp_path: Path) -> None:
    dice = f"EXTENDS TLC\n{DEEP}\\* TLCGet is only mentioned.\nRoll == RandomElement({{1, 2}})"
    [found] = reductions_of(sources_of(tmp_path, BODY, CONFIG, Dice=dice))
    assert (found.name, found.file.name, found.line) == ("RandomElement", "Dice.tla", 5)


def test_where_the_parser_fails_members_may_be_told_apart(tmp_path: Path) -> None:
    [_, found] = reductions_of(sources_of(tmp_path, BODY, WITH_SYMMETRY, Dice=DEEP))
    assert found.kind is ReductionKind.ASYMMETRY
    assert "does not understand line 2 of Dice, which may tell members of P apart" in found.may_miss
