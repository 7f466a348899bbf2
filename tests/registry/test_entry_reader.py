"""Reading by types: every shape, every mistake at once, and a place for each of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType, to_builtins

from moltverify.registry.entry_reader import Entry, given, is_read, read_entry, with_nodes
from moltverify.registry.entry_types import Count, Id, Text, Texts, one_of, too_few
from moltverify.registry.mistakes import Mistakes
from moltverify.registry.scalar_readers import MISSING
from moltverify.registry.yaml_reader import YamlNode, read_yaml


class KeyEntry(Entry, frozen=True):
    """A key of a lock."""

    name: Id
    teeth: Count | UnsetType = UNSET

    def own_mistakes(self, node: YamlNode) -> Iterator[tuple[YamlNode, str]]:
        """Yield a mistake for a key that has the lock's own name."""
        if is_read(self.name) and self.name == "lock":
            yield node, "a key is no lock"


class LockEntry(Entry, frozen=True, kw_only=True):
    """A lock, with a key of every shape that a type may ask for."""

    title: Text
    kind: Annotated[str, one_of("bolt", "bar")] = "bolt"
    keys: Annotated[tuple[KeyEntry, ...], too_few("a lock needs a key")]
    words: Text | Texts = ()
    owner: Text | KeyEntry | UnsetType = UNSET
    rooms: dict[Id, tuple[str | int | bool, ...]] = {}  # noqa: RUF012 - msgspec copies it


def read(text: str, kind: Any = LockEntry) -> tuple[Any, list[str]]:
    """Read a text by a type; return the value, and the mistakes with their lines and columns."""
    composed = yaml.compose(text)
    assert composed is not None
    node = YamlNode(composed, Path("some.yaml"), Mistakes())
    value = read_entry(node, kind, {})
    return value, [str(one).removeprefix("some.yaml:") for one in node.mistakes.found]


def test_an_entry_is_read_by_the_types_of_its_fields() -> None:
    lock, mistakes = read(
        "{title: 5, kind: bar, keys: [{name: a, teeth: 3}], words: [x, y],"
        " owner: me, rooms: {hall: [1, 'on', on]}}"
    )
    assert mistakes == []
    assert lock == LockEntry(
        title="5",
        kind="bar",
        keys=(KeyEntry(name="a", teeth=3),),
        words=("x", "y"),
        owner="me",
        rooms={"hall": (1, "on", True)},
    )


def test_a_key_that_is_left_out_has_its_default() -> None:
    lock, mistakes = read("{title: t, keys: [{name: a}]}")
    assert mistakes == []
    assert (lock.kind, lock.words, lock.owner, lock.rooms) == ("bolt", (), UNSET, {})
    assert lock.keys[0].teeth is UNSET


def test_all_mistakes_are_noted_at_once_each_with_its_place_and_key_path() -> None:
    text = """
kind: bolts
keys:
  - {name: A, teeth: 0}
  - door
  - {teeth: 1, tooth: 2}
words: {a: b}
owner: [x]
rooms: {Hall: [[]], hall: 5}
title: []
titel: x
"""
    lock, mistakes = read(text)
    assert mistakes == [
        "10:8: title: expected a text, found a list",
        "2:7: kind: expected bolt or bar, found 'bolts'; did you mean 'bolt'?",
        "4:12: keys[0].name: expected lower-case words with hyphens between them, found 'A'",
        "4:22: keys[0].teeth: expected a whole number above zero, found '0'",
        "5:5: keys[1]: expected keys and values, found 'door'",
        "6:5: keys[2]: the key 'name' is missing",
        "6:16: keys[2].tooth: unknown key 'tooth'; did you mean 'teeth'?",
        "7:8: words: expected a list, found keys and values",
        "8:8: owner: expected keys and values, found a list",
        "9:9: rooms.Hall: expected lower-case words with hyphens between them, found 'Hall'",
        "9:16: rooms.Hall[0]: expected a text, a whole number or a boolean, found a list",
        "9:27: rooms.hall: expected a list, found '5'",
        "11:1: titel: unknown key 'titel'; did you mean 'title'?",
    ]
    assert not is_read(lock.title)


def test_what_could_not_be_read_is_missing_and_keeps_its_place() -> None:
    lock, _ = read("{keys: [{name: A}, x, {name: b}]}")
    assert lock.title is MISSING
    assert lock.keys == (KeyEntry(name=MISSING), MISSING, KeyEntry(name="b"))


