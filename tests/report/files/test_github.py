"""GitHub's annotations and summary: well formed, at their lines, and nothing else obeyed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from moltverify.report.extra_findings import Further
from moltverify.report.files.github import annotation, annotations, step_summary
from moltverify.report.files.workflow_commands import (
    command,
    json_without_commands,
    without_commands,
)
from moltverify.report.pages.markdown import suite_markdown
from moltverify.report.story.source_locations import FilePlace
from moltverify.suite.results import SuiteResult, suite_from_json, to_json
from tests.report import sample
from tests.report.runner_rules import Command, obeyed

SPECS = "tests/report/sample/specs/"


def parsed(suite: SuiteResult | None = None) -> list[Command]:
    lines = list(annotations(suite or sample.suite(), sample.registry(), sample.sources()))
    found = obeyed("\n".join(lines))
    assert len(found) == len(lines)
    return found


def test_what_is_not_as_expected_is_annotated_at_its_line() -> None:
    found = [(one.name, one.properties["file"], one.properties["line"]) for one in parsed()]
    assert found == [
        ("error", f"{SPECS}Vault.tla", "12"),
        ("error", f"{SPECS}Vault.tla", "12"),
        ("error", f"{SPECS}Torn.tla", "7"),
        ("error", f"{SPECS}Torn.tla", "7"),
        ("warning", f"{SPECS}Lamp.tla", "1"),
        ("warning", f"{SPECS}Lamp.tla", "11"),
    ]


def test_a_good_run_has_no_annotation() -> None:
    assert parsed(sample.part("door", "door:tailgate")) == []


def test_models_that_were_not_run_are_annotated_once() -> None:
    (found,) = parsed(replace(sample.part("door"), missing=("lamp", "vault")))
    assert (found.name, found.message) == ("warning", "lamp, vault")


def test_a_reason_of_several_lines_is_one_command() -> None:
    torn = parsed()[2]
    assert "Was expecting" in torn.message
    assert "\n" in torn.message


@given(st.text(), st.text())
@settings(deadline=None)
def test_any_text_survives_as_message_and_as_property(value: str, message: str) -> None:
    line = command("error", {"title": value, "line": "1"}, message)
    assert "\n" not in line
    assert "\r" not in line
    (found,) = obeyed(line)
    assert found == Command(
        "error", {"title": value, "line": "1"} if value else {"line": "1"}, message
    )


@pytest.mark.parametrize("text", ["%0A", "%25", "%3A%2C", "100%", "a,b=c:d", "%250A"])
def test_text_that_looks_escaped_survives_too(text: str) -> None:
    (found,) = obeyed(command("error", {"title": text}, text))
    assert found == Command("error", {"title": text}, text)


def test_columns_are_given_within_one_line_only() -> None:
    result = sample.model("vault")
    (one,) = obeyed(annotation(result, FilePlace("a.tla", 3, 5, 3, 9)))
    (several,) = obeyed(annotation(result, FilePlace("a.tla", 3, 5, 4, 9)))
    assert {"col", "endColumn"} <= set(one.properties)
    assert set(several.properties) == {"file", "line", "endLine", "title"}


@pytest.mark.parametrize(
    "text",
    [
        "::error::x",
        "   ::error::x",
        "\t\u00a0\u3000::set-env name=A::b",
        "a\n::error::x",
        "a\r::error::x",
        "a\r\n  ::error::x",
        "\n\n\n::error::x",
        "::::error::x",
        "text ##[error]x",
        "###[add-mask]x",
        "##[group]\n##[error]x",
        "::stop-commands::token",
    ],
)
def test_text_starts_no_command(text: str) -> None:
    assert obeyed(text)
    assert not obeyed(without_commands(text))


@given(st.text(alphabet=" :#[]\n\r\tea\u00a0"))
@settings(deadline=None)
def test_no_text_starts_a_command(text: str) -> None:
    assert not obeyed(without_commands(text))


@pytest.mark.parametrize("text", ["a :: b", "Naturals!Nat", "x ::= y", "# [a]", "", "a: b"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert without_commands(text) == text


def test_json_starts_no_command_and_stays_the_same() -> None:
    model = replace(sample.model("vault"), reason='##[error]a\n::error::b "##[c')
    suite = replace(sample.suite(), models=(model,))
    content = json_without_commands(to_json(suite))
    assert not obeyed(content.decode())
    assert suite_from_json(content) == suite


def test_the_summary_is_the_markdown_report() -> None:
    full = suite_markdown(sample.suite(), sample.registry())
    assert step_summary(sample.suite(), sample.registry(), Further()).decode() == full


def test_a_summary_that_is_too_long_leaves_out_the_counterexamples() -> None:
    full = step_summary(sample.suite(), sample.registry(), Further())
    short = step_summary(sample.suite(), sample.registry(), Further(), room=len(full) - 1)
    assert 0 < len(short) < len(full)
    assert b"<details>" not in short
    assert re.search(rb"vault.*unexpected", short)


def test_a_summary_without_room_is_empty() -> None:
    assert step_summary(sample.suite(), sample.registry(), Further(), room=10) == b""
