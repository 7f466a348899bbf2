"""A table over a model's states, and its page."""

import pytest
from msgspec.structs import replace

from moltverify.registry.load import load_registry
from moltverify.registry.records import Matrix, MatrixCell
from moltverify.report.pages.matrix import Table, tabulate
from moltverify.report.pages.matrix_page import matrix_name, matrix_page
from moltverify.tla.value_reader import read_value
from moltverify.tla.values import Value
from tests.conftest import PROJECT

[DOOR] = load_registry(PROJECT / "specs" / "registry.yaml").claims
MATRIX = Matrix(
    title="Who gets in",
    rows=("visitor",),
    columns=("door", "key.metal"),
    cells=(
        MatrixCell("gets in", {"inside": True}),
        MatrixCell("waits", {"inside": False, "waiting": 1}),
    ),
    otherwise="stays out",
)


def state(**texts: str) -> dict[str, Value]:
    return {name: read_value(text) for name, text in texts.items()}


def door(visitor: str, how: str, inside: str = "FALSE", waiting: str = "0") -> dict[str, Value]:
    return state(
        visitor=f'"{visitor}"',
        door=f'"{how}"',
        key='[metal |-> "iron"]',
        inside=inside,
        waiting=waiting,
    )


STATES = [
    door("thief", "shut", waiting="1"),
    door("thief", "shut"),
    door("owner", "shut", waiting="1"),
    door("owner", "shut", inside="TRUE"),
    door("owner", "open"),
]


def table() -> Table:
    return tabulate(MATRIX, STATES)


def test_a_cell_says_the_first_answer_that_some_state_shows() -> None:
    assert table() == Table(
        rows=(("owner",), ("thief",)),
        columns=(("open", "iron"), ("shut", "iron")),
        cells={
            (("thief",), ("shut", "iron")): "waits",
            (("owner",), ("shut", "iron")): "gets in",
            (("owner",), ("open", "iron")): "stays out",
        },
        states=5,
    )


def test_the_order_of_the_states_makes_no_difference() -> None:
    assert tabulate(MATRIX, reversed(STATES)) == table()


def test_no_states_make_an_empty_table() -> None:
    assert tabulate(MATRIX, []) == Table((), (), {}, 0)


@pytest.mark.parametrize("path", ["nothing", "key.wood", "key.metal.x", "door.x"])
def test_a_row_or_a_column_that_no_state_has_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        tabulate(replace(MATRIX, rows=(path,)), STATES)


def test_a_value_that_no_state_has_fits_nowhere() -> None:
    lacking = replace(MATRIX, cells=(MatrixCell("never", {"key.wood": "oak"}),))
    assert set(tabulate(lacking, STATES).cells.values()) == {"stays out"}


def test_the_page_has_a_table_for_each_value_of_the_first_column() -> None:
    page = matrix_page(DOOR, MATRIX, table())
    assert "# Who gets in\n" in page
    assert "all of its 5 reachable states" in page
    assert "## door: open\n\n| visitor | key.metal: iron |\n| --- | --- |\n" in page
    assert "| owner | stays out |\n| thief |  |\n" in page
    assert "## door: shut\n" in page
    assert "1. gets in\n2. waits\n3. stays out\n" in page


def test_an_answer_that_no_cell_gives_is_left_out_of_the_legend() -> None:
    page = matrix_page(DOOR, MATRIX, tabulate(MATRIX, STATES[:2]))
    assert "1. waits\n" in page
    assert ". gets in\n" not in page


def test_hostile_values_stay_inside_their_cells() -> None:
    hostile = [door("a | b <script> \\n", "`x` **y** # z")]
    page = matrix_page(DOOR, MATRIX, tabulate(MATRIX, hostile))
    assert "a \\| b &lt;script&gt;" in page
    assert "<script>" not in page
    assert "\\`x\\` \\*\\*y\\*\\*" in page


def test_a_page_is_named_after_its_claim() -> None:
    assert matrix_name(DOOR) == "door-matrix.md"
