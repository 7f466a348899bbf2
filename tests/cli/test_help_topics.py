"""`moltverify help`: what a user of the wheel can look up without the documentation."""

import json

import pytest

from moltverify.report.pages.registry_reference import SCHEMA, registry_reference
from tests.conftest import Run

ENTRIES = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]


def test_the_registrys_keys_are_all_there_with_their_meanings() -> None:
    text = " ".join(registry_reference(80).split())
    # A group's own file has one key, which the description of `groups.claims` names.
    for name in ENTRIES.keys() - {"GroupFileEntry"}:
        for key, value in ENTRIES[name]["properties"].items():
            assert f" {key} " in text
            assert value.get("description", "") in text


def test_each_entry_stands_under_the_path_of_its_key() -> None:
    text = registry_reference(80)
    assert "\nclaims.reds: A model of the same design with one realistic fault.\n" in text
    assert "\n  violates\n" in text
    assert "\n  id (needed)\n" in text


def test_no_line_is_wider_than_the_terminal() -> None:
    lines = registry_reference(60).splitlines()
    assert max(map(len, (line for line in lines if line.startswith("    ")))) <= 60


def test_a_mistake_in_the_registry_points_to_the_help(moltverify: Run) -> None:
    shown = moltverify("help", "registry")
    assert shown.returncode == 0
    assert shown.stdout.startswith("registry.yaml: ")


@pytest.mark.parametrize("topic", ["run", "accept"])
def test_a_commands_help_is_that_of_its_option(moltverify: Run, topic: str) -> None:
    assert moltverify("help", topic).stdout == moltverify(topic, "--help").stdout


def test_without_a_topic_it_is_the_programs_help(moltverify: Run) -> None:
    assert moltverify("help").stdout == moltverify("--help").stdout


def test_an_unknown_topic_is_a_usage_error(moltverify: Run) -> None:
    answer = moltverify("help", "rum")
    assert answer.returncode == 2
    assert "there is no command and no topic 'rum'" in answer.stderr
