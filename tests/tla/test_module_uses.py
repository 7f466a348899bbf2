"""Where modules name others: after EXTENDS and INSTANCE, with line and column."""

import pytest

from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.module_uses import ModuleUse, module_uses


def uses(body: str) -> list[ModuleUse]:
    return list(module_uses(parse_module_text(f"---- MODULE M ----\n{body}\n====\n")))


def test_each_module_after_extends_has_its_place() -> None:
    assert uses("EXTENDS Naturals,\n  Queue") == [
        ModuleUse("Naturals", 2, 9),
        ModuleUse("Queue", 3, 3),
    ]


@pytest.mark.parametrize(
    ("unit", "column"),
    [
        ("INSTANCE Queue", 10),
        ("LOCAL INSTANCE Queue", 16),
        ("Q == INSTANCE Queue WITH Items <- Naturals", 15),
        ("Q(n) == INSTANCE Queue", 18),
        ("A == LET Q == INSTANCE Queue IN Q!Empty", 24),
    ],
)
def test_an_instance_names_its_module_wherever_it_stands(unit: str, column: int) -> None:
    assert uses(unit) == [ModuleUse("Queue", 2, column)]


def test_they_come_in_the_order_of_the_text() -> None:
    body = "EXTENDS A\nOne == 1\nINSTANCE B\nTwo == INSTANCE C"
    assert [one.name for one in uses(body)] == ["A", "B", "C"]


def test_a_module_inside_is_not_another_files() -> None:
    inner = "---- MODULE Inner ----\nEXTENDS Deep\n====\nI == INSTANCE Inner"
    assert [one.name for one in uses(inner)] == ["Deep"]


def test_columns_count_characters_and_not_bytes() -> None:
    assert uses("(* \u00e9\u4e2d *) INSTANCE Queue") == [ModuleUse("Queue", 2, 19)]


@pytest.mark.parametrize("body", ["", "\\* EXTENDS Queue", "(* INSTANCE Queue *)", "A == 1"])
def test_without_a_use_there_is_none(body: str) -> None:
    assert uses(body) == []


def test_a_file_without_a_module_uses_nothing() -> None:
    assert list(module_uses(parse_module_text("no module"))) == []
