"""What tells the members of a symmetric set apart, in the config and in modules."""

from pathlib import Path

import pytest

from moltverify.tla.symmetric_sets import unlike_members
from tests.mutation.parsed import sources_of

BODY = """\
CONSTANTS Clients, Leader, Pair, a, b
VARIABLE turn
Perms == Permutations(Clients)
Init == turn \\in Clients
Next == turn' \\in Clients
"""
CONFIG = "INIT Init\nNEXT Next\nSYMMETRY Perms\nCONSTANTS Clients = {a, b}\n"


def unlike(folder: Path, config: str, body: str = "", symmetry: str = "Perms") -> list[str]:
    return list(unlike_members(sources_of(folder, BODY + body, CONFIG + config), symmetry))


def test_members_that_nothing_names_are_alike(tmp_path: Path) -> None:
    assert unlike(tmp_path, "") == []


def test_a_constant_that_is_one_member_prefers_it(tmp_path: Path) -> None:
    assert unlike(tmp_path, "Leader = a\n") == ["Leader has a of Clients"]


def test_a_constant_that_has_all_members_prefers_none(tmp_path: Path) -> None:
    assert unlike(tmp_path, "Pair = {a, b}\n") == []
    assert unlike(tmp_path, "Pair = {{a}, {b}}\n") == []


def test_a_constant_of_sets_prefers_the_members_in_them(tmp_path: Path) -> None:
    body = BODY.replace("CONSTANTS Clients", "CONSTANTS Clients, c")
    config = CONFIG.replace("{a, b}", "{a, b, c}") + "Pair = {{a}, {b}}\n"
    found = unlike_members(sources_of(tmp_path, body, config), "Perms")
    assert list(found) == ["Pair has a and b of Clients"]


def test_a_member_with_its_own_name_matters_only_where_a_definition_uses_it(
    tmp_path: Path,
) -> None:
    assert unlike(tmp_path / "unused", "a = a\nb = b\n") == []
    used = unlike(tmp_path / "used", "a = a\nb = b\n", "First == turn = a\n")
    assert used == ["a has a of Clients"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Any == CHOOSE c \\in Clients : TRUE\n", ["CHOOSE at line 8 of M prefers a member"]),
        ("Any == CHOOSE c \\in Clients \\ {turn} : TRUE\n", ["CHOOSE at line 8 of M"]),
        ("Any == CHOOSE n \\in 1 .. 2 : TRUE\n", []),
        ("Any == CHOOSE n : n \\notin Clients\n", []),
    ],
)
def test_a_choose_over_the_set_prefers_a_member(
    tmp_path: Path, body: str, words: list[str]
) -> None:
    found = unlike(tmp_path, "", body)
    assert len(found) == len(words)
    assert all(word in one for word, one in zip(words, found, strict=True))


def test_a_string_that_is_a_member_prefers_it(tmp_path: Path) -> None:
    config = CONFIG.replace("{a, b}", '{"a", "b"}')
    body = BODY + 'First == turn = "a"\nOther == turn # "c"\n'
    [found] = unlike_members(sources_of(tmp_path, body, config), "Perms")
    assert found == 'line 8 of M has "a" of Clients'


def test_a_set_that_the_symmetry_does_not_name_may_have_unlike_members(tmp_path: Path) -> None:
    body = "Others == Permutations(Pair)\n"
    assert unlike(tmp_path, "Pair = {p, q}\nLeader = a\n", body, "Others") == []
    assert unlike(tmp_path, "Pair = {p, q}\nLeader = p\n", body, "Others") == [
        "Leader has p of Pair"
    ]


def test_a_symmetry_through_other_definitions_is_followed(tmp_path: Path) -> None:
    body = "Both == Perms \\cup Permutations(Pair)\n"
    found = unlike(tmp_path, "Pair = {p, q}\nLeader = q\n", body, "Both")
    assert found == ["Leader has q of Pair"]


def test_a_symmetry_that_no_module_defines_says_nothing(tmp_path: Path) -> None:
    assert unlike(tmp_path, "Leader = a\n", symmetry="Missing") == []
