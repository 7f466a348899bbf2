"""Single values: each is read by its type, or refused with what was expected and what was found."""

from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from msgspec import Meta

from moltverify.registry.entry_reader import is_read, read_entry
from moltverify.registry.entry_types import (
    Count,
    ExistingFile,
    ExistingFolder,
    Id,
    Text,
    listed,
    one_of,
)
from moltverify.registry.mistakes import Mistakes
from moltverify.registry.scalar_readers import MISSING, Choices
from moltverify.registry.yaml_reader import YamlNode

PlainValue: Any = str | int | bool
Colour: Any = Annotated[str, one_of("red", "green", "light blue")]


def outcome(
    text: str, kind: Any, choices: Choices | None = None, folder: Path = Path()
) -> tuple[Any, list[str]]:
    """Read a text by a type; return the value, and the messages about it."""
    composed = yaml.compose(text)
    assert composed is not None
    node = YamlNode(composed, folder / "some.yaml", Mistakes())
    value = read_entry(node, kind, choices or {})
    return value, [mistake.message for mistake in node.mistakes.found]


def refusal(text: str, kind: Any, choices: Choices | None = None) -> str:
    """Return the one message about a text that is refused."""
    value, [message] = outcome(text, kind, choices)
    assert value is MISSING
    return message


@pytest.mark.parametrize(
    ("text", "value"), [("5", 5), ("1", 1), ("123456789012345678", 123456789012345678)]
)
def test_a_count_is_a_whole_number_above_zero(text: str, value: int) -> None:
    assert outcome(text, Count) == (value, [])


@pytest.mark.parametrize(
    "text", ["0", "-1", "1.5", "'5'", "five", "[5]", "{a: 5}", "010", "0x10", "1_000", "true", "~"]
)
def test_anything_else_is_no_count(text: str) -> None:
    assert refusal(text, Count).startswith("expected a whole number above zero, found ")


@pytest.mark.parametrize("text", ["!!int ²", "!!int x", "9" * 5000])
def test_a_number_that_python_cannot_read_is_a_mistake(text: str) -> None:
    assert refusal(text, Count).startswith("expected a whole number above zero")


@pytest.mark.parametrize(
    ("text", "value"),
    [("on", True), ("FALSE", False), ("12", 12), ("'12'", "12"), ("owner", "owner"), ("''", "")],
)
def test_a_plain_value_is_a_text_a_number_or_a_boolean(text: str, value: object) -> None:
    assert outcome(text, PlainValue) == (value, [])


@pytest.mark.parametrize(
    "text",
    ["2020-13-45", "2020-01-01", "!!int x", "!mine x", "!!binary x", "~", "1.5", "[a]", "{}"],
)
def test_a_plain_value_of_another_kind_is_a_mistake(text: str) -> None:
    assert "expected a text, a whole number or a boolean" in refusal(text, PlainValue)


@pytest.mark.parametrize("text", ["a text", "5", "true", "~", "2020-01-01", "1.5", "'?'"])
def test_a_text_is_the_characters_of_any_scalar(text: str) -> None:
    assert outcome(text, Text) == (text.strip("'"), [])


@pytest.mark.parametrize(
    ("text", "found"),
    [("''", "nothing"), ("'  '", "'  '"), ("[a]", "a list"), ("{a: b}", "keys and values")],
)
def test_a_blank_text_is_none(text: str, found: str) -> None:
    assert refusal(text, Text) == f"expected a text, found {found}"


def test_where_any_text_is_right_a_blank_one_is() -> None:
    assert outcome("''", str) == ("", [])
    assert refusal("[]", str) == "expected a text, found a list"


@pytest.mark.parametrize("text", ["Door", "a b", "a--b", "-a", "a\\n", "?", "ä"])
def test_a_text_matches_its_pattern_as_a_whole(text: str) -> None:
    message = refusal(f'"{text}"', Id)
    assert message.startswith("expected lower-case words with hyphens between them, found '")


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_a_boolean_is_true_or_false(text: str, value: bool) -> None:
    assert outcome(text, bool) == (value, [])


@pytest.mark.parametrize("text", ["on", "yes", "TRUE", "'true'", "1", "~", "[true]"])
def test_anything_else_is_no_boolean(text: str) -> None:
    assert refusal(text, bool).startswith("expected true or false, found ")


def test_a_name_is_one_that_its_type_lists() -> None:
    assert outcome("light blue", Colour) == ("light blue", [])
    assert refusal("gren", Colour) == (
        "expected red or green or light blue, found 'gren'; did you mean 'green'?"
    )
    assert refusal("[red]", Colour) == "expected a text, found a list"


@pytest.mark.parametrize("text", ["'?'", "Red", "' red'", "''"])
def test_no_other_text_is_taken_for_one_of_the_names(text: str) -> None:
    assert refusal(text, Colour).startswith("expected ")


def test_a_registered_name_is_one_that_the_reader_was_given() -> None:
    kind = Annotated[str, listed("groups")]
    assert outcome("house", kind, {"groups": ["house"]}) == ("house", [])
    assert refusal("hause", kind, {"groups": ["garden", "house"]}) == (
        "expected garden or house, found 'hause'; did you mean 'house'?"
    )
    assert refusal("house", kind, {"groups": []}) == (
        "expected a registered name (there is none), found 'house'"
    )


def test_where_the_names_could_not_be_read_any_name_is_right() -> None:
    kind = Annotated[str, listed("groups")]
    assert outcome("house", kind, {}) == ("house", [])
    assert refusal("{}", kind, {}) == "expected a text, found keys and values"


def test_the_message_about_a_name_of_a_long_list_does_not_repeat_the_list() -> None:
    kind = Annotated[str, listed("claims", "no claim is called")]
    assert refusal("dor", kind, {"claims": ["door", "lock"]}) == (
        "no claim is called 'dor'; did you mean 'door'?"
    )


def test_a_path_is_relative_to_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "log.json").write_text("")
    path, messages = outcome("lib/log.json", ExistingFile, folder=tmp_path)
    assert (path, messages) == (tmp_path / "lib/log.json", [])
    assert outcome("lib", ExistingFolder, folder=tmp_path) == (tmp_path / "lib", [])


@pytest.mark.parametrize(("kind", "shape"), [(ExistingFile, "file"), (ExistingFolder, "folder")])
@pytest.mark.parametrize("text", ["nowhere", "a" * 5000, '"a\\0"', "'?'"])
def test_a_path_of_nothing_is_a_mistake(kind: Any, shape: str, text: str) -> None:
    assert refusal(text, kind).startswith(f"there is no {shape} ")


def test_a_folder_is_no_file_and_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    file.write_text("")
    assert refusal(str(tmp_path), ExistingFile) == f"there is no file {tmp_path}"
    assert refusal(str(file), ExistingFolder) == f"there is no folder {file}"


def test_a_type_that_no_yaml_is_read_as_is_an_error_of_the_program() -> None:
    with pytest.raises(TypeError, match="no YAML is read as"):
        outcome("a", Annotated[float, Meta(gt=0)])


def test_what_could_not_be_read_is_told_from_every_value() -> None:
    assert is_read("", None, "?", 0)
    assert not is_read("", MISSING)