@pytest.mark.parametrize("text", ["[]", "text", "5"])
def test_an_entry_is_keys_and_values(text: str) -> None:
    lock, [mistake] = read(text)
    assert lock is MISSING
    assert mistake.startswith("1:1: expected keys and values, found ")


def test_a_list_that_needs_an_element_says_so_in_its_own_words() -> None:
    assert read("{title: t, keys: []}")[1] == ["1:18: keys: a lock needs a key"]


def test_a_list_of_another_shape_is_not_called_too_short() -> None:
    assert read("{title: t, keys: {}}")[1] == ["1:18: keys: expected a list, found keys and values"]


def test_what_the_fields_do_not_show_is_noted_beside_what_they_show() -> None:
    _, mistakes = read("{title: t, keys: [{name: lock, teeth: x}]}")
    assert mistakes == [
        "1:39: keys[0].teeth: expected a whole number above zero, found 'x'",
        "1:19: keys[0]: a key is no lock",
    ]


def test_a_union_takes_the_member_of_the_nodes_shape() -> None:
    start = "{title: t, keys: [{name: a}], "
    assert read(start + "owner: me}")[0].owner == "me"
    assert read(start + "owner: {name: me}}")[0].owner == KeyEntry(name="me")
    assert read(start + "words: one}")[0].words == "one"
    assert read(start + "words: [one, two]}")[0].words == ("one", "two")


def test_a_value_that_may_be_left_out_cannot_be_written() -> None:
    assert read("{title: t, keys: [{name: a, teeth: UNSET}]}")[1] == [
        "1:36: keys[0].teeth: expected a whole number above zero, found 'UNSET'"
    ]
    assert read("{title: t, keys: [{name: a, teeth: ~}]}")[1] != []


def test_the_second_of_two_keys_is_refused_and_the_first_is_read() -> None:
    lock, mistakes = read("{title: first, title: second, keys: [{name: a}]}")
    assert (lock.title, mistakes) == ("first", ["1:16: title: this key is here twice"])


def test_a_default_that_is_written_is_left_out_like_one_that_is_not() -> None:
    # msgspec compares by identity, so a name is read as the one that the type lists.
    lock, _ = read("{title: t, keys: [{name: a}], kind: bolt, words: [], rooms: {}}")
    assert to_builtins(lock) == {"title": "t", "keys": ({"name": "a"},)}


def test_a_key_that_was_left_out_gives_way() -> None:
    assert given(UNSET, 5) == 5
    assert given(0, 5) == 0


def test_entries_go_with_their_nodes_if_they_were_read() -> None:
    composed = yaml.compose("[{name: a}, x, {name: b}]")
    assert composed is not None
    node = YamlNode(composed, Path("some.yaml"), Mistakes())
    keys = read_entry(node, tuple[KeyEntry, ...], {})
    found = [(key.name, at.path) for key, at in with_nodes(keys, node)]
    assert found == [("a", "[0]"), ("b", "[2]")]
    assert list(with_nodes(keys, None)) == []
    assert list(with_nodes(MISSING, node)) == []


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["a", "?"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "kind", "keys", "name", "teeth", "words", "owner", "rooms"])
            | st.text(max_size=3),
            inner,
            max_size=6,
        )
    ),
    max_leaves=15,
)


@for_all(value=VALUES, flow=st.booleans())
def test_any_yaml_is_read_or_refused_with_places_inside_the_file(
    tmp_path_factory: pytest.TempPathFactory, value: object, flow: bool
) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(text, encoding="utf-8")
    mistakes = Mistakes()
    root = read_yaml(file, mistakes)
    lock = read_entry(root, LockEntry, {}) if root else None
    lines = text.splitlines()
    for mistake in mistakes.found:
        assert 1 <= mistake.source.line <= len(lines) + 1
        line = [*lines, ""][mistake.source.line - 1]
        assert 1 <= mistake.source.column <= len(line) + 1
    if not mistakes.found:
        assert isinstance(lock, LockEntry)
        assert lock.title
        assert lock.keys


@for_all(text=st.text(max_size=8))
def test_a_text_is_read_as_it_is_or_refused(text: str) -> None:
    quoted = yaml.safe_dump({"title": text, "keys": [{"name": "a"}]})
    lock, mistakes = read(quoted)
    assert (lock.title == text) == bool(text.strip())
    assert bool(mistakes) == (not text.strip())
