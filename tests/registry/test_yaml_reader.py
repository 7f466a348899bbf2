"""Reading YAML as nodes: every mistake has its place, and no text ends the program."""

from pathlib import Path

import pytest
import yaml

from moltverify.registry.yaml_reader import DEEPEST, Item, Mistakes, read_yaml
from tests.registry.mistakes import REGISTRY, after, found


def read(text: str, folder: Path) -> tuple[Item | None, list[str]]:
    """Read a text as a file; return its root and the mistakes without the file's name."""
    file = folder / "some.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    mistakes = Mistakes()
    root = read_yaml(file, mistakes)
    return root, [str(mistake).removeprefix(f"{file}:") for mistake in mistakes.found]


def item(text: str) -> Item:
    node = yaml.compose(text)
    assert node is not None
    return Item(node, Path("some.yaml"), "here", Mistakes())


def messages(one: Item) -> list[str]:
    return [mistake.message for mistake in one.mistakes.found]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "1:1: the file is empty"),
        ("# only a comment\n", "1:1: the file is empty"),
        ("a: [b", "2:1: not YAML: did not find expected ',' or ']'"),
        ("a: b: c", "1:5: not YAML: mapping values are not allowed in this context"),
        ("a: *nothing", "1:4: not YAML: found undefined alias"),
        ("a: b\n---\nc: d\n", "2:1: not YAML: but found another document"),
        ("a: b\n\tc: d", "2:1: not YAML: found a tab character that violates indentation"),
        ('a: "\\ud800"', "1:7: not YAML: found invalid Unicode character escape code"),
    ],
)
def test_damaged_yaml_is_a_mistake_with_its_line_and_column(
    text: str, mistake: str, tmp_path: Path
) -> None:
    assert read(text, tmp_path) == (None, [mistake])


def test_a_control_character_is_a_mistake_of_one_line(tmp_path: Path) -> None:
    root, [mistake] = read("a: \x00", tmp_path)
    assert root is None
    assert "#x0000: control characters are not allowed" in mistake
    assert "\n" not in mistake


def test_a_file_that_is_not_utf_8_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "latin-1.yaml"
    file.write_bytes("title: Über".encode("latin-1"))
    mistakes = Mistakes()
    assert read_yaml(file, mistakes) is None
    assert "cannot be read: 'utf-8' codec" in str(mistakes.found[0])


def test_a_folder_in_a_files_place_is_a_mistake(tmp_path: Path) -> None:
    mistakes = Mistakes()
    assert read_yaml(tmp_path, mistakes) is None
    assert [one.message for one in mistakes.found] == ["cannot be read: Is a directory"]


@pytest.mark.parametrize("opening", ["[", "- ", "? ", "{a: ", "- [", "- ? "])
def test_deep_nesting_is_a_mistake_in_every_style(opening: str, tmp_path: Path) -> None:
    # libyaml's composer recurses, and would overflow the stack: the process ends without a word.
    root, [mistake] = read(opening * 50_000, tmp_path)
    assert root is None
    assert "nested more than 50 deep" in mistake or "not YAML" in mistake


def test_nesting_is_allowed_up_to_a_limit(tmp_path: Path) -> None:
    assert read("[" * DEEPEST + "]" * DEEPEST, tmp_path)[1] == []
    deeper = DEEPEST + 1
    mistake = f"1:{deeper}: lists and keys are nested more than {DEEPEST} deep"
    assert read("[" * deeper + "]" * deeper, tmp_path)[1] == [mistake]


def test_brackets_inside_texts_do_not_count_as_nesting(tmp_path: Path) -> None:
    root, mistakes = read("title: '" + "[0, 1) " * 200 + "'", tmp_path)
    assert root is not None
    assert mistakes == []


@pytest.mark.parametrize("new", ["&a [*a]", "&a {title: *a}", "&a {b: *a, <<: *a}"])
def test_a_node_inside_itself_is_a_mistake_and_no_endless_loop(project: Path, new: str) -> None:
    mistakes = after(project, "suite: {title: A door with a lock}", f"suite: {new}")
    assert mistakes
    assert all(mistake.startswith("registry.yaml:1:") for mistake in mistakes)


def test_aliases_that_multiply_are_not_spelled_out(project: Path) -> None:
    lines = ["a0: &a0 x", *(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 20}]" for n in range(1, 12))]
    (project / REGISTRY).write_text("\n".join(lines))
    assert len(found(project)) == 2 + len(lines)


@pytest.mark.parametrize(
    ("text", "value"), [("5", 5), ("1", 1), ("123456789012345678", 123456789012345678)]
)
def test_a_count_is_a_whole_number_above_zero(text: str, value: int) -> None:
    assert item(text).count() == value


@pytest.mark.parametrize(
    "text", ["0", "-1", "1.5", "'5'", "five", "[5]", "{a: 5}", "010", "0x10", "1_000", "true", "~"]
)
def test_anything_else_is_no_count(text: str) -> None:
    one = item(text)
    one.count()
    assert messages(one)[0].startswith("expected a whole number above zero, found ")


@pytest.mark.parametrize("text", ["!!int ²", "!!int x", "9" * 5000])
def test_a_number_that_python_cannot_read_is_a_mistake(text: str) -> None:
    one = item(text)
    one.count()
    assert messages(one)[0].startswith("expected a whole number above zero")


@pytest.mark.parametrize(
    ("text", "value"),
    [("on", True), ("FALSE", False), ("12", 12), ("'12'", "12"), ("owner", "owner")],
)
def test_a_scalar_is_a_text_a_number_or_a_boolean(text: str, value: object) -> None:
    one = item(text)
    assert one.scalar() == value
    assert messages(one) == []


@pytest.mark.parametrize(
    "text",
    ["2020-13-45", "2020-01-01", "!!int x", "!mine x", "!!binary x", "~", "1.5", "[a]", "{}"],
)
def test_a_scalar_of_another_kind_is_a_mistake(text: str) -> None:
    one = item(text)
    one.scalar()
    assert "expected a text, a whole number or a boolean" in messages(one)[0]


def test_a_key_that_is_here_twice_is_a_mistake_where_it_is_the_second_time(project: Path) -> None:
    mistakes = after(project, "    title: Nobody", "    group: house\n    title: Nobody")
    assert mistakes == ["registry.yaml:7:5: claims[0].group: this key is here twice"]


@pytest.mark.parametrize(
    ("key", "mistake"),
    [
        ('""', "1:19: suite.: unknown key ''"),
        ("? [a] ", "1:21: suite.?: expected a text as key, found a list"),
        ("? {a: b} ", "1:21: suite.?: expected a text as key, found keys and values"),
        ("titel", "1:19: suite.titel: unknown key 'titel'; did you mean 'title'?"),
    ],
)
def test_a_key_without_a_meaning_is_a_mistake(project: Path, key: str, mistake: str) -> None:
    mistakes = after(project, "title: A door with a lock", f"title: x, {key}: y")
    assert mistakes == [f"registry.yaml:{mistake}"]
