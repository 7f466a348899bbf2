"""The keys of a claim: the mistakes that an entry shows, each with its place."""

from pathlib import Path

import pytest

from tests.conftest import edit
from tests.registry.mistakes import REGISTRY, after, found

BOUNDS = "bounds: Two visitors, because one is enough to break in and one to be let in."


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("id: door", "id: Door", "5:9: claims[0].id: expected lower-case words with hyphens"),
        ("id: door\n", "id: a--b\n", "claims[0].id: expected lower-case words with hyphens"),
        ("  - id: door\n    group", "  - group", "5:5: claims[0]: the key 'id' is missing"),
        (
            "[There is one door.]",
            "There is one door.",
            "assumptions: expected a list, found 'There",
        ),
        ("[There is one door.]", "[{a: b}]", "assumptions[0]: expected a text, found keys and"),
        ("[There is one door.]", "['  ']", "assumptions[0]: expected a text, found '  '"),
        ("module: Door.tla", "module: Dor.tla", "green.module: there is no file Dor.tla"),
        ("module: Door.tla", "module: .", "green.module: there is no file "),
        ("module: Door.tla", "module: /", "green.module: there is no file /"),
        ("module: Door.tla", "module: ..", "green.module: there is no file .."),
        ("module: Door.tla", f"module: {'a' * 300}", "green.module: there is no file aaa"),
        (
            "module: Door.tla",
            'module: "Door.tla\\0"',
            "green.module: there is no file Door.tla\0",
        ),
        ("module: Door.tla", "module: Door.tla, config: x", "green.config: there is no file x"),
        ("module: Door.tla", "modul: Door.tla", "unknown key 'modul'; did you mean 'module'?"),
        ("green: {module: Door.tla, distinct: 6}", "green: Door.tla", "green: expected keys and"),
        (
            "    green: {module: Door.tla, distinct: 6}\n",
            "",
            "claims[0].reaches: 'reaches' is about the states of the green, and there is no key",
        ),
        (
            "green: {module: Door.tla, distinct: 6}",
            "green: {module: Door.tla, distinct: 6, kind: constant}",
            "claims[0].green: a model with 'kind: constant' has no states, so leave out 'distinct'",
        ),
        ("green: {module", "green: {kind: fixed, module", "expected behaviour or constant"),
        ("state: OwnerInside", "state: 5", "reaches[0].state: expected the name of an operator"),
        ("id: let-in", "id: 'let in'", "reaches[0].id: expected lower-case words"),
        ("violates: OnlyWithKey", "vioaltes: OnlyWithKey", "the key 'violates' is missing"),
        ("length: 3", "route: Open", "reds[0].route: expected a list, found 'Open'"),
        (
            "    phrases:",
            "    phrases: x\n    phrase:",
            "claims[0].phrases: expected keys and values",
        ),
        ("    phrases:", "    frases:", "unknown key 'frases'; did you mean 'phrases'?"),
        (BOUNDS, "implementation: soon", "expected none in these versions, found 'soon'"),
        (
            BOUNDS,
            "implementation: [{symbols: []}]",
            "implementation[0]: the key 'file' (of a published package) or 'path'",
        ),
        (BOUNDS, "implementation: {file: x}", "implementation: expected a list"),
        (BOUNDS, "matrix: {title: x}", "matrix: the key 'otherwise' is missing"),
        (BOUNDS, "matrix: {rows: []}", "matrix.rows: expected at least one path to a value"),
        (BOUNDS, "matrix: {columns: []}", "matrix.columns: expected at least one path"),
        (
            BOUNDS,
            "matrix: {cells: [{when: {a: [b]}}]}",
            "cells[0].when.a: expected a text, a whole",
        ),
        (BOUNDS, "matrix: {cells: [{when: {a: 2001-99-99}}]}", "cells[0].when.a: expected a text"),
        (BOUNDS, "deadlock: maybe", "deadlock: expected checked or allowed, found 'maybe'"),
    ],
)
def test_a_mistake_in_a_claim_is_named_with_its_key(
    project: Path, old: str, new: str, mistake: str
) -> None:
    mistakes = after(project, old, new)
    assert any(mistake in one for one in mistakes), mistakes
    assert all(one.startswith("registry.yaml:") for one in mistakes)


def test_a_list_of_reds_has_one(project: Path) -> None:
    text = (project / REGISTRY).read_text()
    reds = text[text.index("    reds:") : text.index("    phrases:")]
    edit(project / REGISTRY, reds, "    reds: []\n")
    assert found(project) == [
        (
            "registry.yaml:14:11: claims[0].reds: expected at least one red model;"
            " leave 'reds' out for a green alone"
        )
    ]


