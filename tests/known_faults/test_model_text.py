"""What an expression of a model may evaluate: through definitions, parameters and instances."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from moltverify.known_faults.model_text import ModelText, Reach
from moltverify.known_faults.module_nodes import ModuleKey, nodes_of_module
from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.parsed_modules import read_parsed_modules
from moltverify.tla.syntax_tree import field, text_of
from tests.known_faults.faulty_models import CONFIG, fault_job

if TYPE_CHECKING:
    from tree_sitter import Node

STEP = "VARIABLE x\nInit == x = 0\nNext == x' = 1 - x\n"
MARK = "CHOOSE m \\in {7} : TRUE"  # what is looked for below `Start`


def text_of_model(
    folder: Path, body: str, config: str = CONFIG, others: Mapping[str, str] | None = None
) -> ModelText:
    job = fault_job(folder, STEP + body, config, others=others)
    return ModelText(read_parsed_modules(job.module, job.config))


def start(text: ModelText) -> "Node":
    """Return the body of the operator Start."""
    [definition] = text.own_operators["Start"]
    body = field(definition, "definition")
    assert body
    return body


def reach_of(text: ModelText) -> Reach:
    return text.reach(start(text))


def marks(reach: Reach) -> Iterator["Node"]:
    return reach.of_type("choose")


@pytest.mark.parametrize(
    "body",
    [
        f"Start == {MARK}",
        f"Op == {MARK}\nStart == Op + 1",
        f"Op(v) == {MARK}\nStart == Op(1)",
        f"Start == LET op == {MARK} IN op",
        f"Start == LET op(v) == {MARK} IN op(1)",
        f"Op(v) == v\nStart == Op({MARK})",
        f"a ++ b == {MARK}\nStart == 1 ++ 2",
        f"Op(F(_)) == F(1)\nMark(v) == {MARK}\nStart == Op(Mark)",
        f"Op(F(_)) == F(1)\nStart == Op(LAMBDA v : {MARK})",
        f"Start == [i \\in {{{MARK}}} |-> i][1]",
        f"Start == LET one == two two == {MARK} IN one",
        f"Op(v) == IF v = 0 THEN {MARK} ELSE Op(v - 1)\nStart == Op(9)",
    ],
)
def test_an_expression_reaches_what_its_names_mean(tmp_path: Path, body: str) -> None:
    assert any(marks(reach_of(text_of_model(tmp_path, body))))


@pytest.mark.parametrize(
    "body",
    [
        f"Start == 1\nOther == {MARK}",
        # The local name hides that of the module.
        f"v == {MARK}\nStart == \\E v \\in {{1}} : v = 1",
        f"Op(v) == v\nStart == 2\nOther == Op({MARK}) + Start",
        f"Start == 1\nOther == LET op == {MARK} IN op + Start",
        f"Start == 1 \\* {MARK}",
        f"Start == 1 (* {MARK} *)",
    ],
)
def test_an_expression_does_not_reach_what_it_does_not_name(tmp_path: Path, body: str) -> None:
    assert not any(marks(reach_of(text_of_model(tmp_path, body))))


def test_a_parameter_means_the_arguments_of_all_calls(tmp_path: Path) -> None:
    body = f"Start(v) == v\nOne == Start(1)\nTwo == Start({MARK})\n"
    text = text_of_model(tmp_path, body)
    assert any(marks(reach_of(text)))
    assert not any(marks(text.reach(start(text), False)))


def test_a_definition_that_a_config_puts_in_place_is_reached(tmp_path: Path) -> None:
    body = f"Op(v) == 1\nMark(v) == {MARK}\nStart == Op(1)\n"
    plain = text_of_model(tmp_path / "plain", body)
    replaced = text_of_model(tmp_path / "replaced", body, CONFIG + "CONSTANT Op <- Mark\n")
    assert not any(marks(reach_of(plain)))
    assert any(marks(reach_of(replaced)))


def test_a_parameter_of_a_replacement_means_the_arguments_of_what_it_replaces(
    tmp_path: Path,
) -> None:
    body = f"Op(v) == 1\nStart(v) == v\nUse == Op({MARK})\n"
    replaced = text_of_model(tmp_path, body, CONFIG + "CONSTANT Op <- Start\n")
    assert any(marks(reach_of(replaced)))


def test_what_an_instance_puts_in_place_of_a_name_is_reached(tmp_path: Path) -> None:
    others = {"Queue": "CONSTANT Size\nFull == Size > 3\n"}
    for name in ("Full", "Q!Full"):
        instance = f"INSTANCE Queue WITH Size <- {MARK}\n"
        body = f"{'Q == ' if name != 'Full' else ''}{instance}Start == {name}\n"
        text = text_of_model(tmp_path / name, body, others=others)
        assert any(marks(reach_of(text)))


def test_a_name_means_that_of_its_own_module_before_that_of_another(tmp_path: Path) -> None:
    others = {"Queue": f"Op == {MARK}\nUse == Op\n"}
    body = "Q == INSTANCE Queue\nOp == 1\nStart == Op\n"
    assert not any(marks(reach_of(text_of_model(tmp_path / "own", body, others=others))))
    through = body.replace("Start == Op", "Start == Q!Op")
    assert any(marks(reach_of(text_of_model(tmp_path / "through", through, others=others))))


@pytest.mark.parametrize(
    ("body", "anything"),
    [
        ("Start == LET F(_) == 1 IN 2", False),
        ("Start == LET op == 1 IN op", False),
        ("Op(F(_)) == 1\nStart == \\E v : v = 1", True),
        ("Start == SelectSeq(<<1>>, LAMBDA e : e = 1)", False),
        ("Use(F(_)) == F(1)\nStart == Use(LAMBDA e : e = 1)", True),
    ],
)
def test_what_no_text_says_may_be_anything(tmp_path: Path, body: str, anything: bool) -> None:
    assert reach_of(text_of_model(tmp_path, body)).anything is anything


def test_names_and_nodes_of_a_reach_are_those_of_all_its_parts(tmp_path: Path) -> None:
    text = text_of_model(tmp_path, f"Op == x + {MARK}\nStart == Op\nOther == 5\n")
    reach = reach_of(text)
    assert {"Op", "x"} <= reach.names()
    assert all(reach.has(one) for one in reach.nodes)
    [other] = text.own_operators["Other"]
    assert not reach.has(other)


def test_the_values_of_variables_and_of_constants_with_numbers_are_open(tmp_path: Path) -> None:
    body = "CONSTANTS Size, Names, Deep, Text\nStart == 1\n"
    config = CONFIG + 'CONSTANTS Size = 3\nNames = {a, b}\nDeep = {{1}}\nText = "1"\n'
    assert text_of_model(tmp_path, body, config).open_names == {"x", "Size", "Deep"}


def test_a_place_is_the_file_line_and_column_of_a_node(tmp_path: Path) -> None:
    text = text_of_model(tmp_path, f"Start ==\n  {MARK}\n")
    place = text.place(start(text))
    assert (place.file, place.line, place.column) == (tmp_path / "M.tla", 7, 3)
    assert str(place) == "M.tla:7"


def test_only_a_module_that_cannot_be_read_and_has_a_word_is_named_by_it(tmp_path: Path) -> None:
    broken = text_of_model(tmp_path / "broken", "Start == 1\nBad == = EXCEPT\n")
    [place] = broken.unread(b"EXCEPT")
    assert place.line == 7
    assert list(broken.unread(b"LAMBDA")) == []
    assert list(broken.unread(b"")) == []
    sound = text_of_model(tmp_path / "sound", "Start == [x EXCEPT ![1] = 1]\n")
    assert list(sound.unread(b"EXCEPT")) == []


def nodes(body: str) -> list[str]:
    """Return the texts of the names that a module uses."""
    module = parse_module_text(f"---- MODULE M ----\n{body}\n====\n").modules[0]
    found = nodes_of_module(ModuleKey(module))
    return [use.name for use in found.uses_between(0, len(found.nodes))]


def test_uses_of_names_are_in_the_order_of_the_text_without_comments() -> None:
    assert nodes("A == b \\* c\nB == (* d *) e(f)") == ["b", "e", "f"]


def test_an_algorithm_in_a_comment_uses_no_names() -> None:
    algorithm = "(* --algorithm A\nvariable q = hidden;\nbegin\n  skip;\nend algorithm; *)\n"
    assert nodes(f"{algorithm}B == seen") == ["seen"]


def test_a_module_inside_has_nodes_of_its_own() -> None:
    assert nodes("---- MODULE Inner ----\nA == hidden\n====\nB == seen") == ["seen"]


@pytest.mark.parametrize(
    ("body", "name", "arguments"),
    [
        ("A == Op(1, b)", "Op", ["1", "b"]),
        ("A == 1 ++ b", "++", ["1", "b"]),
        ("A == {1} \\cup {2}", "\\cup", ["{1}", "{2}"]),
        ("A == I!Op(3)", "Op", ["3"]),
    ],
)
def test_calls_are_found_by_the_operators_name_with_their_arguments(
    body: str, name: str, arguments: list[str]
) -> None:
    module = parse_module_text(f"---- MODULE M ----\n{body}\n====\n").modules[0]
    calls = nodes_of_module(ModuleKey(module)).calls
    assert [[text_of(one) for one in site.arguments] for site in calls.get(name, [])] == [arguments]
