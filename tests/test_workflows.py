"""Workflows and the action: valid by GitHub's schemas, least rights, nothing to inject into."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from moltverify.cli.commands import COMMANDS
from moltverify.running.java_answer import OLDEST_JAVA

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
OWN = sorted((GITHUB / "workflows").glob("*.yml"))
MODELS, RELEASE = (GITHUB / "workflows" / f"{name}.yml" for name in ("models", "release"))
STARTER = ROOT / "moltverify" / "starter" / "models.yml"
WORKFLOWS = [*OWN, STARTER]
ACTION = ROOT / "action.yml"
FILES = [*WORKFLOWS, ACTION]
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
# Rights that a job may ask for beyond reading the repository.
RIGHTS = {
    "pages": {"pages": "write", "id-token": "write"},
    "attest": {"contents": "read", "id-token": "write", "attestations": "write"},
    "publish": {"id-token": "write"},
    # It runs no code of a release, and proposes what another job has found.
    "propose": {"contents": "write", "pull-requests": "write", "issues": "write"},
}
# Actions of others than GitHub, each with what it is trusted with.
FOREIGN = {"pypa/gh-action-pypi-publish"}  # written by the maintainers of the index; uploads
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
JAVAS = ["11", "17", "21", "25"]


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
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-actions", [ACTION]),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
        ("vendor.citation-file-format", [ROOT / "CITATION.cff"]),
    ],
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
        name, version = action.split("@")
        assert name.startswith("actions/") or name in FOREIGN
        assert re.fullmatch(r"v\d+(\.\d+)*", version)


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
    pages = jobs(MODELS)["pages"]
    assert pages["if"] == "${{ !cancelled() && github.ref == 'refs/heads/main' }}"
    assert pages["needs"] == "report"


def test_the_matrix_has_as_many_shards_as_it_says() -> None:
    job = jobs(MODELS)["models"]
    shards = job["strategy"]["matrix"]["shard"]
    [script] = [step["run"] for step in job["steps"] if "--shard" in step.get("run", "")]
    assert shards == list(range(1, len(shards) + 1))
    assert f'--shard "$SHARD/{len(shards)}"' in script


def invocations(file: Path, program: str) -> Iterator[list[str]]:
    """Yield the words after a program's name in every script."""
    for step in steps(file):
        for line in step.get("run", "").splitlines():
            words = shlex.split(line)
            if words and Path(words[0]).name == program:
                yield words[1:]


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_command_and_option_in_a_script_exists(file: Path) -> None:
    for name, *words in invocations(file, "moltverify"):
        command = import_module(f"moltverify.cli.{COMMANDS[name]}").command
        assert isinstance(command, click.Command)
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if re.match("--[a-z]", word)} <= known


@pytest.mark.parametrize("file", OWN, ids=named)
def test_every_make_target_in_a_script_exists(file: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {*re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE), ".venv/.installed"}
    wanted = {target for targets in invocations(file, "make") for target in targets}
    assert wanted
    assert wanted <= targets


@pytest.mark.parametrize("file", [MODELS, STARTER, ACTION], ids=named)
def test_a_workflow_about_models_runs_them(file: Path) -> None:
    assert "run" in {words[0] for words in invocations(file, "moltverify")}


def test_the_tests_run_on_each_python_that_the_package_names_and_each_java() -> None:
    pairs = jobs(MODELS)["test"]["strategy"]["matrix"]["include"]
    assert [pair["python"] for pair in pairs] == PYTHONS
    assert [pair["java"] for pair in pairs] == JAVAS
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    line = "Programming Language :: Python :: "
    versions = [one.removeprefix(line) for one in project["classifiers"] if line in one]
    assert [version for version in versions if "." in version] == PYTHONS
    assert project["requires-python"] == f">={PYTHONS[0]}"
    assert JAVAS[0] == str(OLDEST_JAVA)


def test_every_claim_is_checked_on_macos_too() -> None:
    job = jobs(MODELS)["macos"]
    assert job["runs-on"].startswith("macos-")
    assert {"run": "make models"} in job["steps"]