def test_a_module_without_a_config_says_which_one_was_looked_for(project: Path) -> None:
    (project / "specs" / "Door_Unlocked.cfg").unlink()
    assert found(project) == [
        (
            "registry.yaml:17:9: claims[0].reds[0].module: there is no file Door_Unlocked.cfg;"
            " 'config' may name another"
        )
    ]


def test_a_config_that_is_not_there_is_named_beside_other_mistakes_of_its_model(
    project: Path,
) -> None:
    (project / "specs" / "Door_Unlocked.cfg").unlink()
    mistakes = after(project, "length: 3", "length: long\n        lenght: 3")
    assert [mistake.split(": ")[1:] for mistake in mistakes] == [
        ["claims[0].reds[0].length", "expected a whole number above zero, found 'long'"],
        [
            "claims[0].reds[0].module",
            "there is no file Door_Unlocked.cfg; 'config' may name another",
        ],
        ["claims[0].reds[0].lenght", "unknown key 'lenght'; did you mean 'length'?"],
    ]


def test_a_kind_that_is_wrong_does_not_ask_for_a_property(project: Path) -> None:
    mistakes = after(project, "violates: OnlyWithKey", "kind: deadlok")
    assert len(mistakes) == 1
    assert "found 'deadlok'; did you mean 'deadlock'?" in mistakes[0]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("group: house\n", "library: [../no]\n", "claims[0].library[0]: there is no folder ../no"),
        ("group: house\n", "library: ../no\n", "library: expected a list, found '../no'"),
        ("group: house\n", "library: [Door.tla]\n", "library[0]: there is no folder Door.tla"),
        ("group: house\n", "data: [log.json]\n", "claims[0].data[0]: there is no file log.json"),
        ("group: house\n", "data: [.]\n", "claims[0].data[0]: there is no file "),
        ("group: house\n", "data: [{}]\n", "data[0]: expected a text, found keys and values"),
    ],
)
def test_a_library_is_folders_and_data_are_files(
    project: Path, old: str, new: str, mistake: str
) -> None:
    assert any(mistake in one for one in after(project, old, f"{old}    {new}"))


def test_a_library_of_the_defaults_is_there(project: Path) -> None:
    mistakes = after(project, "{timeout: 60s}", "{timeout: 60s, library: [no]}")
    assert mistakes == ["registry.yaml:2:36: defaults.library[0]: there is no folder no"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("[a/log.json, b/log.json]", "log.json"),
        ("[a/Door.tla]", "Door.tla"),
        ("[a/Door.cfg]", "Door.cfg"),
    ],
)
def test_two_files_of_a_model_with_one_name_are_a_mistake(
    project: Path, data: str, name: str
) -> None:
    for folder in ("a", "b"):
        (project / "specs" / folder).mkdir()
        for file in ("log.json", "Door.tla", "Door.cfg"):
            (project / "specs" / folder / file).write_text("")
    mistakes = after(project, "group: house\n", f"group: house\n    data: {data}\n")
    where, what = "registry.yaml:12:12: claims[0].green", "two of its files are called"
    assert mistakes == [f"{where}: {what} {name}, and TLC sees one folder"]


@pytest.mark.parametrize(
    ("old", "key"),
    [
        ("id: door\n", "id"),
        ("group: house", "group"),
        ("id: let-in", "id"),
        ("state: OwnerInside", "state"),
        ("id: unlocked", "id"),
        ("violates: OnlyWithKey", "violates"),
        ("length: 3", "length"),
        ("module: Door_Unlocked.tla", "module"),
        ("timeout: 60s", "timeout"),
        ("house: The house", "house"),
    ],
)
def test_a_question_mark_is_a_value_like_any_other_that_does_not_fit(
    project: Path, old: str, key: str
) -> None:
    ending = "\n" if old.endswith("\n") else ""
    new = '"?": The house' if key == "house" else f'{key}: "?"{ending}'
    mistakes = after(project, old, new)
    assert mistakes
    assert all("?" in mistake.partition("; did you mean")[0] for mistake in mistakes)


@pytest.mark.parametrize(
    "new",
    [
        "length: 3\n        kind: '?'",
        "length: 3\n    deadlock: '?'",
        "length: 3\n    heap: '?'",
        "length: 3\n    workers: '?'",
        "length: 3\n    implementation: '?'",
        "length: 3\n    data: ['?']",
        "length: 3\n    library: ['?']",
        "length: 3\n        config: '?'",
    ],
)
def test_a_question_mark_is_no_kind_and_no_option(project: Path, new: str) -> None:
    [mistake] = after(project, "length: 3", new)
    assert mistake.endswith(("found '?'", "there is no file ?", "there is no folder ?"))


def test_a_question_mark_is_a_text_where_any_text_is_right(project: Path) -> None:
    assert after(project, "fault: The door is not locked.", "fault: '?'") == []
