"""Pins are replaced in the text of a registry, and nothing else of it changes."""

import pytest

from moltverify.errors import RegistryError
from moltverify.registry.pin_edit import PinEdit, with_pins

TEXT = """\
# A head.
suite:   {title:  "Odd   blanks"}
claims:
- id: door      # a claim
  statement: one
    sentence on two lines
  green: { module: Door.tla,  distinct: 6 } # six
  reds:
      - id: unlocked
        length:   3   # three
        route: [ Open, # first
                 Enter ]
      - {id: ajar, length: 4, route: [Open]}
- id: gate
  green:
    distinct: 12

  reds:
  - id: high
    route:
      - Climb # up
      - Jump
    length: 2
- id: mill
  green: {expect: {distinct: 3..5, depth: 4, generated: "2..9" }}
"""


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (PinEdit("door", None, "distinct", 70), "distinct: 6 }", "distinct: 70 }"),
        (PinEdit("door", "unlocked", "length", 12), "length:   3   #", "length:   12   #"),
        (PinEdit("door", "ajar", "route", ("A", "B")), "route: [Open]}", "route: [A, B]}"),
        (PinEdit("mill", None, "expect.distinct", "3..9"), "distinct: 3..5,", "distinct: 3..9,"),
        (PinEdit("mill", None, "expect.generated", "1..9"), '"2..9" }', '"1..9" }'),
        (PinEdit("mill", None, "expect.depth", 12), "depth: 4,", "depth: 12,"),
        (PinEdit("gate", None, "distinct", 1), "distinct: 12\n", "distinct: 1\n"),
        (
            PinEdit("gate", "high", "route", ("A", "B", "C")),
            "      - Climb # up\n      - Jump\n",
            "      - A\n      - B\n      - C\n",
        ),
        (
            PinEdit("door", "unlocked", "route", ("Enter",)),
            "[ Open, # first\n                 Enter ]",
            "[Enter]",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_value_changes(edit: PinEdit, old: str, new: str, end: str) -> None:
    text = TEXT.replace("\n", end)
    changed = with_pins(text, [edit])
    if end == "\n":
        assert changed == TEXT.replace(old, new)
    assert changed.splitlines() == TEXT.replace(old, new).splitlines()


def test_several_pins_are_replaced_at_once() -> None:
    edits = [
        PinEdit("door", None, "distinct", 1000),
        PinEdit("door", "unlocked", "length", 5),
        PinEdit("gate", None, "distinct", 7),
    ]
    changed = with_pins(TEXT, edits)
    assert changed == TEXT.replace("distinct: 6", "distinct: 1000").replace(
        "length:   3", "length:   5"
    ).replace("distinct: 12", "distinct: 7")


def test_a_value_that_another_entry_shares_is_not_changed() -> None:
    shared = "claims:\n- {id: a, green: &g {distinct: 1}}\n- {id: b, green: *g}\n"
    with pytest.raises(RegistryError, match="something else"):
        with_pins(shared, [PinEdit("a", None, "distinct", 2)])


@pytest.mark.parametrize(
    "edit", [PinEdit("barn", None, "distinct", 1), PinEdit("door", "ajar", "distinct", 1)]
)
def test_a_key_that_is_not_there_is_an_error_with_its_name(edit: PinEdit) -> None:
    with pytest.raises(RegistryError, match="has no 'distinct' to write"):
        with_pins(TEXT, [edit])
