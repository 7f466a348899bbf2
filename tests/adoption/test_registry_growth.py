"""Claims are added to a registry's text, and every character that was there stays."""

from pathlib import Path

import pytest

from moltverify.adoption.entry_ids import claim_id, free_id, id_of, part_id
from moltverify.adoption.registry_growth import with_claims, with_models
from moltverify.adoption.registry_text import comment, quoted
from moltverify.errors import RegistryError
from moltverify.registry.pin_edit import loaded

OLD = """\
# mine
suite: {title: Mine}   # a title
claims:
    - id: a   # by hand
      green: {module: A.tla}

    # about b
    - id: b
      green: {module: B.tla}

# what follows is about the groups
groups: {g: G}
"""
NEW = ["- id: c", "  green: {module: C.tla}"]


def test_claims_are_added_behind_the_last_one_and_nothing_else_changes() -> None:
    text = with_claims(OLD, [NEW])
    added = "    - id: c\n      green: {module: C.tla}\n"
    assert text.replace(added, "") == OLD
    assert [one["id"] for one in loaded(text)["claims"]] == ["a", "b", "c"]
    assert "groups: {g: G}" in text


RED = ["# faster", "- id: z", "  module: Z.tla"]


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_claim_gets_its_first_reds_at_its_end(name: str) -> None:
    text = with_models(OLD, name, "reds", [RED])
    added = "      reds:\n        # faster\n        - id: z\n          module: Z.tla\n"
    assert text.replace(added, "") == OLD
    [claim] = [one for one in loaded(text)["claims"] if one["id"] == name]
    assert claim["reds"] == [{"id": "z", "module": "Z.tla"}]


def test_reds_are_added_behind_those_that_a_claim_has() -> None:
    old = with_models(OLD, "a", "reds", [RED]).replace(
        "\n    # about b", "      title: Last\n    # about b"
    )
    text = with_models(old, "a", "reds", [["- id: y", "  module: Y.tla"]])
    claim = loaded(text)["claims"][0]
    assert [one["id"] for one in claim["reds"]] == ["z", "y"]
    assert claim["title"] == "Last"
    assert text.replace("        - id: y\n          module: Y.tla\n", "") == old


def test_reds_in_one_line_leave_no_place() -> None:
    old = OLD.replace("{module: B.tla}", "{module: B.tla}\n      reds: [{id: x}]")
    with pytest.raises(RegistryError, match="in one line"):
        with_models(old, "b", "reds", [RED])


def test_line_ends_of_the_file_stay() -> None:
    text = with_claims(OLD.replace("\n", "\r\n"), [NEW])
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize("old", ["suite: {title: T}\n", "suite: {title: T}\nclaims: []\n"])
def test_a_registry_without_claims_gets_a_list(old: str) -> None:
    assert loaded(with_claims(old, [NEW]))["claims"] == [{"id": "c", "green": {"module": "C.tla"}}]


def test_claims_in_one_line_leave_no_place() -> None:
    with pytest.raises(RegistryError, match="a list in one line"):
        with_claims("claims: [{id: a}]\n", [NEW])


def test_without_new_claims_the_text_is_the_same() -> None:
    assert with_claims(OLD, []) == OLD


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MCDoor_bug", "mc-door-bug"),
        ("EWD998", "ewd998"),
        ("door.small", "door-small"),
        ("Tür", "t-r"),
        ("---", "model"),
    ],
)
def test_an_id_is_made_of_a_file_s_name(name: str, expected: str) -> None:
    assert id_of(name) == expected


def test_ids_that_are_taken_get_the_folder_or_a_number() -> None:
    assert claim_id(Path("x/Door.cfg"), {"door"}) == "x-door"
    assert free_id("bug", {"bug", "bug-2"}) == "bug-3"
    assert part_id(Path("Door_bug.cfg"), Path("Door.cfg"), set()) == "bug"
    assert part_id(Path("door-bug.cfg"), Path("door-basic.cfg"), set()) == "bug"
    assert part_id(Path("Door.cfg"), Path("Door.cfg"), set()) == "door"


@pytest.mark.parametrize(
    "text", ["yes", "1.5", "a: b", "# x", "tla/Door.tla", "- x", "", "a, b", "Models of x", "1e3"]
)
def test_a_text_is_the_same_when_it_is_read_again(text: str) -> None:
    assert loaded(f"k: {{v: {quoted(text)}}}\n")["k"]["v"] == text


def test_a_comment_is_one_line_without_control_characters() -> None:
    assert comment("a\nb\x1b[31m\u2028c") == "a b [31m c"
    assert len(comment("x" * 1000)) == 200
