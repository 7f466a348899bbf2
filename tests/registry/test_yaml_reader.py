"""YAML as nodes: each knows its place and its key path, and no text ends the program."""

from pathlib import Path

import pytest

from moltverify.registry.mistakes import Mistakes, nearest
from moltverify.registry.yaml_reader import DEEPEST, YamlNode, read_yaml
from tests.registry.mistakes import REGISTRY, after, found


def read(text: str, folder: Path) -> tuple[YamlNode | None, list[str]]:
    """Read a text as a file; return its root and the mistakes without the file's name."""
    file = folder / "some.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    mistakes = Mistakes()
    root = read_yaml(file, mistakes)
    return root, [str(mistake).removeprefix(f"{file}:") for mistake in mistakes.found]


def node(text: str, folder: Path) -> YamlNode:
    root, mistakes = read(text, folder)
    assert root is not None
    assert mistakes == []
    return root


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
    assert len(found(project)) == len(lines)


def test_every_value_knows_its_place_and_its_key_path(tmp_path: Path) -> None:
    root = node("a:\n  - b: [x, yy]\n", tmp_path)
    inner = root.child("a")
    assert inner is not None
    [first] = inner.elements()
    assert (first.path, first.place.line, first.place.column) == ("a[0]", 2, 5)
    texts = first.child("b")
    assert texts is not None
    last = texts.elements()[1]
    assert (last.path, last.scalar, last.place.column) == ("a[0].b[1]", "yy", 12)
    assert (root.path, root.place.file) == ("", tmp_path / "some.yaml")


def test_a_key_has_its_own_place_and_the_path_of_its_value(tmp_path: Path) -> None:
    [(key, value)] = node("{some: text}", tmp_path).pairs()
    assert (key.path, key.place.column) == ("some", 2)
    assert (value.path, value.place.column) == ("some", 8)


def test_a_key_that_is_here_twice_has_its_first_value(tmp_path: Path) -> None:
    root = node("{a: first, a: second}", tmp_path)
    child = root.child("a")
    assert child is not None
    assert child.scalar == "first"
    assert len(list(root.pairs())) == 2


@pytest.mark.parametrize("text", ["text", "5", "~", "[a]", "{a: b}"])
def test_a_node_has_the_parts_of_its_shape_only(text: str, tmp_path: Path) -> None:
    root = node(text, tmp_path)
    assert root.is_list == bool(root.elements()) == text.startswith("[")
    assert root.is_mapping == bool(list(root.pairs())) == text.startswith("{")
    assert (root.scalar is None) == (text[0] in "[{")
    assert root.child("b") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("a", "'a'"), ("''", "nothing"), ("[]", "a list"), ("{}", "keys and values"), ("~", "'~'")],
)
def test_a_message_quotes_what_was_found(text: str, words: str, tmp_path: Path) -> None:
    assert node(text, tmp_path).words == words


def test_a_mistake_is_one_line_whatever_it_quotes(tmp_path: Path) -> None:
    root = node('a: "two\\nlines"', tmp_path)
    [(_, value)] = root.pairs()
    value.wrong(f"found {value.words}")
    [mistake] = root.mistakes.found
    assert str(mistake) == f"{tmp_path}/some.yaml:1:4: a: found 'two\\nlines'"


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


def test_the_nearest_word_is_suggested_if_it_is_near() -> None:
    assert nearest("titel", ["title", "claims"]) == "; did you mean 'title'?"
    assert nearest("x", ["title", "claims"]) == ""
    assert nearest("titel", []) == ""