def test_only_a_tag_starts_a_release() -> None:
    # YAML 1.1 reads the key `on` as true.
    assert read(RELEASE)[True] == {"push": {"tags": ["v*"]}}  # type: ignore[index]


def test_a_release_is_built_and_tried_before_it_is_attested_and_attested_before_it_is_out() -> None:
    release = jobs(RELEASE)
    assert ["release"] in [*invocations(RELEASE, "make")]
    assert release["attest"]["needs"] == "build"
    assert release["publish"]["needs"] == "attest"
    assert release["publish"]["environment"] == "release"


def test_what_signs_or_publishes_runs_no_script_and_no_code_of_the_repository() -> None:
    for name in ("attest", "publish"):
        used = [step.get("uses", "").split("@")[0] for step in jobs(RELEASE)[name]["steps"]]
        assert "" not in used
        assert "actions/checkout" not in used


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_a_form_has_no_two_fields_of_one_name(form: Path) -> None:
    names = [field["id"] for field in read(form)["body"] if "id" in field]
    assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize("name", ["bug.yml", "wrong-verdict.yml"])
def test_a_report_of_a_fault_needs_what_doctor_prints(name: str) -> None:
    fields = {one.get("id"): one for one in read(GITHUB / "ISSUE_TEMPLATE" / name)["body"]}
    assert "`moltverify doctor`" in fields["doctor"]["attributes"]["label"]
    assert fields["doctor"]["validations"] == {"required": True}


def action_script() -> str:
    [script] = [step["run"] for step in steps(ACTION) if "selectors" in step.get("run", "")]
    return str(script)


@pytest.mark.parametrize(
    ("selectors", "shard", "sandbox", "arguments"),
    [
        ("", "", "false", ["run", "--store", "evidence", "--"]),
        ("", "", "true", ["run", "--store", "evidence", "--sandbox", "--"]),
        (
            "a 'b c'\nd-* $(id)",
            "",
            "$(id)",
            [*("run", "--store", "evidence", "--"), *["a", "'b", "c'", "d-*", "$(id)"]],
        ),
        (
            "--help",
            "1/4",
            "",
            ["run", "--store", "evidence", "--shard", "1/4", "--", "--help"],
        ),
    ],
    ids=["nothing", "sandbox", "hostile", "option"],
)
def test_the_actions_inputs_are_words_and_never_code(
    tmp_path: Path, selectors: str, shard: str, sandbox: str, arguments: list[str]
) -> None:
    program = tmp_path / "moltverify" / "bin" / "moltverify"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    inputs = {"SELECTORS": selectors, "SHARD": shard, "STORE": "evidence"} | {"SANDBOX": sandbox}
    answer = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", action_script()],
        env={"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(tmp_path), **inputs},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert answer.stdout.splitlines() == ["check-registry", *arguments]


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_proposal_about_releases_changes_the_record_and_its_pages_alone(tmp_path: Path) -> None:
    # The patch comes from a job that has run the code of releases.
    allowed = [
        "docs/claims/pairing.md",
        "specs/adapters/lock.json",
        "specs/conformance-record.json",
    ]
    others = [".github/workflows/models.yml", "moltverify/api.py", "specs/registry.yaml"]
    git(tmp_path, "init", "--quiet")
    for name in (*allowed, *others):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "before")
    for name in (*allowed, *others):
        (tmp_path / name).write_text("after\n")
    (tmp_path / "record.patch").write_text(git(tmp_path, "diff", "--binary"))
    git(tmp_path, "reset", "--quiet", "--hard")
    scripts = [one.get("run", "") for one in steps(GITHUB / "workflows" / "releases.yml")]
    (line,) = [one for text in scripts for one in text.splitlines() if one.startswith("git apply")]
    subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env={**os.environ, "RECORD": str(tmp_path)}, check=True
    )
    changed = git(tmp_path, "diff", "--cached", "--name-only").split()
    assert changed == sorted(allowed)
