"""Workflows and the action: valid by GitHub's schemas, least rights, nothing to inject into."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from moltverify.cli import COMMANDS

ROOT = Path(__file__).parents[1]
WORKFLOWS = [
    ROOT / ".github" / "workflows" / "models.yml",
    ROOT / "moltverify" / "starter" / "models.yml",
]
ACTION = ROOT / "action.yml"
FILES = [*WORKFLOWS, ACTION]
# Rights that a job may ask for beyond reading the repository.
RIGHTS = {"pages": {"pages": "write", "id-token": "write"}}


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def read(file: Path) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true; nothing here looks at it.
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    content = read(file)
    return content["jobs"] if "jobs" in content else {"action": content["runs"]}


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(file).values():
        yield from job["steps"]


@pytest.mark.parametrize(
    ("schema", "files"),
    [("vendor.github-workflows", WORKFLOWS), ("vendor.github-actions", [ACTION])],
)
def test_they_are_valid_by_the_published_schemas(schema: str, files: list[Path]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    answer = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stdout == "ok -- validation done\n"
    assert answer.returncode == 0


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_action_is_pinned_by_a_version_tag(file: Path) -> None:
    used = [step["uses"] for step in steps(file) if "uses" in step]
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@v\d+(\.\d+)*", action)


@pytest.mark.parametrize("file", FILES, ids=named)
def test_no_expression_becomes_part_of_a_script(file: Path) -> None:
    scripts = [step["run"] for step in steps(file) if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


@pytest.mark.parametrize("file", WORKFLOWS, ids=named)
def test_a_job_may_read_the_repository_and_no_more_than_it_needs(file: Path) -> None:
    assert read(file)["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in jobs(file).items() if "permissions" in job}
    assert rights.items() <= RIGHTS.items()


@pytest.mark.parametrize("file", WORKFLOWS, ids=named)
def test_every_job_has_a_time_limit_and_leaves_no_credentials_behind(file: Path) -> None:
    assert all("timeout-minutes" in job for job in jobs(file).values())
    for step in steps(file):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_only_main_is_published() -> None:
    pages = jobs(WORKFLOWS[0])["pages"]
    assert pages["if"] == "github.ref == 'refs/heads/main'"
    assert pages["needs"] == "report"


def test_the_matrix_has_as_many_shards_as_it_says() -> None:
    job = jobs(WORKFLOWS[0])["models"]
    shards = job["strategy"]["matrix"]["shard"]
    [script] = [step["run"] for step in job["steps"] if "--shard" in step.get("run", "")]
    assert shards == list(range(1, len(shards) + 1))
    assert f'--shard "$SHARD/{len(shards)}"' in script


def invocations(file: Path) -> Iterator[list[str]]:
    """Yield the words after `moltverify` in every script."""
    for step in steps(file):
        for line in step.get("run", "").splitlines():
            words = shlex.split(line)
            if words and Path(words[0]).name == "moltverify":
                yield words[1:]


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_command_and_option_in_a_script_exists(file: Path) -> None:
    calls = list(invocations(file))
    assert calls
    for name, *words in calls:
        command = import_module(f"moltverify.cli.{COMMANDS[name]}").command
        assert isinstance(command, click.Command)
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if re.match("--[a-z]", word)} <= known


def action_script() -> str:
    [script] = [step["run"] for step in steps(ACTION) if "selectors" in step.get("run", "")]
    return str(script)


@pytest.mark.parametrize(
    ("selectors", "shard", "arguments"),
    [
        ("", "", ["run", "--store", "evidence", "--"]),
        (
            "a 'b c'\nd-* $(id)",
            "",
            [*("run", "--store", "evidence", "--"), *["a", "'b", "c'", "d-*", "$(id)"]],
        ),
        ("--help", "1/4", ["run", "--store", "evidence", "--shard", "1/4", "--", "--help"]),
    ],
    ids=["nothing", "hostile", "option"],
)
def test_the_actions_inputs_are_words_and_never_code(
    tmp_path: Path, selectors: str, shard: str, arguments: list[str]
) -> None:
    program = tmp_path / "moltverify" / "bin" / "moltverify"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    inputs = {"SELECTORS": selectors, "SHARD": shard, "STORE": "evidence"}
    answer = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", action_script()],
        env={"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(tmp_path), **inputs},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert answer.stdout.splitlines() == ["check-registry", *arguments]
