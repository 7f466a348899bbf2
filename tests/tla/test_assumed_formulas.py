"""What a specification assumes of behaviours, apart from the fairness of its steps."""

from pathlib import Path

import pytest

from moltverify.tla.assumed_formulas import temporal_assumptions
from moltverify.tla.syntax_tree import text_of
from tests.mutation.parsed import sources_of

BODY = """\
CONSTANT P
VARIABLE x
vars == <<x>>
Limit == 5
Init == x = 0
Up(p) == x < Limit /\\ x' = x + p
Down == x' = x - 1
Next == (\\E p \\in P : Up(p)) \\/ Down
Jump == x < Limit /\\ x' = 77
Move == Down /\\ x > 1
Fair == WF_vars(Next) /\\ \\A p \\in P : SF_vars(Up(p))
FairFor(p) == WF_vars(Up(p))
Live == Fair /\\ []<>(x = 0)
Box == [][Next]_vars
"""


def assumed(folder: Path, *conjuncts: str, **modules: str) -> list[str]:
    spec = " /\\ ".join(["Spec == Init /\\ Box", *conjuncts])
    sources = sources_of(folder, f"{BODY}{spec}\n", "SPECIFICATION Spec\n", **modules)
    return [text_of(part) for part, _ in temporal_assumptions(sources)]


@pytest.mark.parametrize(
    "conjunct",
    [
        *("WF_vars(Next)", "SF_x(Down)", "(\\A p \\in P : WF_vars(Up(p)))", "Fair", "x < 9"),
        *("WF_vars(Down /\\ x > 1)", "[][Next]_x", "(\\A p \\in P : FairFor(p))", "FairFor(1)"),
        *("(\\A p \\in P : x = p => WF_vars(Up(p)))", "WF_vars(Move)"),
    ],
)
def test_steps_and_their_fairness_are_no_assumption(tmp_path: Path, conjunct: str) -> None:
    assert assumed(tmp_path, conjunct) == []


@pytest.mark.parametrize(
    ("conjunct", "found"),
    [
        ("<>(x = 77)", "<>(x = 77)"),
        ("[]<>(x = 0)", "[]<>(x = 0)"),
        ("[](x < 2)", "[](x < 2)"),
        ("(x = 0 ~> x = 1)", "x = 0 ~> x = 1"),
        ("WF_vars(Jump)", "WF_vars(Jump)"),
        ("WF_x(x' = 77)", "WF_x(x' = 77)"),
        ("(\\E p \\in P : <>(x = p))", "\\E p \\in P : <>(x = p)"),
        ("Live", "[]<>(x = 0)"),
    ],
)
def test_every_other_temporal_conjunct_is_an_assumption(
    tmp_path: Path, conjunct: str, found: str
) -> None:
    assert assumed(tmp_path, "WF_vars(Next)", conjunct) == [found]


def test_a_specification_of_an_instance_is_followed(tmp_path: Path) -> None:
    inner = "VARIABLE y\nGo == y' = 1\nWhole == y = 0 /\\ [][Go]_y /\\ WF_y(Go) /\\ <>(y = 2)"
    body = f"{BODY}I == INSTANCE Inner WITH y <- x\nSpec == I!Whole\n"
    sources = sources_of(tmp_path, body, "SPECIFICATION Spec\n", Inner=inner)
    assert [(text_of(part), module) for part, module in temporal_assumptions(sources)] == [
        ("<>(y = 2)", "Inner")
    ]


def test_a_specification_by_the_name_of_an_instances_is_followed(tmp_path: Path) -> None:
    inner = "VARIABLE y\nGo == y' = 1\nSpec == y = 0 /\\ [][Go]_y /\\ WF_y(Go)"
    body = f"{BODY}I == INSTANCE Inner WITH y <- x\nSpec == I!Spec\n"
    sources = sources_of(tmp_path, body, "SPECIFICATION Spec\n", Inner=inner)
    assert list(temporal_assumptions(sources)) == []


def test_without_a_specification_nothing_is_assumed(tmp_path: Path) -> None:
    assert list(temporal_assumptions(sources_of(tmp_path, BODY, "INIT Init\nNEXT Next\n"))) == []


def test_a_formula_that_names_itself_ends(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, "VARIABLE x\nSpec == x = 0 /\\ <>Spec\n", "SPECIFICATION Spec\n")
    assert [text_of(part) for part, _ in temporal_assumptions(sources)] == ["<>Spec"]
